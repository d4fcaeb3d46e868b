"""Addresses of an analysis's proposals."""

from django.urls import path

from kedjan_web.later import later

files = later("kedjan_web.actions.files")
gathering = later("kedjan_web.actions.gathering")
listing = later("kedjan_web.actions.listing")
merging = later("kedjan_web.actions.merging")
writing = later("kedjan_web.actions.writing")

urlpatterns = [
    path("forslag/", listing.show, name="proposals"),
    path("forslag/fil/", files.from_file, name="proposals_from_file"),
    path("forslag/fil/forslag.<str:ending>", files.take_along, name="proposals_file"),
    path("forslag/svar.<str:ending>", files.answers, name="answers_file"),
    path("forslag/nytt/", writing.add, name="new_proposal"),
    path("forslag/samla/", gathering.show, name="gather_proposals"),
    path("forslag/sla-ihop/", merging.merge, name="merge_proposals"),
]
