"""Addresses of reports."""

from django.http import HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = [path("", lambda r: HttpResponse("p"), name="reports")]
