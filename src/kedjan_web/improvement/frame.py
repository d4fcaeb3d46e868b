"""What the pages of conclusions have in common: the way back, and evidence with the way to its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from kedjan.access.service import Actor
from kedjan.combinations import service as combinations
from kedjan.evidence.service import Citation, Part, State
from kedjan.improvement.service import Place
from kedjan_web.improvement.words import KINDS
from kedjan_web.rounds.frame import Crumb


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


def side(by: Actor, citations: Iterable[Citation]) -> Side:
    """Return citations as they are shown."""
    found = list(citations)
    seen = [each for each in found if each.state is not State.UNNAMED]
    saved = [UUID(hex=each.key) for each in seen if each.kind == "combination"]
    rounds = combinations.rounds_with(by=by, combinations=saved) if saved else {}
    named = tuple(Cited(each, kind_in_words(each.kind), address(each, rounds)) for each in seen)
    return Side(named, len(found) - len(seen))


def kind_in_words(kind: str) -> str:
    """Return what kind of thing is cited."""
    return str(KINDS.get(kind, ""))


def address(citation: Citation, rounds: dict[UUID, UUID]) -> str:
    """Return where a source can be seen; empty where it is gone."""
    if citation.address or citation.state is State.GONE:
        return citation.address
    try:
        return _address(citation.kind, citation.key, citation.label, rounds)
    except (NoReverseMatch, ValueError):
        return ""


def _address(kind: str, key: str, label: Part, rounds: dict[UUID, UUID]) -> str:
    if kind in {"shared_table", "shared_figure"}:
        return reverse("release", args=[UUID(hex=key.partition("/")[0])])
    if kind == "conclusion":
        return reverse("conclusion", args=[UUID(hex=key)])
    if kind == "combination":
        saved = UUID(hex=key)
        return reverse("saved_combination", args=[rounds[saved], saved]) if saved in rounds else ""
    first, _colon, thing = key.partition(":")
    return _in_round(kind, UUID(hex=first), thing, label)


def _in_round(kind: str, of: UUID, thing: str, label: Part) -> str:
    """Return where in a round a source is seen."""
    if kind == "loops.cell":
        return reverse("round_texts", args=[of]) + _filter(thing, label)
    if kind in {"loops.text", "themes.theme"}:
        return reverse("mark_text" if kind == "loops.text" else "theme", args=[of, UUID(hex=thing)])
    return reverse("quote_basket" if kind == "themes.quote" else "round_patterns", args=[of])


def _filter(cell: str, label: Part) -> str:
    """Return which texts a figure of a round is made of, by assignment and tag."""
    _measure, assignment, _areas, tag = cell.split(":")
    code = unquote(assignment)
    pairs = [("uppdrag", code)] if code else []
    if tag and isinstance(label, str) and f", {code}, " in label:
        pairs.append(("tagg", label.split(f", {code}, ", 1)[1]))
    return f"?{urlencode(pairs)}" if pairs else ""
