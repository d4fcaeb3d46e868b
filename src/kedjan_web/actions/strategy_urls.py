"""Addresses of strategies."""

from django.urls import path

from kedjan_web.later import later

strategies = later("kedjan_web.actions.strategies")

urlpatterns = [
    path("", strategies.show, name="strategies"),
    path("ny/", strategies.add, name="new_strategy"),
    path("<uuid:strategy>/", strategies.change, name="strategy"),
]
