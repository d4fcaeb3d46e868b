"""Addresses that exist only in the demo."""

from django.urls import path

from kedjan_site.demo import views

urlpatterns = [
    path("", views.choose, name="demo"),
    path("<uuid:account>/", views.enter, name="demo_enter"),
]
