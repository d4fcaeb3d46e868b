"""What became of what one proposed oneself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan.actions import service as actions
from kedjan_web.actions.words import PHASES, RULINGS, STANDINGS
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in


@require_GET
@signed_in
def show(request: PageRequest) -> HttpResponse:
    """Show the proposals that one's own answers are behind, and the answer to each."""
    lines = [
        {
            "own": each,
            "badge": STANDINGS[each.standing],
            "ruling": RULINGS[each.decision.ruling] if each.decision else "",
            "phase": PHASES[each.action.phase] if each.action else None,
        }
        for each in actions.own_proposals(by=request.actor, now=request.now)
    ]
    return render(request, "kedjan/actions/own.html", {"lines": lines, "breadcrumbs": ()})
