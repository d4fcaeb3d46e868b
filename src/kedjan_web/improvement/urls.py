"""Addresses of one conclusion."""

from django.urls import path

from kedjan_web.later import later

answering = later("kedjan_web.improvement.answering")
citing = later("kedjan_web.improvement.citing")
deciding = later("kedjan_web.improvement.deciding")
feeding = later("kedjan_web.improvement.feeding")
one = later("kedjan_web.improvement.one")
ordering = later("kedjan_web.improvement.ordering")
writing = later("kedjan_web.improvement.writing")

urlpatterns = [
    path("<uuid:conclusion>/", one.show, name="conclusion"),
    path("<uuid:conclusion>/skriv/", writing.word, name="word_conclusion"),
    path("<uuid:conclusion>/flytta/", ordering.move, name="move_conclusion"),
    path("<uuid:conclusion>/ta-bort/", ordering.remove, name="remove_conclusion"),
    path("<uuid:conclusion>/tillbaka/", ordering.put_back, name="put_back_conclusion"),
    path("<uuid:conclusion>/horer-till/", writing.describe, name="describe_conclusion"),
    path("<uuid:conclusion>/belagg/", citing.search, name="cite_for_conclusion"),
    path("<uuid:conclusion>/belagg/ta-bort/", citing.take_away, name="uncite_conclusion"),
    path("<uuid:conclusion>/ta-tillbaka/", feeding.take_back, name="take_back_conclusion"),
    path("<uuid:conclusion>/svar/", answering.answer, name="answer_reactions"),
    path("<uuid:conclusion>/beslut/", deciding.decide, name="decide_conclusion"),
]
