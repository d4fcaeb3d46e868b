"""How a round is answered: the curve, which groups are missing, why people abstain. Nobody stands there by name."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from kedjan.reflection import service as reflection
from kedjan_formats import csv_file
from kedjan_formats.grid import Column, Grid
from kedjan_statistics.figure import count
from kedjan_web.components.listing import Link, Tab
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds import response_tables as tables
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.tables.view import Raw
from kedjan_web.rounds.tables.words import in_per_cent, not_open

CHOICE = "uppdrag"


@require_GET
@signed_in
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show how the round is answered, to those who read or lead it."""
    found = reflection.response(by=request.actor, now=request.now, round=id, code=request.GET.get(CHOICE) or None)
    of = reflection.round(by=request.actor, id=id)
    context = {
        "found": found,
        "alarm": tables.alarm(found),
        "curve": tables.by_assignment(found, id, reads=of.may_read.allowed),
        "picture": tables.picture(found, id, reads=of.may_read.allowed),
        "not_open": not_open(found.not_open),
        "chosen": next((point for point in found.points if point.code == found.code), None),
        "choices": [
            Tab(point.code, f"{reverse('round_response', args=[id])}?{CHOICE}={point.code}", point.code == found.code)
            for point in found.points
        ],
        "areas": tables.by_area(found) if found.areas else None,
        "units": tables.by_unit(found) if found.units else None,
        "lacking": [tables.lacking(each) for each in found.lacking],
        "reasons": [tables.reason(each) for each in found.reasons],
        "files": [Link(_("CSV"), reverse("round_response_file", args=[id]), "download")],
        "may_lead": of.may_lead.allowed,
        "may_read": of.may_read.allowed,
        **shown_frame(of, "round_response"),
    }
    return render(request, "kedjan/rounds/response.html", context)


@require_GET
@signed_in
def as_file(request: PageRequest, id: UUID) -> HttpResponse:
    """Give every assignment with its groups as CSV for Swedish Excel."""
    found = reflection.response_of_all(by=request.actor, now=request.now, round=id)
    of = reflection.round(by=request.actor, id=id)
    headings = [
        *(_("Assignment"), _("Group"), _("Within"), _("Asked"), pgettext("persons", "Answered")),
        *(_("Abstain"), _("Not answered"), _("Rate, per cent")),
    ]
    rows: list[tuple[Raw, ...]] = []
    for point, each in zip(found[0].points if found else (), found, strict=True):
        whole = (each.invited, count(point.persons), point.abstained, point.unanswered, in_per_cent(point.rate))
        rows.append((point.code, _("All"), "", *whole))
        for group in (*each.areas, *each.units):
            figures = (group.asked, group.answered, group.abstained, group.unanswered, in_per_cent(group.rate))
            within = tables.name_of(group.within) if group.within else ""
            rows.append((point.code, tables.name_of(group.parts), within, *figures))
    notes = (of.title, _("Groups of fewer than five persons are counted together, and nobody is named."))
    columns = tuple(Column(name) for name in headings)
    made = Grid(title=_("Responses"), columns=columns, rows=rows, notes=notes)
    headers = {"Content-Disposition": 'attachment; filename="svar.csv"'}
    body = csv_file.write(made, swedish=True, notes=True)
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)
