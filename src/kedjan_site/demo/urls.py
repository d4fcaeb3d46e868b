"""Addresses that exist only in the demo."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
