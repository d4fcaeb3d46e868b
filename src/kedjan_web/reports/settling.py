"""Settling a report: what will be settled, what stands in the way, and the act itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.reports.forms import SettleForm
from kedjan_web.reports.how_far import how_far
from kedjan_web.reports.names import names_in
from kedjan_web.reports.showing import block_to_show
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.SETTLE_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what settling means for this report, and settle it when asked to."""
    report = reports.report(by=request.actor, id=id)
    if report.settled_at is not None:
        return redirect("report", id)
    form, status, changed = SettleForm(request.POST or None, initial={"seen": report.revision}), 200, None
    if request.method == "POST" and form.is_valid():
        try:
            seen, to = form.cleaned_data["seen"], form.audiences
            reports.settle(by=request.actor, now=request.now, report=id, seen=seen, publish_to=to)
        except Changed as found:
            form, status, changed = SettleForm(initial={"seen": report.revision}), 409, found
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The report is settled. It does not change any more."))
            return redirect("report", id)
    sections = how_far(report)
    context = {
        "report": report,
        "form": form,
        "changed": changed,
        "names": names_in(request.actor, report),
        "obstacles": obstacles(request, report),
        "how_far": sections,
        "unreviewed": sum(not each.done for each in sections),
        **counts(report),
    }
    return render(request, "kedjan/reports/settle.html", context, status=status)


def obstacles(request: PageRequest, report: reports.Report) -> list[tuple[str, str]]:
    """Return what stands in the way in words, with the anchor in the draft."""
    blocks = {block.id: block_to_show(block).anchor for section in report.sections for block in section.blocks}
    return [
        (errors.said(each.message, each.values), blocks.get(each.block, "") if each.block else "")
        for each in reports.obstacles(by=request.actor, report=report.id)
    ]


def counts(report: reports.Report) -> dict[str, int]:
    """Return how much there is of what in a report."""
    kinds = [block.kind for section in report.sections for block in section.blocks]
    return {
        "section_count": len(report.sections),
        "table_count": kinds.count(reports.BlockKind.TABLE) + kinds.count(reports.BlockKind.PICTURE),
        "quote_count": kinds.count(reports.BlockKind.QUOTE),
        "pattern_count": kinds.count(reports.BlockKind.PATTERN),
        "living_count": kinds.count(reports.BlockKind.LIVING),
    }
