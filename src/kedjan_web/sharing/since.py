"""Shared tables against the round as it is now: what has changed, told as far as the reader's right reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan_statistics.figure import NotApplicable, Value
from kedjan_web.rounds.tables.words import written


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A figure as it was shared and as it is now; `where` names its row and column."""

    where: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A table of which something has changed; `lines` only to those who read the round."""

    lines: tuple[ChangedLine, ...]


def changed(by: Actor, release: releases.Release) -> Mapping[str, Changed]:
    """Return what has changed of each table of a release, by the table's key; unchanged ones are left out."""
    source = release.line.source
    if (source.room, source.kind) != ("reflection", "round"):
        return {}
    tables = {table.key: table for table in release.tables}
    figures = {key: values(table) for key, table in tables.items()}
    found = reflection.changed_tables(by=by, round=UUID(source.key), tables=figures)
    return {
        key: Changed(tuple(line(tables[key], figure) for figure in each.figures or ())) for key, each in found.items()
    }


def values(table: releases.SharedTable) -> dict[releases.Place, Value]:
    """Return what stands at every place of a table, also where nothing was given out."""
    return {
        (row.key, column.key): given.value if (given := table.places.get((row.key, column.key))) else NotApplicable()
        for row in table.rows
        for column in table.columns
    }


def line(table: releases.SharedTable, figure: reflection.ChangedFigure) -> ChangedLine:
    """Return one figure that is another now, with the decimals it was shared with."""
    row = next(heading for heading in table.rows if heading.key == figure.place[0])
    column = next(heading for heading in table.columns if heading.key == figure.place[1])
    given = table.places.get(figure.place, releases.Given(figure.then, decimals=1))
    where = ", ".join(part for part in (column.group and _(column.group), name(row), name(column)) if part)
    return ChangedLine(where, text(given, figure.then), text(given, figure.now))


def name(heading: releases.Heading) -> str:
    """Return a heading's name: content as it is, messages translated."""
    return _(heading.name) if heading.is_message else heading.name


def text(given: releases.Given, value: Value) -> str:
    """Return a figure as it is read in a sentence."""
    unit = "\N{NO-BREAK SPACE}%" if given.percent and not isinstance(value, NotApplicable) else ""
    return written(value, decimals=given.decimals, percent=given.percent).removeprefix("+") + unit
