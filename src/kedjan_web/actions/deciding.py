"""Deciding on a proposal, answering those who proposed it, and taking a yes back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan.actions.service import Ruling, Standing, Whole
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.actions.forms import DecideForm, TakeBackForm
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
    before = found.action if found.action and found.action.withdrawn else None
    choices = people_choices(request.actor, request.now, there=before.responsible if before else None)
    form = DecideForm(request.POST or None, of=one, people=choices, today=today, before=before)
    other, status = None, 200
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


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def take_back(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Take back a yes, with why and on which day; what came of it is withdrawn."""
    actions.as_decider(by=request.actor)
    found = actions.proposal(by=request.actor, now=request.now, id=proposal)
    if not found.decisions or (request.method == "GET" and found.line.standing is not Standing.YES):
        return redirect("proposal", proposal)
    one, today, kept = found.line.proposal, people.day_of(request.now), f"taken-back-{proposal.hex}"
    form, other, status = TakeBackForm(request.POST or None, of=one, today=today), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.take_back(
                by=request.actor, now=request.now, id=proposal, seen=given["seen"], motive=given["motive"],
                on=given["taken_back_on"],
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = TakeBackForm({**request.POST.dict(), "seen": str(changed.current.version)}, of=one, today=today)
            other, status = (changed, one.text, decided(found)), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("The yes is taken back. Those who proposed it are told."))
            return redirect("proposal", proposal)
    heading = _("Take back the yes")
    context = {"proposal": one, "form": form, "heading": heading, "cancel": back_to(proposal), "draft_key": kept}
    context |= {"other": other, "said": found.decisions[-1], "action": found.action}
    context |= {"breadcrumbs": crumbs(found.place, (number(found), back_to(proposal)), (heading, ""))}
    return render(request, "kedjan/actions/take_back.html", context, status=status)


def decided(found: Whole) -> list[tuple[str, str]]:
    """Return what has been decided on a proposal last, with why."""
    return [(str(RULINGS[each.ruling]), each.motive) for each in found.decisions[-1:]]
