"""Addresses of texts taken along as files, below a round."""

from django.urls import path

from kedjan_web.later import later

taking = later("kedjan_web.extracts.taking")

urlpatterns = [
    path("", taking.choose, name="extracts"),
    path("<uuid:extract>/", taking.see, name="extract"),
    path("<uuid:extract>/fil/", taking.take, name="take_extract"),
]
