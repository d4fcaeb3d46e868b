"""Deciding on a proposal, and answering those who proposed it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan.actions.service import Ruling, Whole
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.actions.forms import DecideForm
from kedjan_web.actions.frame import crumbs, goal_texts, name_of, people_choices
from kedjan_web.actions.one import back_to, number
from kedjan_web.actions.words import RULINGS
from kedjan_web.components import drafts
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def decide(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Say yes, no or later, with why; a yes becomes an action."""
    found = actions.proposal(by=request.actor, now=request.now, id=proposal)
    one, today, kept = found.line.proposal, people.day_of(request.now), f"decision-{proposal.hex}"
    choices = people_choices(request.actor, request.now)
    form, other, status = DecideForm(request.POST or None, of=one, people=choices, today=today), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide_proposal(
                by=request.actor, now=request.now, id=proposal, seen=given["seen"], ruling=Ruling(given["ruling"]),
                motive=given["motive"], again_on=given["again_on"], plan=form.plan,
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            again = {**request.POST.dict(), "seen": str(changed.current.version)}
            form = DecideForm(again, of=one, people=choices, today=today)
            other, status = (changed, one.text, decided(found)), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("It is decided. Those who proposed it are answered."))
            return redirect("proposal", proposal)
    heading = _("Decide")
    context = {"proposal": one, "place": found.place, "form": form, "heading": heading, "cancel": back_to(proposal)}
    context |= {"line": found.line, "merged": found.merged, "draft_key": kept, "other": other}
    context |= {"goals": name_of(goal_texts(request.actor), found.line.goals)}
    context |= {"breadcrumbs": crumbs(found.place, (number(found), back_to(proposal)), (heading, ""))}
    return render(request, "kedjan/actions/decide.html", context, status=status)


def decided(found: Whole) -> list[tuple[str, str]]:
    """Return what has been decided on a proposal last, with why."""
    return [(str(RULINGS[each.ruling]), each.motive) for each in found.decisions[-1:]]
