"""Whether the figures of a table or picture in a report are others now, told as far as the reader's right reaches."""

from collections.abc import Collection, Mapping
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.evidence.service import Number
from kedjan.reflection import service as reflection
from kedjan.reports.contents import Cell, ShownPicture, ShownTable, Table
from kedjan.reports.ports import noop
from kedjan.reports.values import Block, Since
from kedjan_statistics.figure import Value

MOST = 12
"""Changed figures told one by one; the rest are counted."""

type Place = tuple[str, str]


def changed_figures(*, by: Actor, blocks: Collection[Block]) -> dict[UUID, tuple[Since, ...]]:
    """Return, for each block that shows figures of a round, those that are others now; without change left out."""
    asked: dict[str, dict[str, Mapping[Place, Value]]] = {}
    tables: dict[str, tuple[UUID, Table]] = {}
    for block in blocks:
        if isinstance(block.content, ShownTable | ShownPicture) and block.content.table.facts.round:
            table, key = block.content.table, f"{block.content.table.kind}/{block.id.hex}"
            asked.setdefault(table.facts.round, {})[key] = _values(block.content)
            tables[key] = (block.id, table)
    found: dict[UUID, tuple[Since, ...]] = {}
    for behind, figures in asked.items():
        changed = reflection.changed_tables(by=by, round=UUID(behind), tables=figures)
        found |= {tables[key][0]: _said(tables[key][1], each) for key, each in changed.items()}
    return found


def _said(table: Table, changed: reflection.ChangedTable) -> tuple[Since, ...]:
    if changed.figures is None:
        return (Since(noop("Figures here are others now.")),)
    cells = {place: (label, cell) for place, label, cell in _cells(table)}
    told = [
        Since(noop("This figure is another one now."), label, _as_in(cell, each.then), _as_in(cell, each.now))
        for each in changed.figures[:MOST]
        for label, cell in [cells[each.place]]
    ]
    if len(changed.figures) > MOST:
        told.append(Since(noop("More figures here are others now."), str(len(changed.figures) - MOST)))
    return tuple(told)


def _values(content: ShownTable | ShownPicture) -> dict[Place, Value]:
    """The figures that are shown, by their place in the release: of a picture of one column, that column's."""
    about = content.about if isinstance(content, ShownPicture) else ""
    return {place: cell.value for place, _label, cell in _cells(content.table) if not about or about in place}


def _cells(table: Table) -> list[tuple[Place, str, Cell]]:
    """Each cell with its place in the release, where tags by area stand the other way, and what it is called."""
    turned = table.kind == "tags_by_area"
    return [
        (
            (head.key, row.head.key) if turned else (row.head.key, head.key),
            ", ".join(part for part in (head.group, row.head.name, head.name) if part),
            cell,
        )
        for row in table.rows
        for head, cell in zip(table.columns, row.cells, strict=True)
    ]


def _as_in(cell: Cell, value: Value) -> Number:
    """A value with the decimals that the cell has."""
    return Number(value, cell.decimals if cell.kind == "figure" else 1, cell.percent)
