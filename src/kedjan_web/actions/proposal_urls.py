"""Addresses of one proposal."""

from django.urls import path

from kedjan_web.later import later

deciding = later("kedjan_web.actions.deciding")
files = later("kedjan_web.actions.files")
merging = later("kedjan_web.actions.merging")
one = later("kedjan_web.actions.one")
removing = later("kedjan_web.actions.removing")
writing = later("kedjan_web.actions.writing")

urlpatterns = [
    path("fil/<uuid:file>/angra/", files.undo, name="undo_proposals"),
    path("<uuid:proposal>/", one.show, name="proposal"),
    path("<uuid:proposal>/skriv/", writing.word, name="word_proposal"),
    path("<uuid:proposal>/ta-bort/", removing.remove, name="remove_proposal"),
    path("<uuid:proposal>/tillbaka/", removing.put_back, name="put_back_proposal"),
    path("<uuid:proposal>/kalla/", writing.heard, name="add_origin"),
    path("<uuid:proposal>/kalla/ta-bort/", writing.take_away, name="remove_source"),
    path("<uuid:proposal>/ta-isar/", merging.part, name="part_proposal"),
    path("<uuid:proposal>/beslut/", deciding.decide, name="decide_proposal"),
    path("<uuid:proposal>/ta-tillbaka/", deciding.take_back, name="take_back_proposal"),
]
