"""Addresses of strategies."""

from django.urls import path

from kedjan_web.later import later

strategies = later("kedjan_web.actions.strategies")
cycles = later("kedjan_web.actions.cycles")
going = later("kedjan_web.actions.strategies_going")

urlpatterns = [
    path("", strategies.show, name="strategies"),
    path("ny/", strategies.add, name="new_strategy"),
    path("trearscykel/", cycles.begin, name="new_cycle"),
    path("<uuid:strategy>/", strategies.change, name="strategy"),
    path("<uuid:strategy>/avsluta/", going.end, name="end_strategy"),
    path("<uuid:strategy>/ta-upp/", going.take_up, name="take_up_strategy"),
    path("<uuid:strategy>/tid/", going.measure, name="measure_strategy"),
    path("<uuid:strategy>/tid/<uuid:measured>/ta-bort/", going.remove, name="remove_measured"),
    path("<uuid:strategy>/tid/<uuid:measured>/tillbaka/", going.put_back, name="put_back_measured"),
]
