"""Writing in a draft, block by block; where somebody else was before, both texts are shown."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.reports.forms import ChangeCoverForm, CommentForm, QuoteForm, TextForm
from kedjan_web.reports.showing import block_to_show, sections_to_show
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_GET
@needs(Right.WRITE_REPORTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show a draft for writing; a settled report leads to its page."""
    report = reports.report(by=request.actor, id=id)
    if report.settled_at is not None:
        return redirect("report", id)
    return render(request, "kedjan/reports/write.html", {"report": report, "sections": sections_to_show(report, {})})


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def cover(request: PageRequest, id: UUID) -> HttpResponse:
    """Change title, subtitle and template."""
    report = reports.report(by=request.actor, id=id)
    initial = {
        "seen": report.version,
        "title": report.title,
        "subtitle": report.subtitle,
        "template": report.template or "",
    }
    form = ChangeCoverForm(request.POST or None, initial=initial, templates=reports.templates(by=request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            _save_cover(request, report, form)
        except Refused as refusal:
            form.add_error("title", errors.said(refusal.message, refusal.values))
        else:
            return redirect("write_report", id)
    return render(request, "kedjan/reports/cover.html", {"report": report, "form": form})


@require_http_methods(["GET", "POST"])
@needs(Right.WRITE_REPORTS)
def change(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Change a block's text, or a quote; answers with the block alone when asked for a part of the page."""
    report = reports.report(by=request.actor, id=id)
    found = find_block(report, block)
    form = block_form(request, found)
    context = {"report": report, "form": form, "section": section_of(report, block)}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save_block(request, id, found, form)
        except Changed as changed:
            context |= {"changed": changed, "form": _again(request, found)}
            status = 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("write_report", args=[id]) + f"#{block_to_show(found).anchor}")
    return render(request, "kedjan/reports/change.html", {**context, "shown": block_to_show(found)}, status=status)


@require_POST
@needs(Right.WRITE_REPORTS)
def move(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Move a block up or down."""
    steps = -1 if request.POST.get("to") == "up" else 1
    reports.move_block(by=request.actor, now=request.now, report=id, block=block, steps=steps)
    found = find_block(reports.report(by=request.actor, id=id), block)
    return redirect(reverse("write_report", args=[id]) + f"#{block_to_show(found).anchor}")


@require_POST
@needs(Right.WRITE_REPORTS)
def remove(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Take a block out, and offer to put it back."""
    reports.remove_block(by=request.actor, now=request.now, report=id, block=block, seen=seen_in(request))
    undo = reverse("put_back_block", args=[id, block])
    return render(
        request, "kedjan/reports/removed.html", {"report": reports.report(by=request.actor, id=id), "undo": undo}
    )


@require_POST
@needs(Right.WRITE_REPORTS)
def put_back(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Put a removed block back."""
    reports.put_back_block(by=request.actor, now=request.now, report=id, block=block)
    messages.success(request, _("It is back where it stood."))
    return redirect("write_report", id)


def find_block(report: reports.Report, block: UUID) -> reports.Block:
    """Return a block of the report, or answer that it is not here."""
    for section in report.sections:
        for each in section.blocks:
            if each.id == block:
                return each
    raise Http404


def section_of(report: reports.Report, block: UUID) -> reports.Section:
    """Return the section that a block stands in."""
    return next(each for each in report.sections if block in {inside.id for inside in each.blocks})


def block_form(request: PageRequest, block: reports.Block) -> Form:
    """Return the form that a block is changed by."""
    data = request.POST or None
    initial = {"seen": block.version, "text": block.text}
    if block.kind is reports.BlockKind.QUOTE:
        return QuoteForm(data, initial={**block.reference, **initial})
    return (TextForm if block.kind is reports.BlockKind.TEXT else CommentForm)(data, initial=initial)


def save_block(request: PageRequest, report: UUID, block: reports.Block, form: Form) -> None:
    """Save what a valid form says of a block."""
    given = form.cleaned_data
    seen, text = given["seen"] or 0, given["text"]
    if isinstance(form, QuoteForm):
        reports.change_quote(
            by=request.actor,
            now=request.now,
            report=report,
            block=block.id,
            seen=seen,
            wording=form.wording(),
            text=text,
        )
    else:
        reports.change_text(by=request.actor, now=request.now, report=report, block=block.id, seen=seen, text=text)


def _again(request: PageRequest, block: reports.Block) -> Form:
    """Return the form with what was written, as made from the version that stands now."""
    data = {**request.POST.dict(), "seen": block.version}
    return QuoteForm(data) if block.kind is reports.BlockKind.QUOTE else TextForm(data)


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
