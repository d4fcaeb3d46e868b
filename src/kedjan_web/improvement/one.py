"""One conclusion: its words through time, what speaks for it and against it, and what was decided."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Conclusion, State, Whole
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.actions.came import came_of
from kedjan_web.components.dates import in_text
from kedjan_web.components.versions import versions
from kedjan_web.improvement.frame import crumbs, sides
from kedjan_web.improvement.reaction_tables import holds, reactions
from kedjan_web.improvement.words import RULINGS, STATES, STRENGTH
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.thread.addresses import followed_at


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
    supports, counters = sides(request, found.supports, found.counters)
    return {
        "place": found.place,
        "conclusion": one,
        "heading": heading,
        "badges": [STATES[one.state], *([STRENGTH] if one.strength else [])],
        "facts": facts(request, one),
        "supports": supports,
        "counters": counters,
        "uncite": reverse("uncite_conclusion", args=[one.id]),
        "followed": followed_at("conclusion", improvement.conclusion_key(one.id)),
        "decisions": [(RULINGS[each.ruling], each, names[each.by]) for each in reversed(found.decisions)],
        "versions": versions(found.wordings, names),
        "came": came_of(request, one.analysis, one.goal),
        "obstacles": [errors.said(each.message, each.values) for each in found.obstacles],
        "may_cite": found.place.writes and not one.decided,
        "may_remove": found.place.writes
        and one.state is State.PRELIMINARY
        and one.fed_wording is None
        and not found.decisions,
        "may_word": found.place.writes and not one.decided,
        "reactions": reactions(found.reactions) if found.reactions else None,
        "holds": holds(found.reactions) if found.reactions else "",
        "may_answer": found.place.reads and found.reactions is not None,
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


def back_to(conclusion: UUID) -> str:
    """Return the address of a conclusion's page."""
    return reverse("conclusion", args=[conclusion])
