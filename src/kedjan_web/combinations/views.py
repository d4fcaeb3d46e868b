"""Asking a round what stands together: conditions, four questions with their tables and a picture, and the texts."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Refused, require
from kedjan.combinations import service as combinations
from kedjan.combinations.service import Answer, View
from kedjan.reflection import service as reflection
from kedjan_formats import csv_file, workbook
from kedjan_web.combinations.builder import ConditionsForm
from kedjan_web.combinations.conditions import CONDITIONS, Leading, in_one_line, lines
from kedjan_web.combinations.picture import together
from kedjan_web.combinations.shown import MOST, Links, changed_table, deviating_table, important_table, large_table
from kedjan_web.combinations.wanted import SIZES, Wanted, put_to, wanted
from kedjan_web.combinations.words import VIEW_QUESTIONS, VIEW_WORDS, break_words, figures_words
from kedjan_web.components.dates import in_text
from kedjan_web.components.listing import Link, Tab, pagination
from kedjan_web.components.numbers import of_a_file
from kedjan_web.errors import said
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.tables.controls import Control, one_of
from kedjan_web.rounds.tables.files import grid
from kedjan_web.rounds.tables.view import ShownTable
from kedjan_web.rounds.tables.views import XLSX
from kedjan_web.rounds.text_filter import Wanted as TextsWanted
from kedjan_web.rounds.texts import cards, summary
from kedjan_web.start.paging import page_number

ANSWER = "#svar"


@dataclass(frozen=True, slots=True)
class Made:
    """A view's table, or in words why there is none; `breaks` stand between two rounds."""

    table: ShownTable | None = None
    why_none: str = ""
    breaks: tuple[str, ...] = ()


@require_GET
@signed_in
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what stands together; a form that adds conditions leads to the address that has them."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    wants = wanted(request.GET)
    if "lagg-till" in request.GET:
        form = ConditionsForm(request.GET, wants, combinations.asked(by=request.actor, round=id))
        if form.is_valid():
            more = put_to(wants.where, form.conditions(), form.cleaned_data["till"])
            return redirect(reverse("combinations", args=[id]) + wants.address(where=more) + CONDITIONS)
        return page(request, of, wants, form)
    return page(request, of, wants)


def page(request: PageRequest, of: reflection.Round, wants: Wanted, form: ConditionsForm | None = None) -> HttpResponse:
    """Answer with the page of what is asked; where the round lacks it, with what it lacks."""
    context: dict[str, object] = {
        "wants": wants,
        "lines": lines(Leading(request.path, wants, {each.code: each.heading for each in of.assignments})),
        "unreadable": wants.unreadable,
        **shown_frame(of, "combinations"),
    }
    try:
        answer = combinations.ask(by=request.actor, round=of.id, where=wants.expression, largest=wants.largest)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        context["refused"] = said(refusal.message, refusal.values)
        context["form"] = form or ConditionsForm(None, wants, combinations.asked(by=request.actor, round=of.id))
        return render(request, "kedjan/combinations/show.html", context, status=422)
    context["form"] = form or ConditionsForm(None, wants, answer.of)
    return render(request, "kedjan/combinations/show.html", context | answered(request, answer, wants))


def answered(request: PageRequest, answer: Answer, wants: Wanted) -> dict[str, object]:
    """Return what the page shows of an answer."""
    of, links = answer.of.round, Links(answer.of.round, wants.where)
    made = view_of(request, answer, wants)
    return {
        "summary": figures_words(combinations.figures_of(answer)),
        "found": answer.found.loops,
        "withheld": answer.of.withheld,
        "texts_url": links.to(()) if answer.found.loops and wants.where.parts else "",
        "views": [
            Tab(words, request.path + wants.address(view=view) + ANSWER, view is wants.view)
            for view, words in VIEW_WORDS.items()
        ],
        "question": VIEW_QUESTIONS[wants.view],
        "controls": controls(request, of, wants),
        "kept": [pair for pair in wants.pairs() if pair[0] not in {"antal", "mot", "fran"}],
        "table": made.table,
        "why_none": made.why_none,
        "breaks": made.breaks,
        "picture": together(answer, links) if wants.view in {View.LARGE, View.DEVIATING} else None,
        "files": files(of, wants) if made.table and made.table.lines else [],
        "save_url": reverse("save_combination", args=[of]) + wants.address() if wants.where.parts else "",
    }


