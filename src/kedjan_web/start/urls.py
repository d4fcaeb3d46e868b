"""Addresses of one's own pages."""

from django.urls import path

from kedjan_web.start import choices, views

urlpatterns = [
    path("", views.start, name="start"),
    path("min-sida/lasta/", views.who_read, name="who_read"),
    path("min-sida/rattigheter/", views.rights, name="my_rights"),
    path("utseende/", choices.colours, name="colours"),
    path("sprak/", choices.language, name="set_language"),
]
