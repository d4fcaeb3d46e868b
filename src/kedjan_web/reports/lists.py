"""The reports there are, and beginning one."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import ProviderScope, Refused, Right, decide
from kedjan.people import service as people
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.components.listing import pagination
from kedjan_web.giving.recipients import id_in
from kedjan_web.reports.forms import CoverForm
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number


@require_GET
@needs(Right.READ_SETTLED_REPORTS)
def find(request: PageRequest) -> HttpResponse:
    """List settled reports, and drafts to those who write."""
    by, page = request.actor, page_number(request)
    writes = decide(by, Right.WRITE_REPORTS, on=ProviderScope(by.provider)).allowed
    settled = reports.reports(by=by, state=reports.State.SETTLED, page=page)
    drafts = reports.reports(by=by, state=reports.State.DRAFT).items if writes else ()
    context = {
        "drafts": drafts,
        "settled": settled,
        "names": people.shown_names(by=by, ids=[line.by for line in (*drafts, *settled.items)]),
        "pages": pagination(request.GET, page=page, total=settled.total),
        "writes": writes,
    }
    return render(request, "kedjan/reports/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def begin(request: PageRequest) -> HttpResponse:
    """Begin a draft with a title."""
    form = CoverForm(request.POST or None, initial={"key": uuid4()}, outlines=reports.outlines(by=request.actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = _begun(request, given)
        except Refused as refusal:
            form.add_error("title", errors.said(refusal.message, refusal.values))
        else:
            return redirect("write_report", made)
    return render(request, "kedjan/reports/begin.html", {"form": form})


def _begun(request: PageRequest, given: dict[str, Any]) -> UUID:
    by, now, key, title, subtitle = request.actor, request.now, given["key"], given["title"], given["subtitle"]
    if not given.get("outline"):
        return reports.begin_report(by=by, now=now, key=key, title=title, subtitle=subtitle)
    outline = UUID(given["outline"])
    return reports.begin_from_outline(by=by, now=now, key=key, outline=outline, title=title, subtitle=subtitle)


@require_POST
@needs(Right.WRITE_REPORTS)
def new_edition(request: PageRequest, id: UUID) -> HttpResponse:
    """Begin a new edition of a settled report."""
    key = id_in(request.POST.get("key", "")) or uuid4()
    made = reports.new_edition(by=request.actor, now=request.now, key=key, report=id)
    messages.success(request, _("A new edition has begun. The settled report stays as it is."))
    return redirect("write_report", made)
