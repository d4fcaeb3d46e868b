"""Addresses of files with pupils' results: sent, looked at, decided on, undone; and of a pupil's erasure."""

from django.urls import path

from kedjan_web.later import later

views = later("kedjan_web.intake.views")
deciding = later("kedjan_web.intake.deciding")
erasing = later("kedjan_web.intake.erasing")

urlpatterns = [
    path("", views.listed, name="intake"),
    path("skicka/", views.send, name="send_results"),
    path("radera-elev/", erasing.erase, name="erase_pupil"),
    path("<uuid:id>/", views.show, name="delivery"),
    path("<uuid:id>/att-ratta.csv", views.problems, name="delivery_problems"),
    path("<uuid:id>/las-in/", deciding.accept, name="accept_delivery"),
    path("<uuid:id>/slang/", deciding.discard, name="discard_delivery"),
    path("<uuid:id>/angra/", deciding.undo, name="undo_delivery"),
]
