"""A round's tables as files, for those who may read the round."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Actor, Refused
from kedjan.journal import service as journal
from kedjan.reflection.circle import round_to_read
from kedjan.reflection.counting import Groups
from kedjan.reflection.table_values import Heading, Marking, Part, Show, Table
from kedjan.reflection.tabling import by_area, tags_by_area, tags_by_assignment
from kedjan_formats import csv_file, grid, workbook

TABLES = ("tags_by_assignment", "by_area", "tags_by_area")


class FileKind(StrEnum):
    """Workbook for people, CSV for machines or for Swedish Excel."""

    XLSX = "xlsx"
    CSV = "csv"
    CSV_SWEDISH = "csv_swedish"


def export_tables(
    *,
    by: Actor,
    now: datetime,
    round: UUID,
    kind: FileKind = FileKind.XLSX,
    tables: Sequence[str] = TABLES,
    columns: Sequence[str] | None = None,
    groups: Groups | None = None,
    show: Show = Show.SHARES,
    translate: Callable[[str], str] = str,
) -> bytes:
    """Return tables as a file, numbers unrounded and texts guarded against formulas; with the reader's rights.

    `translate` turns message ids into the reader's language. A CSV file holds one table. The export is journalled.
    """
    row = round_to_read(by, round)
    if not tables or any(name not in TABLES for name in tables):
        raise Refused("Choose at least one of the tables.")
    if kind is not FileKind.XLSX and len(tables) > 1:
        raise Refused("A CSV file holds one table. Choose one, or a workbook.")
    made = {
        "tags_by_assignment": lambda: tags_by_assignment(by=by, round=round, show=show, marking=Marking.NONE),
        "by_area": lambda: by_area(by=by, round=round, columns=columns, groups=groups),
        "tags_by_area": lambda: tags_by_area(
            by=by, round=round, rows=columns, groups=groups, show=show, marking=Marking.NONE
        ),
    }
    grids = [grid_of(made[name](), translate) for name in tables]
    details = {"tables": list(tables), "kind": kind.value, "revision": row.revision}
    journal.record(
        by=by, now=now, room="reflection", verb="exported_tables", kind="round", object_id=row.id.hex, details=details
    )
    if kind is FileKind.XLSX:
        return workbook.write(grids, title=row.title, created=now)
    return csv_file.write(grids[0], swedish=kind is FileKind.CSV_SWEDISH, notes=True).encode()


def grid_of(table: Table, translate: Callable[[str], str] = str) -> grid.Grid:
    """Return a table as rows for a file. Tags stand as columns, so that each column has one kind of number."""
    rows: list[list[grid.Cell]]
    if any(heading.part is Part.TAG for heading in table.columns) or table.key == "by_area":
        heads, names = table.columns, [row.heading for row in table.rows]
        rows = [[cell.value for cell in row.cells] for row in table.rows]
        shares = {place: cell.percent for place, cell in enumerate(table.rows[0].cells)} if table.rows else {}
    else:
        heads, names = tuple(row.heading for row in table.rows), list(table.columns)
        rows = [[row.cells[place].value for row in table.rows] for place in range(len(table.columns))]
        shares = {place: row.cells[0].percent for place, row in enumerate(table.rows) if row.cells}
    columns = [grid.Column("")]
    columns += [
        grid.Column(_name(head, translate), "percent" if shares.get(place) else "general")
        for place, head in enumerate(heads)
    ]
    facts = table.facts
    notes = (translate(facts.definition), facts.population, f"{facts.source} ({facts.revision})")
    return grid.Grid(
        title=translate(table.title),
        columns=tuple(columns),
        rows=[[_name(name, translate), *cells] for name, cells in zip(names, rows, strict=True)],
        notes=tuple(note for note in notes if note),
    )


def _name(heading: Heading, translate: Callable[[str], str]) -> str:
    name = translate(heading.name) if heading.is_message else heading.name
    group = translate(heading.group) if heading.group == "All" else heading.group
    return ": ".join(part for part in (group, name, heading.title) if part)
