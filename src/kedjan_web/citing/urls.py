"""Addresses of using a thing as evidence."""

from django.urls import path

from kedjan_web.later import later

choosing = later("kedjan_web.citing.choosing")

urlpatterns = [
    path("siffra/<uuid:id>/", choosing.figure, name="use_figure"),
    path("angra/", choosing.undo, name="undo_evidence"),
    path("<str:kind>/<path:thing>/", choosing.choose, name="use_as_evidence"),
]
