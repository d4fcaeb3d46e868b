"""Saying of a draft that it can be settled: what stands in the way first, and a way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.reports.forms import ReadyForm
from kedjan_web.reports.settling import obstacles
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what stands in the way, or mark the draft as ready when asked to."""
    report = reports.report(by=request.actor, id=id)
    if report.settled_at is not None:
        return redirect("report", id)
    form, status, changed = ReadyForm(request.POST or None, initial={"seen": report.revision}), 200, None
    if request.method == "POST" and form.is_valid():
        try:
            reports.mark_ready(by=request.actor, now=request.now, report=id, seen=form.cleaned_data["seen"])
        except Changed as found:
            form, status, changed = ReadyForm(initial={"seen": report.revision}), 409, found
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The report is marked as ready. Whoever settles reports has it on their page."))
            return redirect("write_report", id)
    context = {"report": report, "form": form, "changed": changed, "obstacles": obstacles(request, report)}
    return render(request, "kedjan/reports/ready.html", context, status=status)


@require_POST
@needs(Right.WRITE_REPORTS)
def take_back(request: PageRequest, id: UUID) -> HttpResponse:
    """Take the mark back."""
    try:
        reports.take_back_ready(by=request.actor, now=request.now, report=id, seen=seen_in(request))
    except Changed as changed:
        messages.warning(request, errors.said(changed.message, changed.values))
    else:
        messages.success(request, _("The report is no longer marked as ready."))
    return redirect("write_report", id)
