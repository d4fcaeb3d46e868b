"""Where the things on the thread can be seen, and where the thread through each is followed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from kedjan.access.service import Actor
from kedjan.combinations import service as combinations
from kedjan.evidence.service import Part, Thing
from kedjan.reports import service as reports

COMBINATION, PART = "combination", "report.block"
PLACES = {"collecting": ("signs", ""), "goal": ("goals", "mal-"), "strategy": ("strategies", "strategi-")}
"""Pages on which many things of a kind stand, and what the place of each there begins with."""
CONCLUDED = {"conclusion": "conclusion", "cause.link": "cause_link", "observation": "observation"}
CONCLUDED |= {"proposal": "proposal", "action": "action"}
"""Names of the pages where what is concluded, proposed and done is seen, by kind."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """What has to be looked up to tell where some things are seen: once for a page, and nothing for most kinds."""

    rounds: dict[UUID, UUID] = field(default_factory=dict)
    parts: dict[str, reports.Place] = field(default_factory=dict)

    @classmethod
    def of(cls, by: Actor, things: Iterable[Thing]) -> "Addresses":
        """Look up where saved combinations and parts of reports stand."""
        keys: dict[str, list[str]] = {COMBINATION: [], PART: []}
        for kind, key in things:
            if key and kind in keys:
                keys[kind].append(key)
        saved = [UUID(hex=key) for key in keys[COMBINATION]]
        return cls(
            combinations.rounds_with(by=by, combinations=saved) if saved else {},
            reports.places(by=by, blocks=keys[PART]) if keys[PART] else {},
        )

    def seen_at(self, kind: str, key: str, label: Part = "") -> str:
        """Return where a thing is seen; empty where it has no page."""
        try:
            return self._seen_at(kind, key, label) if key else ""
        except (NoReverseMatch, ValueError):
            return ""

    def _seen_at(self, kind: str, key: str, label: Part) -> str:
        if kind in {"shared_table", "shared_figure"}:
            return reverse("release", args=[UUID(hex=key.partition("/")[0])])
        if kind in PLACES:
            page, place = PLACES[kind]
            return reverse(page) + (f"#{place}{UUID(hex=key).hex}" if place else "")
        if kind in CONCLUDED:
            return reverse(CONCLUDED[kind], args=[UUID(hex=key)])
        if kind == COMBINATION:
            saved = UUID(hex=key)
            return reverse("saved_combination", args=[self.rounds[saved], saved]) if saved in self.rounds else ""
        if kind == PART:
            at = self.parts.get(key)
            return reverse("report_rests_on", args=[at.report, at.block]) if at else ""
        first, _colon, thing = key.partition(":")
        return _in_round(kind, UUID(hex=first), thing, label)


def followed_at(kind: str, key: str) -> str:
    """Return the address of the thread through a thing; empty for one that has no name here."""
    return reverse("thread", args=[kind, key]) if key else ""


def _in_round(kind: str, of: UUID, thing: str, label: Part) -> str:
    """Return where in a round a thing is seen."""
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
