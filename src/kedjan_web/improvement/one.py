"""One conclusion: its words through time, what speaks for it and against it, and what was decided."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Conclusion, State, Whole, Wording
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components.dates import in_text
from kedjan_web.improvement.frame import crumbs, side
from kedjan_web.improvement.reaction_tables import holds, reactions
from kedjan_web.improvement.words import RULINGS, STATES, STRENGTH
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.thread.addresses import followed_at


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both versions, or in one of them (`changed`)."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """Two wordings beside each other: what has gone from the earlier, what has come in the later."""

    earlier: Wording
    later: Wording
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    by: str


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Show a conclusion with its evidence, versions and decisions."""
    found = improvement.conclusion(by=request.actor, now=request.now, id=conclusion)
    return render(request, "kedjan/improvement/conclusion.html", shown(request, found))


def shown(request: PageRequest, found: Whole) -> dict[str, object]:
    """Return what the page of a conclusion needs."""
    one, by = found.conclusion, request.actor
    who = [each.by for each in found.wordings] + [each.by for each in found.decisions]
    names = people.shown_names(by=by, ids=who)
    heading = _("Conclusion %(number)s") % {"number": one.position}
    return {
        "place": found.place,
        "conclusion": one,
        "heading": heading,
        "badges": [STATES[one.state], *([STRENGTH] if one.strength else [])],
        "facts": facts(request, one),
        "supports": side(by, found.supports),
        "counters": side(by, found.counters),
        "uncite": reverse("uncite_conclusion", args=[one.id]),
        "followed": followed_at("conclusion", improvement.conclusion_key(one.id)),
        "decisions": [(RULINGS[each.ruling], each, names[each.by]) for each in reversed(found.decisions)],
        "versions": versions(found.wordings, names),
        "obstacles": [errors.said(each.message, each.values) for each in found.obstacles],
        "may_cite": found.place.writes and not one.decided,
        "may_word": found.place.writes and not one.decided,
        "reactions": reactions(found.reactions) if found.reactions else None,
        "holds": holds(found.reactions) if found.reactions else "",
        "may_answer": found.place.writes and found.reactions is not None,
        "is_fed_back": one.state is State.FED_BACK,
        "breadcrumbs": crumbs(found.place, (heading, "")),
    }


def facts(request: PageRequest, one: Conclusion) -> list[tuple[str, str]]:
    """Return what a conclusion is about, and until when it can be answered."""
    of = reflection.analysis(by=request.actor, id=one.analysis)
    area = next((each.text for each in of.problem_areas if each.id == one.problem_area), "")
    goal = goals.goal(by=request.actor, id=one.goal).text if one.goal else ""
    until = in_text(one.closes_on) if one.state is State.FED_BACK and one.closes_on else ""
    found = [(_("Problem area"), area), (_("Goal"), goal), (_("Fed back, to be answered until"), until)]
    return [(term, text) for term, text in found if text]


def versions(wordings: tuple[Wording, ...], names: dict[UUID | None, str]) -> list[Beside]:
    """Return each wording beside the one before, the latest first."""
    return [
        Beside(earlier, later, *compared(whole(earlier), whole(later)), names[later.by])
        for earlier, later in reversed(list(pairwise(wordings)))
    ]


def whole(wording: Wording) -> str:
    """Return a wording as one text."""
    return "\n".join(part for part in (wording.text, wording.explanation) if part)


def compared(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two texts in pieces, word by word: those that both have, and those of one alone."""
    mine, theirs = (re.findall(r"\S+|\n", text) for text in (one, other))
    before, after = [], []
    for kind, start, end, begin, stop in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if end > start:
            before.append(Piece(" ".join(mine[start:end]), kind != "equal"))
        if stop > begin:
            after.append(Piece(" ".join(theirs[begin:stop]), kind != "equal"))
    return tuple(before), tuple(after)


def back_to(conclusion: UUID) -> str:
    """Return the address of a conclusion's page."""
    return reverse("conclusion", args=[conclusion])
