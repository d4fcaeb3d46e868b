"""What one who was asked is told of the conclusions, and what became of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan.improvement import service as improvement
from kedjan.improvement.service import State, Told
from kedjan_web.improvement.one import compared
from kedjan_web.improvement.words import RULINGS, STATES, STRENGTH
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in


@require_GET
@signed_in
def show(request: PageRequest, analysis: UUID) -> HttpResponse:
    """Show the conclusions that lie before those who were asked, and those that have been decided, with why."""
    place, found = improvement.told(by=request.actor, now=request.now, analysis=analysis)
    waiting = [each for each in found if each.conclusion.state is State.FED_BACK]
    context = {
        "place": place,
        "waiting": [line(each) for each in waiting],
        "decided": [line(each) for each in found if each.conclusion.decided],
        "until": max((each.conclusion.closes_on for each in waiting if each.conclusion.closes_on), default=None),
        "breadcrumbs": (),
    }
    return render(request, "kedjan/improvement/told.html", context)


def line(each: Told) -> dict[str, object]:
    """Return a conclusion as it stands on the page; beside each other what was fed back and what it became."""
    one = each.conclusion
    before, after = compared(each.fed_text, one.text)
    return {
        "conclusion": one,
        "badges": [STATES[one.state], *([STRENGTH] if one.strength else [])],
        "reworded": bool(each.fed_text) and each.fed_text != one.text,
        "before": before,
        "after": after,
        "ruling": RULINGS[each.decision.ruling] if each.decision else "",
        "decision": each.decision,
    }
