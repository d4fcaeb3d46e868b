"""Writing in a draft, block by block; where somebody else was before, both texts are shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.components.meanwhile import now_says
from kedjan_web.reports import editing, polling
from kedjan_web.reports.block_forms import (
    basket_of,
    block_form,
    draft_key,
    find_block,
    save_block,
    section_of,
    written_again,
)
from kedjan_web.reports.forms import ChangeCoverForm
from kedjan_web.reports.names import names_in
from kedjan_web.reports.showing import block_to_show, sections_to_show
from kedjan_web.requests import PageRequest, asks_for_part, seen_in
from kedjan_web.rights import needs


@require_GET
@needs(Right.WRITE_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show a draft for writing; a settled report leads to its page. Asked for a part: what has changed since."""
    if asks_for_part(request):
        return polling.changed_since(request, id)
    report = reports.report(by=request.actor, id=id)
    if report.settled_at is not None:
        return redirect("report", id)
    names = names_in(request.actor, report)
    context = {
        "report": report,
        "sections": sections_to_show(report, reports.taken_back(by=request.actor, report=report)),
        "names": names,
    }
    return render(request, "kedjan/reports/write.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def cover(request: PageRequest, id: UUID) -> HttpResponse:
    """Change title, subtitle and template."""
    report, known = reports.report(by=request.actor, id=id), reports.templates(by=request.actor)
    initial = {
        "seen": report.version,
        "title": report.title,
        "subtitle": report.subtitle,
        "template": str(report.template or ""),
    }
    form, other, status = ChangeCoverForm(request.POST or None, initial=initial, templates=known), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            _save_cover(request, report, form)
        except Changed as changed:
            again = {**request.POST.dict(), "seen": report.version}
            form, status = ChangeCoverForm(again, templates=known), 409
            there = ChangeCoverForm(initial=initial, templates=known)
            other = (changed, now_says(form, there, besides=("title",)))
        except Refused as refusal:
            form.add_error("title", errors.said(refusal.message, refusal.values))
        else:
            return redirect("write_report", id)
    return render(request, "kedjan/reports/cover.html", {"report": report, "form": form, "other": other}, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def change(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Change a block's text, or a quote; answers with the block alone when asked for a part of the page."""
    if asks_for_part(request):
        return editing.change(request, id, block)
    report = reports.report(by=request.actor, id=id)
    found = find_block(report, block)
    form = block_form(found, request.POST or None)
    context = {"report": report, "form": form, "section": section_of(report, block), "draft_key": draft_key(found)}
    context["basket_of"] = basket_of(found)
    status = 200
    if "theirs" in request.POST:
        drafts.given_up(request, draft_key(found), _("What stood there was left as it is."))
        return redirect(reverse("write_report", args=[id]) + f"#{block_to_show(found).anchor}")
    if request.method == "POST" and form.is_valid():
        try:
            save_block(request, id, found, form)
        except Changed as changed:
            context |= {"changed": changed, "form": written_again(request, found)}
            status = 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, draft_key(found), _("Saved."))
            return redirect(reverse("write_report", args=[id]) + f"#{block_to_show(found).anchor}")
    return render(request, "kedjan/reports/change.html", {**context, "shown": block_to_show(found)}, status=status)


@require_POST
@needs(Right.WRITE_REPORTS)
def move(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Move a block up or down."""
    steps, place = -1 if request.POST.get("to") == "up" else 1, seen_in(request)
    try:
        reports.move_block(by=request.actor, now=request.now, report=id, block=block, place=place, steps=steps)
    except Changed as changed:
        messages.warning(request, errors.said(changed.message, changed.values))
    found = find_block(reports.report(by=request.actor, id=id), block)
    return redirect(reverse("write_report", args=[id]) + f"#{block_to_show(found).anchor}")


@require_POST
@needs(Right.WRITE_REPORTS)
def remove(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Take a block out, and offer to put it back."""
    seen = seen_in(request)
    version = reports.remove_block(by=request.actor, now=request.now, report=id, block=block, seen=seen)
    context = {"report": reports.report(by=request.actor, id=id), "version": version}
    context |= {"undo": reverse("put_back_block", args=[id, block])}
    return render(request, "kedjan/reports/removed.html", context)


@require_POST
@needs(Right.WRITE_REPORTS)
def put_back(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Put a removed block back."""
    reports.put_back_block(by=request.actor, now=request.now, report=id, block=block, seen=seen_in(request))
    messages.success(request, _("It is back where it stood."))
    return redirect("write_report", id)


def _save_cover(request: PageRequest, report: reports.Report, form: ChangeCoverForm) -> None:
    given, by, now = form.cleaned_data, request.actor, request.now
    named = (given["title"], given["subtitle"])
    seen = given["seen"]
    if named != (report.title, report.subtitle):
        reports.name_report(by=by, now=now, report=report.id, seen=seen, title=named[0], subtitle=named[1])
        seen += 1
    chosen = UUID(given["template"]) if given["template"] else None
    if chosen != report.template:
        reports.choose_template(by=by, now=now, report=report.id, seen=seen, template=chosen)
