"""Addresses of the journal."""

from django.urls import path

from kedjan_web.later import later

views = later("kedjan_web.journal.views")

urlpatterns = [path("", views.show, name="journal")]
