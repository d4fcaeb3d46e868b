"""Addresses of the journal."""

from django.urls import path

from kedjan_web.journal import views

urlpatterns = [path("", views.show, name="journal")]
