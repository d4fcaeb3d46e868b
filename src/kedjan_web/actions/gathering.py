"""Gathering: what people proposed in their answers, read and chosen to make a proposal of."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan.actions.service import Gathered, Sight
from kedjan_web import errors
from kedjan_web.actions.frame import crumbs
from kedjan_web.actions.words import SIGHTS
from kedjan_web.components.listing import pagination
from kedjan_web.giving.recipients import id_in
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Read what was proposed; let what is chosen be a new proposal, or sources of one that is there."""
    actions.as_writer(by=request.actor, analysis=id)
    if request.method == "POST":
        return chosen(request, id)
    page, words = page_number(request), request.GET.get("sok", "")[:100]
    found = actions.gathered(by=request.actor, now=request.now, analysis=id, words=words, page=page)
    there = actions.proposals(by=request.actor, now=request.now, analysis=id)
    context = {
        "place": there.place,
        "items": [item(each) for each in found.items],
        "words": words,
        "waiting": [each.proposal for each in there.lines.items if each.decision is None],
        "pages": pagination(request.GET, page=page, total=found.total),
        "breadcrumbs": crumbs(there.place, (_("Gather proposals"), "")),
    }
    return render(request, "kedjan/actions/gather.html", context)


def chosen(request: PageRequest, id: UUID) -> HttpResponse:
    """Lead on with what was chosen."""
    given, into = request.POST.getlist("answer"), id_in(request.POST.get("into"))
    if not given:
        messages.warning(request, _("Choose at least one answer."))
        return redirect("gather_proposals", id)
    if into is None:
        return redirect(f"{reverse('new_proposal', args=[id])}?{urlencode({'answer': given}, doseq=True)}")
    try:
        actions.add_sources(by=request.actor, now=request.now, id=into, answers=answers_in(given))
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
        return redirect("gather_proposals", id)
    messages.success(request, _("Saved."))
    return redirect("proposal", into)


def item(each: Gathered) -> dict[str, object]:
    """Return an answer as it is shown, with the value that it is chosen by."""
    return {
        "answer": each,
        "words": SIGHTS[each.sight],
        "value": f"{each.round.hex}.{each.loop.hex}.{each.sight.value}",
        "used": each.used_in,
    }


def answers_in(values: Iterable[str]) -> list[tuple[UUID, UUID, Sight]]:
    """Return the answers that were chosen; what is none is NotHere."""
    found = []
    for value in values:
        parts = value.split(".")
        ids = [id_in(part) for part in parts[:2]]
        if len(parts) != 3 or None in ids or parts[2] not in set(Sight):
            raise NotHere("There is no such answer here.")
        found.append((UUID(parts[0]), UUID(parts[1]), Sight(parts[2])))
    return found
