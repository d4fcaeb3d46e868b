"""Address of the page of components."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kedjan_web.later import later

views = later("kedjan_web.components.views")

urlpatterns: list[URLPattern] = [path("komponenter/", views.show_components, name="components")]