@require_GET
@signed_in
def texts(request: PageRequest, id: UUID) -> HttpResponse:
    """Show the texts that the conditions hold for. The room writes down, for those who wrote, that they were read."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    wants, page = wanted(request.GET), page_number(request)
    if wants.expression is None:
        return redirect("combinations", id)
    found = combinations.texts(by=request.actor, now=request.now, round=id, where=wants.expression, page=page)
    headings = {each.code: each.heading for each in of.assignments}
    context = {
        "conditions": in_one_line(wants.expression, headings),
        "summary": summary(found),
        "withheld": found.withheld,
        "cards": cards(id, found.texts.items, TextsWanted(), at=reverse("round_texts", args=[id])),
        "back_url": reverse("combinations", args=[id]) + wants.address(),
        "take_url": reverse("extracts", args=[id]) + wants.address() if found.texts.total else "",
        "pages": pagination(request.GET, page=page, total=found.texts.total),
        **shown_frame(of, "combinations", last=_("Texts")),
    }
    return render(request, "kedjan/combinations/texts.html", context)


@require_GET
@signed_in
@of_a_file()
def as_file(request: PageRequest, id: UUID, ending: str) -> HttpResponse:
    """Give the view's table as a workbook or as CSV for Swedish Excel, with its rule and what it rests on."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    wants = wanted(request.GET)
    answer = combinations.ask(by=request.actor, round=id, where=wants.expression, largest=wants.largest)
    table = view_of(request, answer, wants, most=None).table
    if table is None or ending not in {"xlsx", "csv"}:
        raise Http404
    made = grid(table, of.title)
    if ending == "xlsx":
        body: str | bytes = workbook.write([made], title=f"{of.title}: {made.title}", created=request.now)
    else:
        body = csv_file.write(made, swedish=True, notes=True)
    headers = {"Content-Disposition": f'attachment; filename="kombinationer-{table.key}.{ending}"'}
    return HttpResponse(body, content_type=XLSX if ending == "xlsx" else "text/csv; charset=utf-8", headers=headers)


def view_of(request: PageRequest, answer: Answer, wants: Wanted, most: int | None = MOST) -> Made:
    """Return the chosen question's table, with so many of its sets."""
    links = Links(answer.of.round, wants.where)
    match wants.view:
        case View.LARGE:
            return told(large_table(answer, links, most))
        case View.DEVIATING:
            nothing = _("No set of tags is together more or less often than chance would have it.")
            return told(deviating_table(answer, links, most), nothing if answer.sets else "")
        case View.CHANGED:
            return changed_view(request, answer, wants, links)
        case View.IMPORTANT:
            table = important_table(answer, answer.of.round, wants.where)
            return Made(table) if table else Made(why_none=_("The tag set has no tags of importance and functioning."))


def told(table: ShownTable, nothing: str = "") -> Made:
    """Return a table, or why it is empty."""
    few = _("No set of tags has five reflections by five persons among those asked for.")
    return Made(table) if table.lines else Made(why_none=nothing or few)


def changed_view(request: PageRequest, answer: Answer, wants: Wanted, links: Links) -> Made:
    """Return what has changed since the chosen round or day."""
    by, of, where, largest = request.actor, answer.of.round, wants.expression, wants.largest
    others = dict(combinations.other_rounds(by=by, round=of))
    if wants.since_round in others and wants.since_round:
        found = combinations.changed_since_round(by=by, round=of, other=wants.since_round, where=where, largest=largest)
        before, now = others[wants.since_round], answer.of.title
    elif wants.since_day and answer.of.dated:
        found = combinations.changed_since_day(by=by, round=of, day=wants.since_day, where=where, largest=largest)
        before = _("before %(day)s") % {"day": in_text(wants.since_day)}
        now = _("from %(day)s on") % {"day": in_text(wants.since_day)}
    elif others or answer.of.dated:
        return Made(why_none=_("Choose what to compare with."))
    else:
        return Made(why_none=_("There is no other round that you read to compare with."))
    nothing = _("No set of tags can be compared.")
    made = told(changed_table(answer, found, links, before, now), nothing)
    return Made(made.table, made.why_none, break_words(found.breaks))


def controls(request: PageRequest, id: UUID, wants: Wanted) -> list[Control]:
    """Return what a view can be asked otherwise: how large sets, and what a change is counted from."""
    if wants.view is View.IMPORTANT:
        return []
    sizes = {size: _("up to %(n)s tags") % {"n": size} for size in SIZES}
    found = [one_of("antal", _("Sets of"), sizes, str(wants.largest))]
    if wants.view is View.CHANGED:
        others = combinations.other_rounds(by=request.actor, round=id)
        names = {"": _("Choose"), **{str(other): title for other, title in others}}
        if others:
            found.append(one_of("mot", _("Compared with the round"), names, str(wants.since_round or "")))
    return found


def files(id: UUID, wants: Wanted) -> list[Link]:
    """Return the table as files."""
    return [
        Link(label, reverse("combination_file", args=[id, ending]) + wants.address(), "download")
        for label, ending in ((_("Excel"), "xlsx"), (_("CSV"), "csv"))
    ]
