"""Addresses of an analysis's conclusions, board and cause graph."""

from django.urls import path

from kedjan_web.later import later

listing = later("kedjan_web.improvement.listing")
board = later("kedjan_web.improvement.board")
board_files = later("kedjan_web.improvement.board_files")
causes = later("kedjan_web.improvement.causes")
extending = later("kedjan_web.improvement.extending")
feeding = later("kedjan_web.improvement.feeding")
writing = later("kedjan_web.improvement.writing")

urlpatterns = [
    path("slutsatser/", listing.show, name="conclusions"),
    path("slutsatser/ny/", writing.add, name="new_conclusion"),
    path("slutsatser/styrka/", listing.no_strength, name="no_strength"),
    path("slutsatser/aterkoppla/", feeding.feed_back, name="feed_back"),
    path("slutsatser/sista-dag/", extending.move, name="move_last_day"),
    path("tavla/", board.show, name="board"),
    path("tavla/ny/", board.add, name="add_observation"),
    path("tavla/fil/", board_files.from_file, name="board_from_file"),
    path("tavla/fil/tavla.<str:ending>", board_files.take_along, name="board_file"),
    path("orsaker/", causes.show, name="cause_graph"),
    path("orsaker/ny/", causes.add, name="add_cause"),
    path("orsaker/koppla/", causes.link, name="link_causes"),
]
