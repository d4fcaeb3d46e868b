"""Addresses that exist only in the demo."""

from django.urls import path

from kedjan_web.later import later

views = later("kedjan_site.demo.views")

urlpatterns = [
    path("", views.choose, name="demo"),
    path("<uuid:account>/", views.enter, name="demo_enter"),
]
