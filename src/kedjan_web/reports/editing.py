"""Changing a block where it stands in the draft: saved as it is left, and both texts where somebody else was before."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation

from kedjan.access.service import Changed, Refused
from kedjan.reports import service as reports
from kedjan_web import errors
from kedjan_web.reports.block_forms import block_form, draft_key, find_block, save_block, section_of
from kedjan_web.reports.numbers import NONE, numbers_in
from kedjan_web.reports.showing import block_to_show
from kedjan_web.reports.words import LANGUAGE
from kedjan_web.requests import PageRequest

CONFLICT, NOT_SAVED = 409, 422


def change(request: PageRequest, id: UUID, block: UUID) -> HttpResponse:
    """Answer with the block as a form; saved; in conflict; or, when it is done, as it is read."""
    report = reports.report(by=request.actor, id=id)
    found = find_block(report, block)
    context = {"report": report, "section": section_of(report, block), **about(report, found)}
    form = block_form(found, request.POST or None, ids=f"{context['block'].anchor}_%s")
    if request.method == "GET" or "theirs" in request.POST:
        return _opened(request, found, context)
    if not form.is_valid():
        return _not_saved(request, context, "; ".join(str(each) for every in form.errors.values() for each in every))
    return _saved(request, id, found, form, context)


def about(report: reports.Report, block: reports.Block) -> dict[str, Any]:
    """Return what every part about a block needs: as shown, its version, and the name of its draft."""
    with translation.override(LANGUAGE):
        shown = block_to_show(block, numbers_in(report).get(block.id, NONE))
    return {"block": shown, "version": block.version, "draft_key": draft_key(block)}


def number_of(report: reports.Report, block: UUID) -> int:
    """Return which block of its section it is, from 1."""
    return [each.id for each in section_of(report, block).blocks].index(block) + 1


def _opened(request: PageRequest, found: reports.Block, context: dict[str, Any]) -> HttpResponse:
    form = block_form(found, None, ids=f"{context['block'].anchor}_%s")
    form.fields["text"].widget.attrs["autofocus"] = True
    context |= {"number": number_of(context["report"], found.id), "draft_anew": "theirs" in request.POST}
    answer = render(request, "kedjan/reports/block_edit.html", {**context, "form": form})
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#{context['block'].anchor}", "outerHTML"
    return answer


def _saved(request: PageRequest, id: UUID, found: reports.Block, form: Form, context: dict[str, Any]) -> HttpResponse:
    try:
        version = save_block(request, id, found, form)
    except Changed as changed:
        conflict = {**context, "changed": changed}
        return render(request, "kedjan/reports/block_conflict.html", conflict, status=CONFLICT)
    except Refused as refusal:
        return _not_saved(request, context, errors.said(refusal.message, refusal.values))
    context |= {"version": version, "at": request.now}
    if "done" not in request.POST:
        return render(request, "kedjan/reports/block_saved.html", context)
    report = reports.report(by=request.actor, id=id)
    context |= {"report": report, "number": number_of(report, found.id), **about(report, find_block(report, found.id))}
    answer = render(request, "kedjan/reports/block_done.html", context)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#{context['block'].anchor}", "outerHTML"
    return answer


def _not_saved(request: PageRequest, context: dict[str, Any], why: str) -> HttpResponse:
    return render(request, "kedjan/reports/block_not_saved.html", {**context, "why": why}, status=NOT_SAVED)
