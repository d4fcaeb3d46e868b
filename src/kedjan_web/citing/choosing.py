"""Using something that one sees as evidence: for a conclusion or against it, on a board, or in a report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.evidence import service as evidence
from kedjan.improvement import service as improvement
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.citing.figures import CELL, FIGURE, TABLE, figure_at, figure_in, heads_of, others_of
from kedjan_web.citing.way import back_in, undone_by
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.citing import words_in
from kedjan_web.improvement.words import STATES
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.thread.addresses import Addresses
from kedjan_web.thread.readings import read
from kedjan_web.thread.words import kind_in_words

LONGEST_KIND, LONGEST_KEY, MANY = 40, 300, 15
QUOTED = "loops.text"


SIDES = frozenset({"for", "against", "from", "section"})
"""For a conclusion or against it, where something on a board comes from, and a section of a draft."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where the thing can be cited: what is written there, and each way, None where it is cited already.

    `url` leads to where the rest has to be said, for a reflection that is to be quoted.
    """

    text: str
    about: str
    ways: tuple[tuple[str, str | None], ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Places of one kind in one analysis or report."""

    title: str
    choices: tuple[Choice, ...]


@require_http_methods(["GET", "POST"])
@signed_in
def choose(request: PageRequest, kind: str, thing: str) -> HttpResponse:
    """Show what a thing can be evidence for; posted to, cite it there and come back to where it was seen."""
    kind, key = kind[:LONGEST_KIND], thing[:LONGEST_KEY].replace("\x00", "")
    of = evidence.thing(by=request.actor, kind=kind, key=key)
    back = back_in(request) or Addresses.of(request.actor, [(kind, key)]).seen_at(kind, key, of.label)
    if request.method == "POST" and _cited(request, kind, key):
        return redirect(back or request.get_full_path())
    figure = figure_in(request, key) if kind == TABLE else ""
    if figure:
        return redirect(figure_at(FIGURE, figure, back))
    read(request, [(kind, key)])
    groups = list(_groups(request, kind, key))
    words = words_in(request)
    context = {
        "of": of,
        "kind": kind_in_words(kind),
        "groups": fitting(groups, words),
        "search": words or sum(len(group.choices) for group in groups) > MANY,
        "words": words,
        "key": uuid4(),
        "back": back,
        "heads": heads_of(request, key) if kind == TABLE else None,
        "others": others_of(request, key, back) if kind == CELL else [],
    }
    return render(request, "kedjan/citing/choose.html", context)


@require_POST
@signed_in
def undo(request: PageRequest) -> HttpResponse:
    """Take away what was just cited."""
    side, *ids = request.POST.get("vad", "")[:200].split(":")
    numbers = [found for each in ids if (found := id_in(each))]
    if side not in SIDES or len(numbers) != 2:
        raise Refused("The form could not be understood. Open the page again.")
    at, what = numbers
    by, now = request.actor, request.now
    try:
        if side == "section":
            reports.remove_block(by=by, now=now, report=at, block=what, seen=1)
        elif side == "from":
            improvement.uncite_observation(by=by, now=now, id=at, citation=what)
        else:
            improvement.uncite(by=by, now=now, id=at, citation=what)
    except (NotHere, NotYours):
        raise
    except Changed:
        messages.warning(request, _("Somebody has gone on writing there. Take it away in the report."))
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("It is taken away again."))
    return redirect(back_in(request) or reverse("start"))


def fitting(groups: Iterable[Group], words: str) -> list[Group]:
    """Return the groups with the places that have every word; those without any are left out."""
    asked = words.casefold().split()
    found = [
        Group(
            group.title,
            tuple(
                each
                for each in group.choices
                if all(word in f"{group.title} {each.text} {each.about}".casefold() for word in asked)
            ),
        )
        for group in groups
    ]
    return [group for group in found if group.choices]


