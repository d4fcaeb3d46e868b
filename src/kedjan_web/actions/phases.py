"""The provider's actions, by the phase that they have come to, and what has stopped and why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import ProviderScope, Right, decide
from kedjan.actions import service as actions
from kedjan.actions.service import STOPPED, Phase
from kedjan.people import service as people
from kedjan_web.actions.frame import goal_texts
from kedjan_web.actions.words import PHASES
from kedjan_web.components.listing import Tab, pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number

PAGE = 50
GOING = tuple(each for each in Phase if each not in STOPPED)
SLUGS = {
    "initierad": Phase.INITIATED,
    "implementerad": Phase.IMPLEMENTED,
    "vardag": Phase.EMBEDDED,
    "spridd": Phase.SPREAD,
}
STOPPED_SLUG = "stannat"


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest) -> HttpResponse:
    """List actions in a phase, or all that are under way."""
    slug, page = request.GET.get("fas", ""), page_number(request)
    phases = (SLUGS[slug],) if slug in SLUGS else tuple(STOPPED) if slug == STOPPED_SLUG else GOING
    found = actions.actions(by=request.actor, phases=phases, mine="mina" in request.GET, page=page)
    names = people.shown_names(by=request.actor, ids=[each.responsible for each in found.items])
    goals, today = goal_texts(request.actor), people.day_of(request.now)
    why = actions.why_stopped(by=request.actor, ids=[each.id for each in found.items if each.stopped])
    context = {
        "tabs": tabs(actions.in_phases(by=request.actor), slug),
        "lines": [
            {
                "action": each,
                "badge": PHASES[each.phase],
                "who": names[each.responsible],
                "goal": goals.get(each.goal, ""),
                "due": each.follow_up_on is not None and each.follow_up_on <= today,
                "why": why.get(each.id, ""),
            }
            for each in found.items
        ],
        "stopped": slug == STOPPED_SLUG,
        "decides": decide(request.actor, Right.DECIDE_PROPOSALS, on=ProviderScope(request.actor.provider)).allowed,
        "pages": pagination(request.GET, page=page, size=PAGE, total=found.total),
    }
    return render(request, "kedjan/actions/actions.html", context)


def tabs(number: dict[Phase, int], slug: str) -> list[Tab]:
    """Return the phases to choose among, with how many actions are in each."""
    url = reverse("actions")
    under_way = sum(number[each] for each in GOING)
    return [
        Tab(_("Under way"), url, slug not in {*SLUGS, STOPPED_SLUG}, under_way),
        *(Tab(PHASES[each].text, f"{url}?fas={name}", slug == name, number[each]) for name, each in SLUGS.items()),
        Tab(
            _("What has stopped, and why"),
            f"{url}?fas={STOPPED_SLUG}",
            slug == STOPPED_SLUG,
            sum(number[each] for each in STOPPED),
        ),
    ]
