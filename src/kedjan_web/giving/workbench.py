"""The workbench of a round: its assignments in order, how far each has come, what is missing, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Right, require
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Assignment, AssignmentState, Missing
from kedjan_web.components.badges import Badge
from kedjan_web.components.listing import Link
from kedjan_web.giving.words import STATES, minutes_words, missing_words, named, warning_words
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.period import period

ACTS: dict[AssignmentState, tuple[str, ...]] = {
    AssignmentState.DRAFT: ("publicera", "dra-tillbaka"),
    AssignmentState.PUBLISHED: ("forlang", "pausa", "dra-tillbaka"),
    AssignmentState.PAUSED: ("ateruppta", "forlang", "dra-tillbaka"),
    AssignmentState.WITHDRAWN: (),
}

FIRST = {"publicera", "ateruppta"}
"""What is the next thing to do, where it can be done."""


@dataclass(frozen=True, slots=True)
class Line:
    """An assignment on the workbench; `up` and `down` are empty at the ends of the list."""

    code: str
    name: str
    badge: Badge
    meta: str
    missing: str
    actions: tuple[Link, ...]
    up: str
    down: str


@require_GET
@needs(Right.LEAD_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show the assignments that a round asks, with what each lacks."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_lead)
    missing = reflection.missing(by=request.actor, round=id)
    schedule = reflection.schedule(by=request.actor, round=id)
    context = {
        "lines": lines(of, missing),
        "facts": facts(of, schedule),
        "warnings": [warning_words(each) for each in schedule.warnings],
        "ways": ways(of),
        **shown_frame(of, "workbench"),
    }
    return render(request, "kedjan/giving/workbench.html", context)


def lines(of: reflection.Round, missing: Mapping[str, tuple[Missing, ...]]) -> list[Line]:
    """Return the assignments in order, as the page shows them."""
    codes = [each.code for each in of.assignments]
    return [
        Line(
            each.code,
            named(each),
            STATES[each.state],
            " · ".join(part for part in (period(each.opens_on, each.closes_on), minutes_words(each.minutes)) if part),
            missing_words(missing[each.code]) if each.state is AssignmentState.DRAFT else "",
            actions(of, each, missing[each.code]),
            f"{each.code} upp" if place else "",
            f"{each.code} ner" if place + 1 < len(codes) else "",
        )
        for place, each in enumerate(of.assignments)
    ]


def actions(of: reflection.Round, each: Assignment, missing: Sequence[Missing]) -> tuple[Link, ...]:
    """Return what can be done with an assignment; the next thing first."""
    words = {
        "publicera": _("Publish"),
        "pausa": _("Pause"),
        "ateruppta": _("Resume"),
        "forlang": _("Move the last day"),
        "dra-tillbaka": _("Withdraw"),
    }
    edit = Link(_("Change"), reverse("change_assignment", args=[of.id, each.code]), "pen")
    look = Link(_("See as recipient"), reverse("preview_assignment", args=[of.id, each.code]), "person")
    keep = Link(_("Keep as template"), reverse("keep_template", args=[of.id, each.code]), "file")
    acts = [
        Link(words[act], reverse("act_on_assignment", args=[of.id, each.code, act]), "", act in FIRST)
        for act in ACTS[each.state]
        if not (act == "publicera" and missing)
    ]
    first = tuple(link for link in acts if link.primary)
    rest = tuple(link for link in acts if not link.primary)
    changeable = each.state is not AssignmentState.WITHDRAWN
    return (*first, *((edit,) if changeable else ()), look, *rest, keep)


def facts(of: reflection.Round, schedule: reflection.Schedule) -> list[tuple[str, str]]:
    """Return what there is to know at first sight."""
    asked = of.invited if of.invited is not None else 0
    recipients = ngettext("%(n)d person", "%(n)d persons", asked) % {"n": asked}
    readers = ", ".join(reader.name for reader in of.readers) or _("nobody yet")
    load = schedule.load
    outside = minutes_words(load.outside) or _("no time")
    return [
        (_("Asked"), recipients),
        (_("Reads the texts"), readers),
        (_("When"), period(of.opened_on, of.closed_on) or _("not said")),
        (_("In meeting time"), minutes_words(load.in_meetings) or _("no time")),
        (_("Outside meeting time"), outside),
    ]


def ways(of: reflection.Round) -> list[Link]:
    """Return the ways on."""
    return [
        Link(_("New assignment"), reverse("assignment_templates", args=[of.id]), "plus", primary=True),
        Link(_("Recipients"), reverse("round_recipients", args=[of.id]), "people"),
        Link(_("Schedule"), reverse("round_schedule", args=[of.id]), "calendar"),
        Link(_("Who reads"), reverse("round_readers", args=[of.id]), "person"),
        Link(_("Copy to next year"), reverse("copy_round", args=[of.id]), "right"),
    ]


@require_POST
@needs(Right.LEAD_ROUNDS)
def order(request: PageRequest, id: UUID) -> HttpResponse:
    """Move an assignment one step up or down."""
    of = reflection.round(by=request.actor, id=id)
    codes = moved([each.code for each in of.assignments], request.POST.get("flytta", ""))
    reflection.order_assignments(by=request.actor, now=request.now, id=id, seen=seen_in(request), codes=codes)
    messages.success(request, _("Moved."))
    return redirect("workbench", id)


def moved(codes: list[str], asked: str) -> list[str]:
    """Return the codes with one moved a step, as `05a upp`; as they were where that cannot be."""
    code, _space, way = asked.rpartition(" ")
    if code not in codes or way not in {"upp", "ner"}:
        return codes
    place = codes.index(code)
    other = place - 1 if way == "upp" else place + 1
    if 0 <= other < len(codes):
        codes[place], codes[other] = codes[other], codes[place]
    return codes


def next_code(of: reflection.Round) -> str:
    """Return a code that the round does not have yet, as 01 and 02."""
    taken: set[Any] = {each.code for each in of.assignments}
    return next(code for number in range(1, 100) if (code := f"{number:02}") not in taken)
