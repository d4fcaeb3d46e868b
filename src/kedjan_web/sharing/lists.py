"""What has been shared."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kedjan.access.service import ProviderScope, Right, decide
from kedjan.people import service as people
from kedjan.releases import service as releases
from kedjan.results import service as results
from kedjan_web.components.badges import Badge
from kedjan_web.components.listing import pagination
from kedjan_web.requests import PageRequest
from kedjan_web.results.sharing_followed import STATES
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number

WITHDRAWN = Badge(_("Withdrawn"), "neutral", "undo")


@require_GET
@needs(Right.READ_RELEASES)
def show(request: PageRequest) -> HttpResponse:
    """List what has been shared, the latest first; withdrawn material only to those who may share.

    Above it stands what they have being judged, and what one asked to share oneself and was refused.
    """
    page = page_number(request)
    may_share = decide(request.actor, Right.SHARE_OUTSIDE, on=ProviderScope(request.actor.provider)).allowed
    found = releases.list_releases(by=request.actor, withdrawn=may_share, page=page)
    asked = results.sharings(by=request.actor) if page == 1 else ()
    who = [*(line.made_by for line in found.items), *(each.asked_by for each in asked)]
    context = {
        "on_its_way": [(each, STATES[each.state], each.asked_by == request.actor.account) for each in asked],
        "releases": found.items,
        "names": people.shown_names(by=request.actor, ids=who),
        "withdrawn": WITHDRAWN,
        "may_share": may_share,
        "pages": pagination(request.GET, page=page, total=found.total),
    }
    return render(request, "kedjan/sharing/list.html", context)
