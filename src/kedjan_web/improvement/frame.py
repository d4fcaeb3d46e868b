"""What the pages of conclusions have in common: the way back, and evidence with the way to its source."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.access.service import Actor
from kedjan.evidence.service import Citation, State
from kedjan.improvement.service import Place
from kedjan_web.requests import PageRequest
from kedjan_web.rounds.frame import Crumb
from kedjan_web.thread.addresses import Addresses
from kedjan_web.thread.readings import read
from kedjan_web.thread.words import kind_in_words


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with what kind of thing it is, in words, and the way to it."""

    citation: Citation
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Side:
    """What speaks for something, or against it: named, and how many more there are that one may not see."""

    named: tuple[Cited, ...]
    unnamed: int


def crumbs(place: Place, *last: tuple[str, str]) -> tuple[Crumb, ...]:
    """Return the way back; each of `last` is a label with its address, and the very last is where one stands."""
    way = [
        (_("Situation analyses"), reverse("analyses")),
        (place.title, reverse("analysis", args=[place.analysis])),
        (_("Conclusions"), reverse("conclusions", args=[place.analysis])),
        *last,
    ]
    return tuple(Crumb(label, "" if number == len(way) else url) for number, (label, url) in enumerate(way, start=1))


def sides(request: PageRequest, *citations: Iterable[Citation]) -> tuple[Side, ...]:
    """Return the sides of a page as they are shown; whose words stand on any of them is first written down as read."""
    found = [list(each) for each in citations]
    read(request, [(each.kind, each.key) for some in found for each in some if each.state is not State.GONE])
    return tuple(_side(request.actor, each) for each in found)


def _side(by: Actor, found: Collection[Citation]) -> Side:
    seen = [each for each in found if each.key]
    where = Addresses.of(by, [(each.kind, each.key) for each in seen])
    named = tuple(Cited(each, kind_in_words(each.kind), address(each, where)) for each in seen)
    return Side(named, len(found) - len(seen))


def address(citation: Citation, where: Addresses) -> str:
    """Return where a source can be seen; empty where it is gone."""
    if citation.address or citation.state is State.GONE:
        return citation.address
    return where.seen_at(citation.kind, citation.key, citation.label)
