"""Moving a section on towards a settled report: ready, reviewed, or back again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_POST
@needs(Right.WRITE_REPORTS)
def move_on(request: PageRequest, id: UUID, section: UUID) -> HttpResponse:
    """Mark a section as ready or reviewed, as it was seen; or take the mark back."""
    to, by, now = request.POST.get("to"), request.actor, request.now
    try:
        if to == "ready":
            reports.mark_section_ready(by=by, now=now, report=id, section=section, seen=seen_in(request))
            messages.success(request, _("The section is marked as ready. Somebody else can review it now."))
        elif to == "reviewed":
            reports.review_section(by=by, now=now, report=id, section=section, seen=seen_in(request))
            messages.success(request, _("The section is marked as reviewed."))
        elif to == "back":
            marked = seen_in(request, "marked")
            reports.take_back_section(by=by, now=now, report=id, section=section, seen=marked)
        else:
            raise Http404
    except Changed:
        raise
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, errors.said(refusal.message, refusal.values))
    return redirect(f"{reverse('write_report', args=[id])}#lage-{section.hex[:12]}")
