"""What a block rests on, followed as far as the reader's right reaches."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.evidence import service as evidence
from kedjan.reports import service as reports
from kedjan_web.reports.showing import sections_to_show
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


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
    context = {
        "report": report,
        "shown": shown,
        "named": [(each, address(each)) for each in citations if each.state is not evidence.State.UNNAMED],
        "unnamed": sum(each.state is evidence.State.UNNAMED for each in citations),
    }
    return render(request, "kedjan/reports/rests_on.html", context)


def address(citation: evidence.Citation) -> str:
    """Return where the source can be seen: its own address, or the page of shared material."""
    if citation.address or citation.kind != "shared_table":
        return citation.address
    try:
        return reverse("release", args=[UUID(hex=citation.key.partition("/")[0])])
    except NoReverseMatch:
        return ""
