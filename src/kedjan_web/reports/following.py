"""What a block rests on, followed as far as the reader's right reaches."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.reports import service as reports
from kedjan_web.improvement.frame import sides
from kedjan_web.reports.showing import sections_to_show
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.thread.addresses import PART, followed_at


@require_GET
@needs(Right.READ_SETTLED_REPORTS)
def see(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Show one block with its evidence; what the reader may not see is there, unnamed."""
    report = reports.report(by=request.actor, id=id)
    since = reports.changed_since(by=request.actor, report=report) if report.settled_at else {}
    shown = next(
        (each for section in sections_to_show(report, since) for each in section.blocks if each.id == block), None
    )
    if shown is None:
        raise Http404
    citations = reports.rests_on(by=request.actor, report=id, block=block)
    (shown_evidence,) = sides(request, citations)
    context = {
        "report": report,
        "shown": shown,
        "evidence": shown_evidence,
        "followed": followed_at(PART, block.hex),
    }
    return render(request, "kedjan/reports/rests_on.html", context)
