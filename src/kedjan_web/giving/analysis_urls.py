"""Addresses of situation analyses."""

from django.urls import path

from kedjan_web.later import later

analyses = later("kedjan_web.giving.analyses")

urlpatterns = [
    path("", analyses.listing, name="analyses"),
    path("ny/", analyses.begin, name="new_analysis"),
    path("<uuid:id>/", analyses.show, name="analysis"),
    path("<uuid:id>/andra/", analyses.describe, name="describe_analysis"),
    path("<uuid:id>/problemomraden/", analyses.problem_areas, name="problem_areas"),
    path("<uuid:id>/omgang/", analyses.place, name="place_round"),
]
