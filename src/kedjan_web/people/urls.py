"""Addresses of people."""

from django.urls import path

from kedjan_web.later import later

duties = later("kedjan_web.people.duties")
erasing = later("kedjan_web.people.erasing")
staff = later("kedjan_web.people.staff")
views = later("kedjan_web.people.views")

urlpatterns = [
    path("", views.find, name="people"),
    path("ny/", views.add, name="add_person"),
    path("fil/", staff.choose, name="staff_file"),
    path("fil/<uuid:staff>/", staff.see, name="staff_ledger"),
    path("fil/<uuid:staff>/las-in/", staff.accept, name="accept_staff"),
    path("fil/<uuid:staff>/ta-bort/", staff.discard, name="discard_staff"),
    path("<uuid:id>/", views.see, name="person"),
    path("<uuid:id>/andra/", views.change, name="change_person"),
    path("<uuid:id>/stang/", views.close, name="close_person"),
    path("<uuid:id>/radera/", erasing.erase, name="erase_person"),
    path("<uuid:id>/oppna/", views.open_again, name="open_person"),
    path("<uuid:id>/koppling/ta-bort/", views.unlink, name="unlink_person"),
    path("<uuid:id>/lank/", views.show_link, name="show_password_link"),
    path("<uuid:id>/lank/skicka/", views.mail_link, name="mail_password_link"),
    path("<uuid:id>/roller/ny/", duties.give, name="give_duty"),
    path("<uuid:id>/roller/<uuid:duty>/avsluta/", duties.end, name="end_duty"),
]
