"""A figure that has been shared can be cited, by everybody who may read it."""

from collections.abc import Callable

import pytest

from kedjan.access.service import Actor
from kedjan.evidence.service import Gone, NotYoursToSee, Value, plain
from kedjan.releases import service as releases
from kedjan_site.demo.cast import NOW
from tests.rooms.releases_tables import table
from tests.rooms.test_releases import NEIGHBOUR, QUALITY_DEVELOPER, TEACHER, share

pytestmark = pytest.mark.django_db

type Cast = Callable[[str], Actor]
KIND = "shared_figure"
PLACE = ("05b", "Förskola")


def ask(by: Actor, key: str) -> object:
    return releases.SharedFigures().values(by, KIND, [key])[key]


def read(answer: object) -> tuple[str, str]:
    assert isinstance(answer, Value)
    return plain(answer.label), plain(answer.value)


def test_a_shared_figure_is_cited_as_it_was_shared(actor: Cast):
    shared = share(actor(QUALITY_DEVELOPER), table("Förskola", "Särskola"))
    key = releases.figure_key(shared.line.id, "by_area", PLACE)
    assert read(ask(actor(TEACHER), key)) == ("Tabell 3: 05b, Förskola", "13")
    hidden = releases.figure_key(shared.line.id, "by_area", ("05b", "Särskola"))
    assert read(ask(actor(TEACHER), hidden)) == ("Tabell 3: 05b, Särskola", "..")


def test_a_withdrawn_figure_is_gone_and_so_is_one_that_never_was(actor: Cast):
    maj = actor(QUALITY_DEVELOPER)
    shared = share(maj, table("Förskola"))
    key = releases.figure_key(shared.line.id, "by_area", PLACE)
    assert ask(maj, releases.figure_key(shared.line.id, "by_area", ("05b", "Grundskola"))) == Gone()
    assert ask(maj, "nonsense") == Gone()
    releases.withdraw(by=maj, now=NOW, id=shared.line.id, reason="Fel omgång")
    assert ask(maj, key) == Gone()


def test_a_shared_figure_is_gone_to_the_neighbour_and_unseen_without_duty(actor: Cast):
    shared = share(actor(QUALITY_DEVELOPER), table("Förskola"))
    key = releases.figure_key(shared.line.id, "by_area", PLACE)
    assert ask(actor(NEIGHBOUR), key) == Gone()
    assert ask(actor("Roger Hällspång"), key) == NotYoursToSee()


def test_figures_are_offered_by_the_words_of_their_label_and_hidden_ones_are_not(actor: Cast):
    share(actor(QUALITY_DEVELOPER), table("Förskola", "Särskola"))
    source = releases.SharedFigures()
    (offer,) = source.offer(actor(TEACHER), "förskola 05b")
    assert (plain(offer.label), plain(offer.value)) == ("Tabell 3: 05b, Förskola", "13")
    assert source.offer(actor(TEACHER), "särskola") == ()
    assert source.offer(actor(NEIGHBOUR), "förskola") == ()
    assert source.offer(actor("Roger Hällspång"), "förskola") == ()
