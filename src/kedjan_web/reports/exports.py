"""Taking a report along as Word, PDF or a web page: asked for here, written by a worker, fetched when it is ready."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs

MEDIA_TYPES = {
    reports.Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    reports.Format.PDF: "application/pdf",
    reports.Format.PAGE: "text/html; charset=utf-8",
}


CHOSEN = {each.value: each for each in reports.Format}


@require_http_methods(["GET", "POST"])
@needs(Right.READ_SETTLED_REPORTS)
def choose(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose what to take the report along as, and see what one has asked for before."""
    if request.method == "POST":
        chosen = CHOSEN.get(request.POST.get("as", ""), reports.Format.WORD)
        asked = reports.ask_for_export(by=request.actor, now=request.now, key=uuid4(), report=id, format=chosen)
        return redirect("report_file", asked.id)
    context = {
        "report": reports.report(by=request.actor, id=id),
        "files": reports.exports(by=request.actor, report=id),
    }
    return render(request, "kedjan/reports/files.html", context)


@require_GET
@needs(Right.READ_SETTLED_REPORTS)
def see(request: PageRequest, export: UUID) -> HttpResponse:
    """Show how far a file has come; the part of the page that changes is fetched again every second."""
    found = reports.export(by=request.actor, id=export)
    context = {
        "file": found,
        "report": reports.report(by=request.actor, id=found.report),
        "waiting": found.state in {reports.ExportState.WAITING, reports.ExportState.RUNNING},
        "why": errors.said(found.error, {}) if found.error else "",
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"kedjan/reports/{'file_state' if part else 'file'}.html", context)


@require_GET
@needs(Right.READ_SETTLED_REPORTS)
def take(request: PageRequest, export: UUID) -> HttpResponse:
    """Hand out a finished file."""
    found, data = reports.export_content(by=request.actor, now=request.now, id=export)
    answer = HttpResponse(data, content_type=MEDIA_TYPES[found.format])
    answer.headers["Content-Disposition"] = disposition(found.name)
    return answer


def disposition(name: str) -> str:
    """Return the header that makes a browser keep a file under its name, whatever letters are in it (RFC 6266)."""
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
