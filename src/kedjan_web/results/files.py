"""Counted results as files: a row for each figure of each table."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kedjan_formats.grid import Column, Grid
from kedjan_web.components.tables import Table
from kedjan_web.rounds.files import as_written

_WHOLE = re.compile(r"\d{1,9}", re.ASCII)

type Line = tuple[str, str, str, str]
"""A figure in a file: its table, row and column, and what stands there."""


def figures_of(tables: Iterable[Table]) -> list[Line]:
    """Return the figures of tables, a row each: the table, its row and column, and what stands there."""
    return [
        (str(table.caption), str(row.header.text), str(column.label), str(cell.text))
        for table in tables
        for row in table.rows
        for column, cell in zip(table.columns[1:], row.cells, strict=True)
    ]


def figures_file(title: str, rows: Sequence[Line], called: str, ending: str, *, now: datetime) -> HttpResponse:
    """Return figures, a row each, as a workbook or as CSV; whole numbers are numbers, to be reckoned with."""
    heads = (Column(_("Table")), Column(_("Row")), Column(_("Figure")), Column(_("Value")))
    lines = [(*words, int(value) if _WHOLE.fullmatch(value) else value) for *words, value in rows]
    made = as_written(Grid(title, heads, lines), ending, now=now)
    return HttpResponse(**made, headers={"Content-Disposition": f'attachment; filename="{called}.{ending}"'})
