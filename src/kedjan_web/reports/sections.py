"""The sections of a draft."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.components.meanwhile import now_says
from kedjan_web.reports.forms import SectionForm
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def add(request: PageRequest, id: UUID) -> HttpResponse:
    """Add a section last."""
    report = reports.report(by=request.actor, id=id)
    form = SectionForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key = given["key"] or uuid4()
        reports.add_section(
            by=request.actor, now=request.now, key=key, report=id, heading=given["heading"], level=given["level"]
        )
        return redirect(reverse("write_report", args=[id]) + "#sist")
    return render(request, "kedjan/reports/section.html", {"report": report, "form": form})


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def change(request: PageRequest, id: UUID, section: UUID) -> HttpResponse:
    """Change a section's heading."""
    report = reports.report(by=request.actor, id=id)
    found = next((each for each in report.sections if each.id == section), None)
    if found is None:
        raise Http404
    initial = {"seen": found.version, "heading": found.heading, "level": found.level}
    form, other, status = SectionForm(request.POST or None, initial=initial), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reports.name_section(
                by=request.actor,
                now=request.now,
                report=id,
                section=section,
                seen=given["seen"] or 0,
                heading=given["heading"],
                level=given["level"],
            )
        except Changed as changed:
            form = SectionForm({**request.POST.dict(), "seen": found.version})
            other, status = (changed, now_says(form, SectionForm(initial=initial), besides=("heading",))), 409
        except Refused as refusal:
            form.add_error("heading", errors.said(refusal.message, refusal.values))
        else:
            return redirect("write_report", id)
    context = {"report": report, "form": form, "section": found, "other": other}
    return render(request, "kedjan/reports/section.html", context, status=status)


@require_POST
@needs(Right.WRITE_REPORTS)
def move(request: PageRequest, id: UUID, section: UUID) -> HttpResponse:
    """Move a section up or down."""
    steps, place = -1 if request.POST.get("to") == "up" else 1, seen_in(request)
    try:
        reports.move_section(by=request.actor, now=request.now, report=id, section=section, place=place, steps=steps)
    except Changed as changed:
        messages.warning(request, errors.said(changed.message, changed.values))
    return redirect("write_report", id)


@require_POST
@needs(Right.WRITE_REPORTS)
def remove(request: PageRequest, id: UUID, section: UUID) -> HttpResponse:
    """Take a section out with all in it, and offer to put it back."""
    seen = seen_in(request)
    version = reports.remove_section(by=request.actor, now=request.now, report=id, section=section, seen=seen)
    context = {
        "report": reports.report(by=request.actor, id=id),
        "version": version,
        "undo": reverse("put_back_section", args=[id, section]),
    }
    return render(request, "kedjan/reports/removed.html", context)


@require_POST
@needs(Right.WRITE_REPORTS)
def put_back(request: PageRequest, id: UUID, section: UUID) -> HttpResponse:
    """Put a removed section back."""
    reports.put_back_section(by=request.actor, now=request.now, report=id, section=section, seen=seen_in(request))
    messages.success(request, _("It is back where it stood."))
    return redirect("write_report", id)
