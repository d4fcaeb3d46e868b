"""Addresses of sign_in."""

from django.http import HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = [path("logga-in/", lambda r: HttpResponse("in"), name="sign_in")]
