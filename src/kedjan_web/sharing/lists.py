"""What has been shared."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kedjan.access.service import ProviderScope, Right, decide
from kedjan.people import service as people
from kedjan.releases import service as releases
from kedjan_web.components.badges import Badge
from kedjan_web.components.listing import pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number

WITHDRAWN = Badge(_("Withdrawn"), "neutral", "undo")


@require_GET
@needs(Right.READ_RELEASES)
def show(request: PageRequest) -> HttpResponse:
    """List what has been shared, the latest first; withdrawn material only to those who may share."""
    page = page_number(request)
    may_share = decide(request.actor, Right.SHARE_OUTSIDE, on=ProviderScope(request.actor.provider)).allowed
    found = releases.list_releases(by=request.actor, withdrawn=may_share, page=page)
    context = {
        "releases": found.items,
        "names": people.shown_names(by=request.actor, ids=[line.made_by for line in found.items]),
        "withdrawn": WITHDRAWN,
        "may_share": may_share,
        "pages": pagination(request.GET, page=page, total=found.total),
    }
    return render(request, "kedjan/sharing/list.html", context)
