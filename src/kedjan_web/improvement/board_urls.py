"""Addresses of something on a board."""

from django.urls import path

from kedjan_web.later import later

board_files = later("kedjan_web.improvement.board_files")
observed = later("kedjan_web.improvement.observed")

urlpatterns = [
    path("fil/<uuid:file>/angra/", board_files.undo, name="undo_board"),
    path("<uuid:observation>/", observed.show, name="observation"),
    path("<uuid:observation>/ta-bort/", observed.remove, name="remove_observation"),
    path("<uuid:observation>/tillbaka/", observed.put_back, name="put_back_observation"),
    path("<uuid:observation>/ursprung/", observed.search, name="cite_for_observation"),
    path("<uuid:observation>/ursprung/ta-bort/", observed.take_away, name="uncite_observation"),
]
