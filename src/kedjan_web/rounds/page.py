"""A round's own page: what was asked, of whom, how many answered, who reads, and the ways on."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Decision
from kedjan.reflection import service as reflection
from kedjan_formats.pictures import Layout
from kedjan_web.actions.came import came_of
from kedjan_web.components.listing import Link
from kedjan_web.errors import said
from kedjan_web.evaluating.promises import answer_line, promise_lines
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import answered_here, fed_by_files, shown_frame
from kedjan_web.rounds.mine import mine
from kedjan_web.rounds.period import period
from kedjan_web.rounds.tables.emotions import shown_curve
from kedjan_web.rounds.tables.kinds import FIRST
from kedjan_web.rounds.tables.pictures import curve_picture
from kedjan_web.rounds.tables.words import whole
from kedjan_web.start.days import day


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from the round, with what one finds there."""

    title: str
    text: str
    url: str


@require_GET
@signed_in
def show_round(request: PageRequest, id: UUID) -> HttpResponse:
    """Show the round as one may see it: its description to staff, its numbers to those who lead or read it."""
    of = reflection.round(by=request.actor, id=id)
    over = of.closed_on < day(request) if of.closed_on else fed_by_files(of)
    shows = of.may_read.allowed and of.loops
    curve = reflection.response_curve(by=request.actor, now=request.now, round=id) if shows else None
    promised = reflection.promised(by=request.actor, now=request.now, round=id) if of.may_lead.allowed else None
    context = {
        "over": over,
        "mine": mine(request.actor, request.now, id),
        "facts": facts(of, over=over),
        "promises": promise_lines(promised.promises) if promised else [],
        "answers": answer_line(promised.answers) if promised else "",
        "curve": shown_curve(curve) if curve else None,
        "picture": curve_picture(curve, Layout.PRINT) if curve else None,
        "why_read": why(of.may_read) if of.may_read.allowed else "",
        "ways": ways(of),
        "came": came_of(request, of.analysis),
        "ways_in": ways_in(of),
        "actions": actions(of),
        **shown_frame(of, "round"),
    }
    return render(request, "kedjan/rounds/round.html", context)


def facts(of: reflection.Round, *, over: bool) -> list[tuple[str, str]]:
    """Return what there is to know at first sight."""
    whom = _("Who was asked") if over else _("Who is asked")
    lines = [(_("When"), period(of.opened_on, of.closed_on)), (whom, asked(of))]
    if of.loops is not None and of.persons is not None:
        lines.append((_("Reflections"), whole(of.loops)))
        lines.append((_("Persons who answered"), whole(of.persons)))
    lines.append((_("Tags"), _("%(name)s, %(n)s tags") % {"name": of.tag_set.name, "n": len(of.tag_set.tags)}))
    return [(term, text) for term, text in lines if text]


def asked(of: reflection.Round) -> str:
    """Return who was asked and how many."""
    if of.invited and of.population:
        return f"{whole(of.invited)} {of.population}"
    return of.population or (whole(of.invited) if of.invited else "")


def why(decision: Decision) -> str:
    """Return why one may read, in the reader's words."""
    return said(decision.reason, decision.values)


def ways(of: reflection.Round) -> list[Way]:
    """Return the ways on for those who read, once there is something to read."""
    if not (of.may_read.allowed and of.loops):
        return []
    ways = [
        Way(
            _("Tables and pictures"),
            _("What is said most, where, and how it felt. Every figure leads to its texts."),
            reverse("round_table", args=[of.id, FIRST]),
        ),
        Way(_("Texts"), _("Read what people have written, all or some."), reverse("round_texts", args=[of.id])),
        Way(
            _("Combinations"),
            _("Ask what stands together: what is large, what deviates, what has changed, what is important."),
            reverse("combinations", args=[of.id]),
        ),
        Way(_("Patterns"), _("Put into words what the figures show."), reverse("round_patterns", args=[of.id])),
    ]
    if of.may_lead.allowed:
        text = _("Choose tables to give out beyond those who read. What few persons have said is hidden.")
        ways.append(Way(_("Share outside the circle of readers"), text, reverse("share_round", args=[of.id])))
    return ways


def ways_in(of: reflection.Round) -> list[Link]:
    """Return the two ways for reflections to come in, to those who lead a round that has none and asks nobody."""
    if not of.may_lead.allowed or of.loops or answered_here(of):
        return []
    return [
        Link(_("Ask here"), reverse("workbench", args=[of.id]), "pen", primary=True),
        Link(_("Read in a file"), reverse("import_file", args=[of.id]), "upload"),
    ]


def actions(of: reflection.Round) -> list[Link]:
    """Return what those who lead can do."""
    if not of.may_lead.allowed:
        return []
    return [
        *([Link(_("Read in a file"), reverse("import_file", args=[of.id]), "upload")] if fed_by_files(of) else []),
        Link(_("Describe the round"), reverse("change_round", args=[of.id]), "pen"),
        Link(_("Who reads"), reverse("round_readers", args=[of.id]), "people"),
        Link(_("How long it is kept"), reverse("round_keeping", args=[of.id]), "calendar"),
    ]
