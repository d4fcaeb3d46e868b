"""Writing a proposal by hand, wording it anew, and saying where it was heard."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan.actions.service import Place
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.actions.forms import HeardForm, ProposalForm
from kedjan_web.actions.frame import crumbs, goal_choices
from kedjan_web.actions.gathering import answers_in
from kedjan_web.actions.one import back_to, number
from kedjan_web.components import drafts
from kedjan_web.components.meanwhile import now_says
from kedjan_web.giving.recipients import id_in
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs

SIX_WEEKS = timedelta(weeks=6)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def add(request: PageRequest, id: UUID) -> HttpResponse:
    """Write a new proposal, by hand or from answers that were chosen when reading."""
    place = place_of(request, id)
    chosen = request.POST.getlist("answer") or request.GET.getlist("answer")
    form = ProposalForm(
        request.POST or None,
        goals=goal_choices(request.actor),
        initial={"answer_by": people.day_of(request.now) + SIX_WEEKS},
    )
    kept = f"new-proposal-{id.hex}"
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.add_proposal(
                by=request.actor, now=request.now, key=given["key"], analysis=id, text=given["text"],
                explanation=given["explanation"], goal=id_in(given["goal"]), answer_by=given["answer_by"],
                answers=answers_in(chosen),
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect("proposal", made.id)
    heading = _("New proposal")
    context = {"place": place, "form": form, "draft_key": kept, "heading": heading, "other": None, "chosen": chosen}
    context |= {"cancel": reverse("proposals", args=[id]), "breadcrumbs": crumbs(place, (heading, ""))}
    return render(request, "kedjan/actions/write.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def word(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Word a proposal anew; where somebody else was first, both are shown."""
    found = actions.proposal(by=request.actor, now=request.now, id=proposal)
    one, kept = found.line.proposal, f"proposal-{proposal.hex}"
    actions.as_writer(by=request.actor, analysis=one.analysis)
    goals = goal_choices(request.actor)
    form, other, rows, status = ProposalForm.of(request.POST or None, one, goals), None, None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.word_proposal(
                by=request.actor, now=request.now, id=proposal, seen=given["seen"] or 0, text=given["text"],
                explanation=given["explanation"], goal=id_in(given["goal"]), answer_by=given["answer_by"],
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = ProposalForm.of({**request.POST.dict(), "seen": str(changed.current.version)}, one, goals)
            rows = now_says(form, ProposalForm.of(None, one, goals), besides=("text", "explanation"))
            other, status = changed, 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect("proposal", proposal)
    heading = _("Word it anew")
    context = {"place": found.place, "form": form, "draft_key": kept, "heading": heading, "other": other, "rows": rows}
    way = crumbs(found.place, (number(found), back_to(proposal)), (heading, ""))
    context |= {"cancel": back_to(proposal), "breadcrumbs": way}
    return render(request, "kedjan/actions/write.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def heard(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Say where a proposal was heard or read."""
    found = actions.proposal(by=request.actor, now=request.now, id=proposal)
    actions.as_writer(by=request.actor, analysis=found.line.proposal.analysis)
    form = HeardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_sources(by=request.actor, now=request.now, id=proposal, origin=form.cleaned_data["origin"])
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("proposal", proposal)
    heading = _("Where it was heard")
    context = {"place": found.place, "form": form, "heading": heading, "cancel": back_to(proposal)}
    context |= {"breadcrumbs": crumbs(found.place, (number(found), back_to(proposal)), (heading, ""))}
    return render(request, "kedjan/actions/plain.html", context)


@require_POST
@needs(Right.SEE_ROUNDS)
def take_away(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Take a source away from a proposal."""
    actions.as_writer(by=request.actor, analysis=actions.analysis_of(by=request.actor, id=proposal))
    source = id_in(request.POST.get("source"))
    try:
        if source is not None:
            actions.remove_source(by=request.actor, now=request.now, id=proposal, source=source)
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    return redirect("proposal", proposal)


def place_of(request: PageRequest, analysis: UUID) -> Place:
    """Return how one who words proposals stands to an analysis."""
    actions.as_writer(by=request.actor, analysis=analysis)
    return actions.proposals(by=request.actor, now=request.now, analysis=analysis).place
