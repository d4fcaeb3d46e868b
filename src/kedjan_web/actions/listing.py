"""The proposals of an analysis: how many are answered, and each with how it stands."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.actions import service as actions
from kedjan.actions.service import Line
from kedjan_web.actions.forms import SoughtForm
from kedjan_web.actions.frame import crumbs, goal_choices, goal_texts, name_of
from kedjan_web.actions.words import STANDINGS
from kedjan_web.components.listing import address, pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """List the proposals that one sees and asks for."""
    form = SoughtForm(request.GET, goals=goal_choices(request.actor))
    page = page_number(request)
    found = actions.proposals(by=request.actor, now=request.now, analysis=id, sought=form.sought, page=page)
    goals = goal_texts(request.actor)
    context = {
        "place": found.place,
        "answered": found.answered,
        "form": form,
        "lines": [line(each, goals) for each in found.lines.items],
        "answers": [
            (_("The list with answers (Excel)"), file_url(request, id, "xlsx")),
            (_("The list with answers (CSV)"), file_url(request, id, "csv")),
        ],
        "pages": pagination(request.GET, page=page, total=found.lines.total),
        "breadcrumbs": crumbs(found.place),
    }
    return render(request, "kedjan/actions/proposals.html", context)


def file_url(request: PageRequest, analysis: UUID, ending: str) -> str:
    """Return the address of the list as a file, with what is looked for."""
    return reverse("answers_file", args=[analysis, ending]) + address(request.GET, sida=None)


def line(each: Line, goals: dict[UUID | None, str]) -> dict[str, object]:
    """Return a proposal as it stands in the list."""
    return {
        "proposal": each.proposal,
        "badge": STANDINGS[each.standing],
        "goals": name_of(goals, each.goals),
        "support": each.support,
        "by_hand": each.by_hand,
        "merged": each.merged,
        "decision": each.decision,
        "may_merge": each.decision is None,
    }
