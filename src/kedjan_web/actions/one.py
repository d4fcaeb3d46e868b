"""One proposal: its words, what it comes from, what was decided, and what became of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.actions import service as actions
from kedjan.actions.service import Source, Standing, Whole
from kedjan.people import service as people
from kedjan_web.actions.frame import crumbs, goal_texts, name_of
from kedjan_web.actions.words import PHASES, RULINGS, SIGHTS, STANDINGS
from kedjan_web.components.dates import in_text
from kedjan_web.components.versions import versions
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Show a proposal."""
    found = actions.proposal(by=request.actor, now=request.now, id=proposal)
    one, last = found.line.proposal, found.decisions[-1] if found.decisions else None
    who = [account for each in found.decisions for account in (each.by, each.owner)]
    who += [each.by for each in found.wordings]
    names = people.shown_names(by=request.actor, ids=who)
    heading = number(found)
    closed = found.line.decision is not None or one.merged_into is not None
    context = {
        "place": found.place,
        "proposal": one,
        "heading": heading,
        "badge": STANDINGS[found.line.standing],
        "line": found.line,
        "facts": facts(found, goal_texts(request.actor)),
        "sources": [source(each) for each in found.sources],
        "merged": found.merged,
        "decisions": [(RULINGS[each.ruling], each, names[each.by], names[each.owner]) for each in found.decisions],
        "versions": versions(found.wordings, names),
        "action": found.action,
        "phase": PHASES[found.action.phase] if found.action else None,
        "next_one": actions.next_to_decide(by=request.actor, after=one) if found.place.decides else None,
        "may_word": found.place.writes and not closed,
        "may_remove": found.place.writes and not closed and not found.merged and found.line.support is None,
        "may_part": found.place.writes and found.line.decision is None,
        "may_take_back": found.place.decides and one.merged_into is None and found.line.standing is Standing.YES,
        "may_decide": found.place.decides
        and one.merged_into is None
        and (last is None or found.line.standing is not Standing.YES),
        "breadcrumbs": crumbs(found.place, (heading, "")),
    }
    return render(request, "kedjan/actions/proposal.html", context)


def facts(found: Whole, goals: dict[UUID | None, str]) -> list[tuple[str, str]]:
    """Return what a proposal is for, and when its answer was promised."""
    named = "; ".join(name_of(goals, found.line.goals))
    rows = [(_("Goal"), named), (_("Answer promised by"), in_text(found.line.proposal.answer_by))]
    return [(term, text) for term, text in rows if text]


def source(each: Source) -> dict[str, object]:
    """Return a source as it is shown."""
    return {"source": each, "words": SIGHTS[each.sight] if each.sight else _("Heard or read")}


def number(found: Whole) -> str:
    """Return what a proposal is called."""
    return _("Proposal %(number)s") % {"number": found.line.proposal.position}


def back_to(proposal: UUID) -> str:
    """Return the address of a proposal's page."""
    return reverse("proposal", args=[proposal])
