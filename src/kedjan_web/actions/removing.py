"""Taking away a proposal that was put in by mistake, with the way to put it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kedjan.access.service import NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan_web import errors
from kedjan_web.actions.frame import crumbs
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_POST
@needs(Right.SEE_ROUNDS)
def remove(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Take a proposal away."""
    analysis = actions.analysis_of(by=request.actor, id=proposal)
    place = actions.proposals(by=request.actor, now=request.now, analysis=analysis).place
    try:
        gone = actions.remove_proposal(by=request.actor, now=request.now, id=proposal, seen=seen_in(request))
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
        return redirect("proposal", proposal)
    context = {"place": place, "proposal": gone, "breadcrumbs": crumbs(place, (_("The proposal is taken away"), ""))}
    return render(request, "kedjan/actions/proposal_gone.html", context)


@require_POST
@needs(Right.SEE_ROUNDS)
def put_back(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Put a proposal back that was taken away."""
    try:
        actions.put_back_proposal(by=request.actor, now=request.now, id=proposal, seen=seen_in(request))
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("It stands among the proposals again."))
    return redirect("proposal", proposal)
