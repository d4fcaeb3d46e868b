"""Addresses of using a thing as evidence."""

from django.urls import path

from kedjan_web.later import later

choosing = later("kedjan_web.citing.choosing")
figures = later("kedjan_web.citing.figures")

urlpatterns = [
    path("siffra/<uuid:id>/", figures.figure, name="use_figure"),
    path("angra/", choosing.undo, name="undo_evidence"),
    path("<str:kind>/<path:thing>/", choosing.choose, name="use_as_evidence"),
]
