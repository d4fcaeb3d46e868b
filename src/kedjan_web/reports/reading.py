"""The page of a report: a readable document in itself."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.people import service as people
from kedjan.reports import service as reports
from kedjan_web.reports.document import facts
from kedjan_web.reports.showing import sections_to_show
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_GET
@needs(Right.READ_SETTLED_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show a report with its contents, figures and quotes, what each part rests on and what has changed since."""
    report = reports.report(by=request.actor, id=id)
    since = (reports.changed_since if report.settled_at else reports.taken_back)(by=request.actor, report=report)
    settler = people.shown_name(by=request.actor, id=report.settled_by) if report.settled_at else ""
    context = {
        "report": report,
        "sections": sections_to_show(report, since),
        "facts": facts(report, settler),
        "changed": len(since),
    }
    return render(request, "kedjan/reports/report.html", context)
