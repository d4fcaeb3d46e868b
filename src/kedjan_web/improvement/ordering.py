"""Moving a conclusion among the others, taking away one that was made by mistake, and putting it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.improvement import service as improvement
from kedjan_web import errors
from kedjan_web.improvement.frame import crumbs
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs

STEPS = {"up": -1, "down": 1}


@require_POST
@needs(Right.SEE_ROUNDS)
def move(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Move it one step up or down."""
    analysis = improvement.analysis_of(by=request.actor, id=conclusion)
    steps = STEPS.get(request.POST.get("way", ""), 0)
    place = seen_in(request, "place")
    try:
        improvement.move_conclusion(by=request.actor, now=request.now, id=conclusion, place=place, steps=steps)
    except Changed:
        messages.warning(request, _("Somebody has moved it meanwhile. It stands here now."))
    return redirect(reverse("conclusions", args=[analysis]) + f"#slutsats-{conclusion.hex}")


@require_POST
@needs(Right.SEE_ROUNDS)
def remove(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Take it away, with the way to put it back."""
    by, now = request.actor, request.now
    found = improvement.conclusion(by=by, now=now, id=conclusion)
    try:
        seen = improvement.remove_conclusion(by=by, now=now, id=conclusion, seen=seen_in(request))
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
        return redirect("conclusion", conclusion)
    context = {
        "conclusion": found.conclusion,
        "seen": seen,
        "place": found.place,
        "breadcrumbs": crumbs(found.place, (_("Taken away"), "")),
    }
    return render(request, "kedjan/improvement/conclusion_gone.html", context)


@require_POST
@needs(Right.SEE_ROUNDS)
def put_back(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Put it back where it stood."""
    improvement.put_back_conclusion(by=request.actor, now=request.now, id=conclusion, seen=seen_in(request))
    messages.success(request, _("The conclusion is back."))
    return redirect("conclusion", conclusion)
