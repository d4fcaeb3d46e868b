"""Addresses of goals."""

from django.urls import path

from kedjan_web.later import later

views = later("kedjan_web.goals.views")
editing = later("kedjan_web.goals.editing")
covering = later("kedjan_web.goals.covering")
files = later("kedjan_web.goals.files")
signs = later("kedjan_web.goals.signs")

urlpatterns = [
    path("", views.show, name="goals"),
    path("nytt/", editing.create, name="new_framework"),
    path("tackning/", covering.show, name="goals_covered"),
    path("fil/", files.from_file, name="goals_from_file"),
    path("fil/<uuid:file>/angra/", files.undo, name="undo_goals"),
    path("fil/mal.<str:ending>", files.take_along, name="goals_file"),
    path("kvitton/", signs.show, name="signs"),
    path("kvitton/slutat/", signs.stop, name="stop_collecting"),
    path("kvitton/slutat/<uuid:stopped>/", signs.change_stopped, name="change_stopped"),
    path("kvitton/slutat/<uuid:stopped>/ta-bort/", signs.collect_again, name="collect_again"),
    path("kvitton/<uuid:sign>/", signs.change, name="change_sign"),
    path("kvitton/<uuid:sign>/ta-bort/", signs.drop, name="drop_sign"),
    path("kvitton/slutat/<uuid:stopped>/tillbaka/", signs.put_back_stopped, name="put_back_stopped"),
    path("kvitton/<uuid:sign>/tillbaka/", signs.put_back_sign, name="put_back_sign"),
    path("<uuid:id>/kvitto/", signs.choose, name="choose_sign"),
    path("ramverk/<uuid:framework>/", editing.describe, name="describe_framework"),
    path("ramverk/<uuid:framework>/nytt/", editing.add, name="add_goal"),
    path("<uuid:id>/", editing.word, name="word_goal"),
    path("<uuid:id>/flytta/", editing.move, name="move_goal"),
    path("<uuid:id>/avsluta/", editing.end, name="end_goal"),
    path("<uuid:id>/ta-upp/", editing.take_up, name="take_up_goal"),
    path("<uuid:id>/koppla/", views.tie, name="link_goal"),
    path("<uuid:id>/slapp/", views.untie, name="unlink_goal"),
    path("<uuid:id>/tona-ner/", views.tone_down, name="tone_down_goal"),
    path("<uuid:id>/lyft/", views.tone_up, name="tone_up_goal"),
]
