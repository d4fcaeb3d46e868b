"""Figures to be used as evidence: the one that some texts make, others of the same texts, one of a shared table."""

from urllib.parse import unquote, urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import NotHere, NotYours, require
from kedjan.evidence import service as evidence
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan_web.citing.way import back_in
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.text_filter import wanted

CELL, TABLE, FIGURE = "loops.cell", "shared_table", "shared_figure"
BESIDE = ("loops", "tags", "tags_per_loop", "emotion")
"""What is counted of the same texts, where no tag is chosen."""


@require_GET
@signed_in
def figure(request: PageRequest, id: UUID) -> HttpResponse:
    """Lead to using the figure that some texts of a round make, as they are chosen in the address."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    wants = wanted(request.GET, of)
    tag = wants.tags[0] if wants.tags else ""
    key = reflection.cell_key(by=request.actor, round=id, assignment=wants.assignment, areas=wants.areas, tag=tag)
    return redirect(figure_at(CELL, key, back_in(request)))


def figure_at(kind: str, key: str, back: str) -> str:
    """Return where a figure is used as evidence."""
    return reverse("use_as_evidence", args=[kind, key]) + "?" + urlencode({"till": back})


def others_of(request: PageRequest, key: str, back: str) -> list[tuple[evidence.Step, str]]:
    """Return the other figures of the same texts, each with where it is used; none of those with a tag."""
    of, measure, assignment, areas, tag = key.split(":")
    if tag:
        return []
    found = []
    for other in BESIDE:
        beside = ":".join((of, other, assignment, areas, tag))
        try:
            each = evidence.thing(by=request.actor, kind=CELL, key=beside)
        except (NotHere, NotYours):
            continue
        if other != measure:
            found.append((each, figure_at(CELL, beside, back)))
    return found


def heads_of(request: PageRequest, key: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what rows and columns of a shared table are called, by their keys."""
    table = _table(request, key)
    named = [[(each.key, _(each.name) if each.is_message else each.name) for each in heads] for heads in table[1:]]
    return named[0], named[1]


def figure_in(request: PageRequest, key: str) -> str:
    """Return the key of the figure that the address asks for by its row and column; empty where it asks for none."""
    row, column = request.GET.get("rad"), request.GET.get("kolumn")
    if row is None or column is None:
        return ""
    release, rows, columns = _table(request, key)
    if row not in {each.key for each in rows} or column not in {each.key for each in columns}:
        raise NotHere("There is no such thing to cite here.")
    _of, _slash, table = key.partition("/")
    return releases.figure_key(release, unquote(table), (row, column))


def _table(request: PageRequest, key: str) -> tuple[UUID, tuple[releases.Heading, ...], tuple[releases.Heading, ...]]:
    of, _slash, wanted = key.partition("/")
    found = releases.released(by=request.actor, id=UUID(hex=of))
    table = next(each for each in found.tables if each.key == unquote(wanted))
    return found.line.id, table.rows, table.columns
