"""The page of a report: a readable document in itself."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.people import service as people
from kedjan.reports import service as reports
from kedjan_web.reports.document import FIRST_TABLES, facts
from kedjan_web.reports.numbers import Numbers, numbers_in
from kedjan_web.reports.showing import numbered, sections_to_show
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_GET
@needs(Right.READ_SETTLED_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show a report with its contents, figures and quotes, what each part rests on and what has changed since."""
    report = reports.report(by=request.actor, id=id)
    since = (reports.changed_since if report.settled_at else reports.taken_back)(by=request.actor, report=report)
    settler = people.shown_name(by=request.actor, id=report.settled_by) if report.settled_at else ""
    context: dict[str, object] = {
        "report": report,
        "sections": sections_to_show(report, since),
        "facts": facts(report, settler),
        "changed": len(since),
        "captions": captions(report),
        "key": uuid4(),
        "explained": () if says_what_figures_mean(report) else reports.explained(report=report).items,
    }
    return render(request, "kedjan/reports/report.html", context)


def captions(report: reports.Report) -> list[tuple[str, str]]:
    """Return the anchor and caption of every picture and table, where there are several."""
    shown = (each for section in report.sections for each in section.blocks)
    numbers = numbers_in(report)
    found = [
        (f"stycke-{each.id.hex[:12]}", numbered(_own(numbers[each.id]), each.content.table.caption))
        for each in shown
        if isinstance(each.content, reports.ShownTable | reports.ShownPicture)
    ]
    return found if len(found) >= FIRST_TABLES else []


def _own(numbers: Numbers) -> str:
    """Return what a block itself is called: a picture by its figure, whether it has a table or not."""
    return numbers.figure or numbers.table


def says_what_figures_mean(report: reports.Report) -> bool:
    """Return whether the report has its definitions in a place of its own."""
    return any(isinstance(each.content, reports.Explained) for section in report.sections for each in section.blocks)
