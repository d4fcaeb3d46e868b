"""The pages of tables, and the tables as files."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import require
from kedjan.reflection import service as reflection
from kedjan_formats import csv_file, workbook
from kedjan_web.components.listing import Link, Tab
from kedjan_web.components.numbers import of_a_file
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.tables.choices import Choices, chosen
from kedjan_web.rounds.tables.comparing import comparing
from kedjan_web.rounds.tables.controls import controls
from kedjan_web.rounds.tables.files import grid
from kedjan_web.rounds.tables.kinds import FIRST, KINDS, Asked, Kind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@signed_in
def first(request: HttpRequest, id: UUID) -> HttpResponse:
    """Go to the first table, which needs its own right."""
    return redirect("round_table", id, FIRST)


@require_GET
@signed_in
def show(request: PageRequest, id: UUID, kind: str) -> HttpResponse:
    """Show one table, and its picture when that is chosen."""
    of, wanted, asked = asked_for(request, id, kind)
    made = wanted.make(asked)
    context = {
        "kind": wanted,
        "table": made.table,
        "picture": made.picture,
        "wants_picture": asked.choices.picture,
        "tabs": tabs(id, wanted, asked.choices),
        "ways": ways(id, wanted, asked.choices),
        "controls": controls(wanted, asked.choices, of.areas),
        "files": files(id, wanted, asked.choices),
        "comparing": comparing(asked, of.tag_set.names) if wanted.compares else None,
        **shown_frame(of, "round_tables", last=str(wanted.label)),
    }
    return render(request, "kedjan/rounds/tables.html", context)


@require_GET
@signed_in
@of_a_file()
def as_file(request: PageRequest, id: UUID, kind: str, ending: str) -> HttpResponse:
    """Give one table as a workbook or as CSV for Swedish Excel."""
    of, wanted, asked = asked_for(request, id, kind)
    made = grid(wanted.make(asked).table, of.title)
    if ending not in {"xlsx", "csv"}:
        raise Http404
    if ending == "xlsx":
        body: str | bytes = workbook.write([made], title=f"{of.title}: {made.title}", created=request.now)
    else:
        body = csv_file.write(made, swedish=True, notes=True)
    headers = {"Content-Disposition": f'attachment; filename="{wanted.slug}.{ending}"'}
    return HttpResponse(body, content_type=XLSX if ending == "xlsx" else "text/csv; charset=utf-8", headers=headers)


def asked_for(request: PageRequest, id: UUID, slug: str) -> tuple[reflection.Round, Kind, Asked]:
    """Return the round to one of its readers, the kind of table in the address, and what was chosen."""
    if slug not in KINDS:
        raise Http404
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    choices = chosen(request.GET, of.areas, of.tag_set.names)
    return of, KINDS[slug], Asked(request.actor, request.now, id, of.areas, choices)


def tabs(round: UUID, here: Kind, choices: Choices) -> list[Tab]:
    """Return the kinds of tables, which keep what is chosen."""
    query = choices.address()
    return [
        Tab(kind.label, reverse("round_table", args=[round, kind.slug]) + query, kind is here)
        for kind in KINDS.values()
    ]


def ways(round: UUID, here: Kind, choices: Choices) -> list[Tab]:
    """Return the two ways of showing a table."""
    url = reverse("round_table", args=[round, here.slug])
    return [
        Tab(_("Table"), url + choices.address(picture=False), not choices.picture),
        Tab(_("Picture and table"), url + choices.address(picture=True), choices.picture),
    ]


def files(round: UUID, here: Kind, choices: Choices) -> list[Link]:
    """Return the table as files."""
    query = choices.address(picture=False)
    return [
        Link(label, reverse("round_table_file", args=[round, here.slug, ending]) + query, "download")
        for label, ending in ((_("Excel"), "xlsx"), (_("CSV"), "csv"))
    ]
