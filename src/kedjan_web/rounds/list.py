"""The list of rounds."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kedjan.access.service import Actor, ProviderScope, Right, decide, holds_anywhere
from kedjan.reflection import service as reflection
from kedjan_statistics.figure import count
from kedjan_web.components.badges import Badge
from kedjan_web.components.listing import Link
from kedjan_web.components.numbers import shown
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.period import period


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round in the list, in words."""

    id: UUID
    title: str
    text: str
    meta: str
    badge: Badge | None
    url: str


@require_GET
@signed_in
def show_rounds(request: PageRequest) -> HttpResponse:
    """List the rounds that one may know of; readers outside the staff see the rounds that name them."""
    lines = reflection.rounds(by=request.actor)
    may_lead = decide(request.actor, Right.LEAD_ROUNDS, on=ProviderScope(request.actor.provider)).allowed
    context = {"cards": [card(line) for line in lines], "may_lead": may_lead, "ways": ways(request.actor, may_lead)}
    return render(request, "kedjan/rounds/list.html", context)


def ways(actor: Actor, may_lead: bool) -> list[Link]:
    """Return the ways to what rounds belong to: for staff, and one more for those who lead."""
    if not holds_anywhere(actor, Right.SEE_ROUNDS).allowed:
        return []
    shown = [Link(_("Situation analyses"), reverse("analyses")), Link(_("Goals"), reverse("goals"))]
    return [*shown, Link(_("Tags"), reverse("tag_sets"))] if may_lead else shown


def card(line: reflection.RoundLine) -> RoundCard:
    """Return a round as it stands in the list."""
    meta = [period(line.opened_on, line.closed_on), how_many(line)]
    badge = Badge(_("You read the texts"), "accent", "check") if line.may_read else None
    if badge is None and line.may_lead:
        badge = Badge(_("You lead, but do not read the texts"), "neutral", "lock")
    return RoundCard(
        line.id,
        line.title,
        line.description,
        " · ".join(part for part in meta if part),
        badge,
        reverse("round", args=[line.id]),
    )


def how_many(line: reflection.RoundLine) -> str:
    """Return how many reflections and persons there are, to those who may know."""
    if line.loops is None or line.persons is None:
        return ""
    reflections = ngettext("%(n)s reflection", "%(n)s reflections", line.loops) % {
        "n": shown(count(line.loops), decimals=0)
    }
    persons = ngettext("%(n)s person", "%(n)s persons", line.persons) % {"n": shown(count(line.persons), decimals=0)}
    return _("%(reflections)s by %(persons)s") % {"reflections": reflections, "persons": persons}