def _groups(request: PageRequest, kind: str, key: str) -> Iterator[Group]:
    """Yield the places for a thing: conclusions by analysis, then drafts, then what stands on boards."""
    where = improvement.where_to_cite(by=request.actor, kind=kind, key=key)
    for title, some in groupby(where.conclusions, key=lambda each: each.title):
        choices = tuple(_of_conclusion(each) for each in some)
        yield Group(_("Conclusions: %(title)s") % {"title": title}, choices)
    sections = reports.where_to_put(by=request.actor, kind=kind)
    for (_report, title), under in groupby(sections, key=lambda each: (each.report, each.title)):
        yield Group(_("Report: %(title)s") % {"title": title}, tuple(_of_section(each, kind, key) for each in under))
    for title, stands in groupby(where.observations, key=lambda each: each.title):
        found = tuple(_of_observation(each) for each in stands)
        yield Group(_("The board: %(title)s") % {"title": title}, found)


def _of_conclusion(each: improvement.OpenConclusion) -> Choice:
    of = each.conclusion
    ways = (
        (_("It speaks for"), None if each.supports else f"for:{of.id.hex}"),
        (_("It speaks against"), None if each.counters else f"against:{of.id.hex}"),
    )
    return Choice(f"{of.position}. {of.text}", str(STATES[of.state].text), ways)


def _of_observation(each: improvement.OpenObservation) -> Choice:
    way = (_("It comes from this"), None if each.cited else f"from:{each.observation.id.hex}")
    return Choice(each.observation.text, "", (way,))


def _of_section(each: reports.OpenSection, kind: str, key: str) -> Choice:
    if kind == QUOTED:
        of, _colon, text = key.partition(":")
        quote = reverse("put_block", args=[each.report, each.section, "citat"])
        return Choice(each.heading, "", (), f"{quote}?{urlencode({'omgang': UUID(hex=of), 'text': UUID(hex=text)})}")
    return Choice(each.heading, "", ((_("Put it there"), f"section:{each.report.hex}:{each.section.hex}"),))


def _cited(request: PageRequest, kind: str, key: str) -> bool:
    """Cite the thing where the form says; False where it was refused, and the page says why."""
    side, *ids = request.POST.get("to", "")[:200].split(":")
    numbers = [found for each in ids if (found := id_in(each))]
    if side not in SIDES or len(numbers) != (2 if side == "section" else 1):
        raise Refused("The form could not be understood. Open the page again.")
    try:
        if side == "section":
            said, undone = _put(request, kind, key, numbers)
        else:
            said, undone = _cite(request, kind, key, side, numbers[0])
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
        return False
    messages.success(request, said, extra_tags=undone)
    return True


def _cite(request: PageRequest, kind: str, key: str, side: str, at: UUID) -> tuple[str, str]:
    """Cite the thing for a conclusion or something on a board; return what is said of it and what undoes it."""
    by, now = request.actor, request.now
    before = improvement.where_to_cite(by=by, kind=kind, key=key)
    if side == "from":
        there = any(each.cited for each in before.observations if each.observation.id == at)
        made = improvement.cite_for_observation(by=by, now=now, id=at, kind=kind, key=key)
        said = _("It is said where it comes from.")
    else:
        against = side == "against"
        mine = [each for each in before.conclusions if each.conclusion.id == at]
        there = any(each.counters if against else each.supports for each in mine)
        made = improvement.cite(by=by, now=now, id=at, kind=kind, key=key, against=against)
        said = _("Cited as counter-evidence.") if against else _("Cited as evidence.")
    return said, "" if there else undone_by(side, at.hex, made.hex)


def _put(request: PageRequest, kind: str, key: str, at: list[UUID]) -> tuple[str, str]:
    """Put the thing last in a section; return what is said of it and what undoes it."""
    report, section = at
    block = id_in(request.POST.get("key", "")) or uuid4()
    spot = reports.Spot(report, section)
    reports.put_thing(by=request.actor, now=request.now, key=block, at=spot, kind=kind, thing=key)
    return _("It is in the report."), undone_by("section", report.hex, block.hex)
