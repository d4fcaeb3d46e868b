"""A person's own pages: what is mine to do, who has read my texts, why I see what I see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan.access.service import RIGHTS, Right, holds_anywhere
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan_web.components.listing import pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.start.items import gather
from kedjan_web.start.minutes import own_minutes
from kedjan_web.start.paging import page_number
from kedjan_web.start.summary import week
from kedjan_web.start.wiring import SOURCES
from kedjan_web.start.words import nothing_yet, right_name, role_name


@require_GET
@signed_in
def start(request: PageRequest) -> HttpResponse:
    """Answer: what is mine to do, what has changed, what became of what I said."""
    actor = request.actor
    if not actor.duties:
        mine = people.person(by=actor, id=actor.account)
        return render(request, "kedjan/start/no_duty.html", {"duties": mine.duties, "today": request.now})
    items = gather(SOURCES, actor, request.now)
    context = {
        "items": items,
        "may_be_asked": bool(items.became) or holds_anywhere(actor, Right.SEE_ROUNDS).allowed,
        "summary": week(actor, request.now),
        "minutes": own_minutes(actor, request.now),
        "today": request.now,
        "duties": [(role_name(held.role), held.unit_name) for held in actor.duties],
        "nothing_yet": nothing_yet(actor.roles),
    }
    return render(request, "kedjan/start/start.html", context)


@require_GET
@signed_in
def rights(request: PageRequest) -> HttpResponse:
    """Answer: why do I see this?"""
    held = [
        {
            "role": role_name(duty.role),
            "unit": duty.unit_name,
            "whole": duty.provider_wide,
            "units": len(duty.reach),
            "rights": sorted(right_name(right) for right in RIGHTS[duty.role]),
        }
        for duty in request.actor.duties
    ]
    past = people.person(by=request.actor, id=request.actor.account).duties
    return render(request, "kedjan/start/rights.html", {"held": held, "all": past, "today": request.now})


@require_GET
@signed_in
def who_read(request: PageRequest) -> HttpResponse:
    """Answer: who has read my texts?"""
    page = page_number(request)
    readings = journal.who_read(by=request.actor, page=page)
    pages = pagination(request.GET, page=page, total=readings.total)
    names = people.shown_names(by=request.actor, ids=[reading.reader for reading in readings.items])
    context = {"readings": readings, "names": names, "pages": pages}
    return render(request, "kedjan/start/who_read.html", context)
