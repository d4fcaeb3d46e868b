"""The address of the thread through a thing."""

from django.urls import path

from kedjan_web.later import later

views = later("kedjan_web.thread.views")

urlpatterns = [path("<str:kind>/<path:thing>/", views.see, name="thread")]
