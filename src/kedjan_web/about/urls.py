"""Addresses of about."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
