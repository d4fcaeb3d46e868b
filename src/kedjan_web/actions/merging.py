"""Merging proposals that say the same, and taking them apart again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan_web import errors
from kedjan_web.actions.frame import crumbs
from kedjan_web.actions.writing import place_of
from kedjan_web.giving.recipients import id_in
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def merge(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what was chosen in the list, and let one of them speak for the others."""
    place = place_of(request, id)
    given = request.POST.getlist("proposal") or request.GET.getlist("proposal")
    ids = [each for each in map(id_in, given) if each]
    if len(ids) < 2:
        messages.warning(request, _("Choose at least two proposals."))
        return redirect("proposals", id)
    into, status = id_in(request.POST.get("into")), 200
    chosen = [actions.proposal(by=request.actor, now=request.now, id=each).line.proposal for each in ids[:20]]
    if any(each.analysis != id for each in chosen):
        raise NotHere("There is no such proposal here.")
    other = None
    if request.method == "POST" and into in ids:
        seen = {each: seen_in(request, f"seen-{each}") for each in ids}
        own = seen.pop(into)
        try:
            actions.merge(by=request.actor, now=request.now, into=into, seen=own, others=seen)
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            one = changed.current
            other, status = (changed, f"{one.position}. {one.text} {one.explanation}".strip()), 409
        except Refused as refusal:
            messages.warning(request, errors.said(refusal.message, refusal.values))
            status = 409
        else:
            messages.success(request, _("One speaks for them all. Each keeps its words and sources."))
            return redirect("proposal", into)
    context = {"place": place, "chosen": chosen, "into": into, "other": other}
    context |= {"breadcrumbs": crumbs(place, (_("Merge"), ""))}
    return render(request, "kedjan/actions/merge.html", context, status=status)


@require_POST
@needs(Right.SEE_ROUNDS)
def part(request: PageRequest, proposal: UUID) -> HttpResponse:
    """Take a proposal out of the one that it was merged into."""
    try:
        actions.part(by=request.actor, now=request.now, id=proposal, seen=seen_in(request))
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("It stands by itself again."))
    return redirect("proposal", proposal)
