"""Addresses of goals."""

from django.urls import path

from kedjan_web.later import later

views = later("kedjan_web.goals.views")

urlpatterns = [
    path("", views.show, name="goals"),
    path("nytt/", views.create, name="new_framework"),
    path("<uuid:id>/koppla/", views.tie, name="link_goal"),
    path("<uuid:id>/slapp/", views.untie, name="unlink_goal"),
    path("<uuid:id>/tona-ner/", views.tone_down, name="tone_down_goal"),
    path("<uuid:id>/lyft/", views.tone_up, name="tone_up_goal"),
]
