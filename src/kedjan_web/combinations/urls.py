"""Addresses of combinations, below a round."""

from django.urls import path

from kedjan_web.later import later

asking = later("kedjan_web.combinations.views")
keeping = later("kedjan_web.combinations.keeping")

urlpatterns = [
    path("", asking.show, name="combinations"),
    path("texter/", asking.texts, name="combination_texts"),
    path("tabell.<str:ending>", asking.as_file, name="combination_file"),
    path("spara/", keeping.save, name="save_combination"),
    path("sparade/", keeping.listed, name="saved_combinations"),
    path("sparade/<uuid:combination>/", keeping.show, name="saved_combination"),
    path("sparade/<uuid:combination>/andra/", keeping.change, name="change_combination"),
    path("sparade/<uuid:combination>/ta-bort/", keeping.take_away, name="take_away_combination"),
    path("sparade/<uuid:combination>/ta-tillbaka/", keeping.bring_back, name="bring_back_combination"),
]
