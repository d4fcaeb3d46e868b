"""Handing a round's tables to `releases`: which reflections each figure describes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor, Refused
from kedjan.reflection import models
from kedjan.reflection.circle import round_to_read, there_now
from kedjan.reflection.counting import counts_of
from kedjan.reflection.exporting import TABLES
from kedjan.reflection.table_values import Heading, Marking, Table, TextFilter
from kedjan.reflection.tabling import by_area, tags_by_area, tags_by_assignment
from kedjan.releases import service as releases
from kedjan_statistics.disclosure import Loop

KIND = "staff_reflections"


@dataclass(frozen=True, slots=True)
class Member:
    """One loop as releases know it: a changed loop is a new one, by the same person."""

    key: str
    person: str
    assignment: str
    area: str
    has_emotion: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What to share: kinds of tables, the areas or groups beside each other, and those shown as columns but hidden."""

    tables: tuple[str, ...] = TABLES
    columns: tuple[str, ...] | None = None
    groups: Mapping[str, Sequence[str]] | None = None
    left_out: tuple[str, ...] = ()


def source_of(round: UUID) -> releases.Source:
    """Return what releases call the round: for listing what has been shared of it."""
    return releases.Source("reflection", "round", round.hex)


def propose_release(*, by: Actor, round: UUID, choice: Choice) -> releases.Proposal:
    """Say what sharing would hide and why, or why it is refused. For readers who may share outside the circle."""
    tables, grouping = _prepared(by, round, choice)
    return releases.propose(by=by, source=source_of(round), kind=KIND, tables=tables, grouping=grouping)


def share(
    *, by: Actor, now: datetime, round: UUID, choice: Choice, title: str, purpose: str, seen: int, key: UUID
) -> releases.Release:
    """Share the tables outside the circle of readers. `seen` is the proposal's; refused as `releases.release` does."""
    tables, grouping = _prepared(by, round, choice)
    return releases.release(
        by=by,
        now=now,
        key=key,
        seen=seen,
        source=source_of(round),
        kind=KIND,
        title=title,
        purpose=purpose,
        tables=tables,
        grouping=grouping,
    )


def _prepared(by: Actor, round: UUID, choice: Choice) -> tuple[tuple[releases.ReleaseTable, ...], releases.Grouping]:
    row = round_to_read(by, round)
    unknown = [name for name in choice.tables if name not in TABLES]
    if unknown or not choice.tables:
        raise Refused("Choose at least one of the tables.")
    counts = counts_of(row, choice.groups)
    members = _members(row)
    tables = tuple(_release_table(_table(by, round, name, choice), members, choice) for name in choice.tables)
    columns = choice.columns if choice.columns is not None else (*counts.areas, *counts.groups)
    beside = {name: counts.members(name) for name in columns if name not in choice.left_out}
    split = {name for name in choice.tables if name != "tags_by_assignment"}
    loops = tuple(Loop(each.key, each.assignment, each.area, each.person) for each in members)
    return tables, releases.Grouping(loops, beside if split else {})


def _table(by: Actor, round: UUID, name: str, choice: Choice) -> Table:
    if name == "tags_by_assignment":
        return tags_by_assignment(by=by, round=round, marking=Marking.NONE)
    if name == "by_area":
        return by_area(by=by, round=round, columns=choice.columns, groups=choice.groups)
    return tags_by_area(by=by, round=round, rows=choice.columns, groups=choice.groups, marking=Marking.NONE)


def _members(row: models.Round) -> tuple[Member, ...]:
    fields = ("loop", "version", "respondent_id", "assignment__code", "service_area__name", "emotion")
    rows = models.Loop.objects.filter(there_now(row)).values_list(*fields)
    return tuple(
        Member(f"{loop.hex}.{version}", str(person), code, area, emotion is not None)
        for loop, version, person, code, area, emotion in rows
    )


def _release_table(table: Table, members: Sequence[Member], choice: Choice) -> releases.ReleaseTable:
    """The table's figures gathered by the reflections they describe; mean emotions have a denominator of their own."""
    figures: dict[tuple[TextFilter, str], dict[releases.Place, releases.Given]] = defaultdict(dict)
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            measure = "emotion" if cell.key.split(":")[1] == "emotion" else "loops"
            given = releases.Given(cell.value, cell.decimals, cell.percent)
            figures[cell.about, measure][row.heading.key, column.key] = given
    hidden = {frozenset(members) for members in _left_out(choice)}
    return releases.ReleaseTable(
        key=table.key,
        title=table.title,
        rows=tuple(_heading(row.heading, closing=row.closing) for row in table.rows),
        columns=tuple(_heading(column) for column in table.columns),
        cells=tuple(
            _release_cell(about, measure, given, members, left_out=frozenset(about.areas) in hidden)
            for (about, measure), given in figures.items()
        ),
        values={name: str(value) for name, value in table.values.items()},
        notes=(releases.Note(table.facts.definition),),
    )


def _left_out(choice: Choice) -> list[Sequence[str]]:
    groups = choice.groups or {}
    return [groups.get(name, (name,)) for name in choice.left_out]


def _release_cell(
    about: TextFilter,
    measure: str,
    figures: Mapping[releases.Place, releases.Given],
    members: Sequence[Member],
    *,
    left_out: bool,
) -> releases.ReleaseCell:
    inside = {
        each.key: each.person
        for each in members
        if about.assignment in {None, each.assignment}
        and (not about.areas or each.area in about.areas)
        and (measure == "loops" or each.has_emotion)
    }
    label = ", ".join(part for part in (" + ".join(about.areas), about.assignment or "") if part)
    return releases.ReleaseCell(
        key=f"{measure}:{about.assignment or ''}:{'+'.join(about.areas)}",
        label=label,
        members=inside,
        figures=figures,
        measure=measure,
        left_out=left_out,
    )


def _heading(heading: Heading, *, closing: bool = False) -> releases.Heading:
    return releases.Heading(
        heading.key, heading.name, heading.part.value, heading.group, closing=closing, is_message=heading.is_message
    )
