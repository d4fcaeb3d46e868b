"""Shared material as its readers see it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import NotHere, ProviderScope, Refused, Right, decide
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan_formats import csv_file, workbook
from kedjan_web.components.dates import in_text
from kedjan_web.components.numbers import of_a_file
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.rounds.tables.files import grid
from kedjan_web.rounds.tables.views import XLSX
from kedjan_web.sharing.since import changed
from kedjan_web.sharing.tables import view


@require_GET
@needs(Right.READ_RELEASES)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what was given out, with its purpose and rules; readers of the round are shown the way to it."""
    found = releases.released(by=request.actor, id=id)
    may_share = decide(request.actor, Right.SHARE_OUTSIDE, on=ProviderScope(request.actor.provider)).allowed
    names = people.shown_names(by=request.actor, ids=[found.line.made_by])
    foot = fact_lines(found, names)
    since = changed(request.actor, found) if found.line.withdrawn_at is None else {}
    context = {
        "release": found,
        "line": found.line,
        "names": names,
        "views": [
            replace(view(table, foot, place), changed=since.get(table.key), cited_as=cited_as(found, table.key))
            for place, table in enumerate(found.tables)
        ],
        "may_share": may_share,
        "round_url": way_to_round(request, found.line.source),
        "breadcrumbs": (Crumb(_("Shared material"), reverse("releases")), Crumb(found.line.title)),
    }
    return render(request, "kedjan/sharing/release.html", context)


@require_GET
@needs(Right.READ_RELEASES)
@of_a_file()
def as_file(request: PageRequest, id: UUID, key: str, ending: str) -> HttpResponse:
    """Give one shared table as a workbook or as CSV, with what is hidden hidden."""
    found = releases.released(by=request.actor, id=id)
    table = next((each for each in found.tables if each.key == key), None)
    if table is None or ending not in {"xlsx", "csv"}:
        raise Http404
    names = people.shown_names(by=request.actor, ids=[found.line.made_by])
    made = grid(view(table, fact_lines(found, names)).table, found.line.title)
    headers = {"Content-Disposition": f'attachment; filename="{key}.{ending}"'}
    if ending == "xlsx":
        data = workbook.write([made], title=found.line.title, created=found.line.made_at)
        return HttpResponse(data, content_type=XLSX, headers=headers)
    text = csv_file.write(made, swedish=True, notes=True)
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def cited_as(found: releases.Release, table: str) -> str:
    """Return the key under which a shared table is cited; none for what has been withdrawn."""
    return reports.table_key(found.line.id, table) if found.line.withdrawn_at is None else ""


def fact_lines(found: releases.Release, names: Mapping[UUID | None, str]) -> list[tuple[str, str]]:
    """Return where shared figures come from, and the rule of hiding."""
    shared = _("%(by)s, %(day)s") % {"by": names[found.line.made_by], "day": in_text(found.line.made_at)}
    rule = (
        _("Results of fewer than %(n)d pupils are hidden, and what they could be told from.")
        if found.line.source.room == "results"
        else _("What fewer than %(n)d persons have said is hidden, and what it could be told from.")
    )
    return [
        (_("Shared by"), shared),
        (_("The purpose"), found.line.purpose),
        (_("Rule"), rule % {"n": found.line.threshold}),
    ]


def way_to_round(request: PageRequest, source: releases.Source) -> str:
    """Return the address of the round's own tables, to those who read it; empty to others."""
    if (source.room, source.kind) != ("reflection", "round"):
        return ""
    try:
        of = reflection.round(by=request.actor, id=UUID(source.key))
    except (NotHere, Refused):
        return ""
    return reverse("round_tables", args=[of.id]) if of.may_read.allowed else ""
