"""Handing a round's tables to `releases`: which reflections each figure describes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor, Refused
from kedjan.people import service as people
from kedjan.reflection import shared_emotions
from kedjan.reflection.circle import kept_apart, round_to_read
from kedjan.reflection.counting import counts_of
from kedjan.reflection.exporting import TABLES
from kedjan.reflection.shared_cells import Cells, members_of, needing
from kedjan.reflection.table_values import Heading, Marking, Table, TextFilter
from kedjan.reflection.tabling import by_area, choose_columns, tags_by_area, tags_by_assignment
from kedjan.releases import service as releases
from kedjan_statistics.disclosure import Loop

KIND = "staff_reflections"


NOT_SPLIT = frozenset({"tags_by_assignment", "emotion_by_assignment", "response_curve"})
"""Tables that say nothing of areas."""
SHARED_TABLES = (*TABLES, *shared_emotions.TABLES)


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


def propose_release(*, by: Actor, now: datetime, round: UUID, choice: Choice) -> releases.Proposal:
    """Say what sharing would hide and why, or why it is refused. For readers who may share outside the circle."""
    tables, grouping = _prepared(by, now, round, choice)
    return releases.propose(by=by, now=now, source=source_of(round), kind=KIND, tables=tables, grouping=grouping)


def share(
    *,
    by: Actor,
    now: datetime,
    round: UUID,
    choice: Choice,
    title: str,
    purpose: str,
    seen: int,
    key: UUID,
    considered: bool = False,
) -> releases.Release:
    """Share the tables outside the circle of readers. `seen` is the proposal's; refused as `releases.release` does."""
    tables, grouping = _prepared(by, now, round, choice)
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
        considered=considered,
    )


def _prepared(
    by: Actor, now: datetime, round: UUID, choice: Choice
) -> tuple[tuple[releases.ReleaseTable, ...], releases.Grouping]:
    row = round_to_read(by, round)
    if kept_apart(by, [row]):
        raise Refused("Tables of this round are shared by somebody who is not the manager of any who answer it.")
    unknown = [name for name in choice.tables if name not in SHARED_TABLES]
    if unknown or not choice.tables:
        raise Refused("Choose at least one of the tables.")
    counts = counts_of(row, choice.groups)
    columns = choose_columns(counts, choice.columns)
    if "emotion_spread" in choice.tables and len(columns) < 2:
        raise Refused("The lowest and highest emotion need at least two service areas beside each other.")
    members, tags = members_of(row), len(counts.tag_set.tags)
    opened = replace(counts, assignments=counts.opened(people.day_of(now)))
    tables = []
    for name in choice.tables:
        cells = Cells(name, members, tags, _left_out(choice))
        made = shared_emotions.TABLES.get(name)
        about = opened if name == "response_curve" else counts
        tables.append(made(about, cells, columns) if made else _release_table(_table(by, round, name, choice), cells))
    beside = {name: counts.members(name) for name in columns if name not in choice.left_out}
    loops = tuple(Loop(each.key, each.assignment, each.area, each.person) for each in members)
    return tuple(tables), releases.Grouping(loops, beside if set(choice.tables) - NOT_SPLIT else {})


def _table(by: Actor, round: UUID, name: str, choice: Choice) -> Table:
    if name == "tags_by_assignment":
        return tags_by_assignment(by=by, round=round, marking=Marking.NONE)
    if name == "by_area":
        return by_area(by=by, round=round, columns=choice.columns, groups=choice.groups)
    return tags_by_area(by=by, round=round, rows=choice.columns, groups=choice.groups, marking=Marking.NONE)


def _release_table(table: Table, cells: Cells) -> releases.ReleaseTable:
    """The table's figures gathered by the reflections they describe; mean emotions have a denominator of their own."""
    figures: dict[tuple[TextFilter, str], dict[releases.Place, releases.Given]] = defaultdict(dict)
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            measure = "emotion" if cell.key.split(":")[1] == "emotion" else "loops"
            given = releases.Given(cell.value, cell.decimals, cell.percent, needing(cell.about, measure))
            figures[cell.about, measure][row.heading.key, column.key] = given
    return releases.ReleaseTable(
        key=table.key,
        title=table.title,
        rows=tuple(_heading(row.heading, closing=row.closing) for row in table.rows),
        columns=tuple(_heading(column) for column in table.columns),
        cells=tuple(cells.cell(about, measure, given) for (about, measure), given in figures.items()),
        values={name: str(value) for name, value in table.values.items()},
        notes=(releases.Note(table.facts.definition),),
    )


def _left_out(choice: Choice) -> frozenset[frozenset[str]]:
    groups = choice.groups or {}
    return frozenset(frozenset(groups.get(name, (name,))) for name in choice.left_out)


def _heading(heading: Heading, *, closing: bool = False) -> releases.Heading:
    return releases.Heading(
        heading.key, heading.name, heading.part.value, heading.group, closing=closing, is_message=heading.is_message
    )
