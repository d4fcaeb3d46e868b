"""Addresses of how a round's method was evaluated."""

from django.urls import path

from kedjan_web.later import later

results = later("kedjan_web.evaluating.results")

urlpatterns = [
    path("", results.show, name="method_evaluation"),
    path("andrat/", results.add_change, name="add_method_change"),
    path("andrat/<uuid:change>/", results.edit_change, name="edit_method_change"),
    path("andrat/<uuid:change>/ta-bort/", results.withdraw_change, name="withdraw_method_change"),
]
