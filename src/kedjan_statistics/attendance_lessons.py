"""Attendance counted from lessons: by weekday and subject, how much is reported, and spells of absence (B05, F10).

Whole minutes and days. What is not reported is offered, and neither attended nor absent: the reporting rate says how
much that is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from kedjan_statistics.engine import fetch
from kedjan_statistics.figure import Figure, Missing, ratio
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import natural

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    ibis = later("ibis")
    pa = later("pyarrow")
    pc = later("pyarrow.compute")

__all__ = [
    "DEFAULT",
    "LessonRow",
    "Slice",
    "SpellRule",
    "Spells",
    "counted",
    "each_spell",
    "lessons",
    "months",
    "of_columns",
    "rolled_up",
    "sliced",
    "spells",
]


@dataclass(frozen=True, slots=True)
class SpellRule:
    """A version of what a spell is: days in a row, of those when the pupil had lessons, absent that much of each.

    `times` spells that begin within `within_days` days are repeated absence; one of `long_from` days is longer absence.
    There is no number in law: they are the provider's own.
    """

    name: str
    least_percent_of_day: int
    times: int
    within_days: int
    long_from: int


DEFAULT: Final = SpellRule("Kedjan 2026", least_percent_of_day=50, times=3, within_days=28, long_from=10)
"""Half the day's time at least; three spells within four weeks; ten days."""


class LessonRow(Protocol):
    """What a row must have to be counted: one pupil's lesson, in minutes; `reported` None where nobody says."""

    @property
    def pupil(self) -> str: ...
    @property
    def school_unit(self) -> str: ...
    @property
    def date(self) -> dt.date: ...
    @property
    def subject(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def valid_absence_minutes(self) -> int: ...
    @property
    def invalid_absence_minutes(self) -> int: ...
    @property
    def reported(self) -> bool | None: ...


@cache
def _schema() -> pa.Schema:
    text, number = pa.string(), pa.int32()
    columns = {"pupil": text, "school_unit": text, "subject": text, "month": text, "weekday": pa.int8(), "day": number}
    minutes = (
        "offered_minutes",
        "valid_absence_minutes",
        "invalid_absence_minutes",
        "reported_minutes",
        "said_minutes",
    )
    return pa.schema([*columns.items(), *((name, number) for name in minutes)])


_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
"""The ordinal of the day that engines count days from."""


def lessons(rows: Iterable[LessonRow]) -> ibis.Table:
    """The rows as one Ibis table: `day` is the day's ordinal, `weekday` 1 on Mondays.

    `said_minutes` are those of lessons of which it is said whether they were reported.
    """
    every = tuple(rows)
    columns: dict[str, list[Any]] = {
        "pupil": [row.pupil for row in every],
        "school_unit": [row.school_unit for row in every],
        "subject": [row.subject for row in every],
        "month": [f"{row.date:%Y-%m}" for row in every],
        "weekday": [row.date.isoweekday() for row in every],
        "day": [row.date.toordinal() for row in every],
        "offered_minutes": [row.minutes for row in every],
        "valid_absence_minutes": [row.valid_absence_minutes for row in every],
        "invalid_absence_minutes": [row.invalid_absence_minutes for row in every],
        "reported_minutes": [row.minutes if row.reported else 0 for row in every],
        "said_minutes": [0 if row.reported is None else row.minutes for row in every],
    }
    return ibis.memtable(pa.table(columns, schema=_schema()))


def of_columns(table: ibis.Table) -> ibis.Table:
    """The same of lessons that are a table already: with `date`, `minutes`, absence and `reported` as LessonRow has."""
    ordinal = table.date.cast("timestamp").epoch_seconds() // 86_400 + _EPOCH
    said = table.reported.fill_null(False)
    return table.select(
        "pupil",
        "school_unit",
        "subject",
        "valid_absence_minutes",
        "invalid_absence_minutes",
        month=table.date.strftime("%Y-%m"),
        weekday=table.date.day_of_week.index().cast("int8") + 1,
        day=ordinal.cast("int32"),
        offered_minutes=table.minutes,
        reported_minutes=said.ifelse(table.minutes, 0),
        said_minutes=table.reported.notnull().ifelse(table.minutes, 0),
    )


def months(table: ibis.Table) -> ibis.Table:
    """The lessons added up by pupil, school unit and month, as attendance.summarise takes them."""
    names = ("offered_minutes", "valid_absence_minutes", "invalid_absence_minutes")
    return table.group_by(["pupil", "school_unit", "month"]).aggregate(**{name: table[name].sum() for name in names})


@dataclass(frozen=True, slots=True)
class Slice:
    """Lessons of a weekday, a subject or all: how many of pupils' own, and their minutes."""

    lessons: int
    offered_minutes: int
    valid_absence_minutes: int
    invalid_absence_minutes: int
    reported_minutes: int
    said_minutes: int

    @property
    def absence(self) -> Figure | Missing:
        """Time absent of time offered."""
        absent = self.valid_absence_minutes + self.invalid_absence_minutes
        return ratio(absent, self.offered_minutes, "share", "nothing_offered")

    @property
    def invalid_absence(self) -> Figure | Missing:
        """Time absent without a valid reason of time offered."""
        return ratio(self.invalid_absence_minutes, self.offered_minutes, "share", "nothing_offered")

    @property
    def reporting_rate(self) -> Figure | Missing:
        """Time reported of time offered, among lessons of which it is said whether they were reported."""
        return ratio(self.reported_minutes, self.said_minutes, "share", "nothing_said")


def sliced(table: ibis.Table, *, by: Sequence[str]) -> dict[tuple[Any, ...], Slice]:
    """Count lessons in each slice of `by` (`weekday`, `subject`, `school_unit`, `month`), in natural order."""
    names = ("offered_minutes", "valid_absence_minutes", "invalid_absence_minutes", "reported_minutes", "said_minutes")
    parts = table.group_by(list(by)) if by else table
    found = parts.aggregate(
        lessons=table.count(), **{name: table[name].cast("int64").sum().fill_null(0) for name in names}
    )
    rows: list[Mapping[str, Any]] = fetch(found).to_pylist()
    rows.sort(key=lambda row: [natural(str(row[name])) for name in by])
    return {
        tuple(row[name] for name in by): Slice(int(row["lessons"]), *(int(row[name]) for name in names)) for row in rows
    }


def rolled_up(slices: Mapping[tuple[Any, ...], Slice], *, place: int | None) -> dict[Any, Slice]:
    """Add finer slices up by what stands at a `place` of their keys, in natural order; all of them, as (), by none."""
    found: dict[Any, list[Slice]] = {}
    for key, each in slices.items():
        found.setdefault(() if place is None else key[place], []).append(each)
    return {
        name: Slice(*(sum(column) for column in zip(*map(astuple, found[name]), strict=True)))
        for name in sorted(found, key=lambda each: natural(str(each)))
    }


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells of absence: how many, by their length in school days, and the pupils who have any, many or long ones."""

    pupils: int
    spells: int
    by_days: Mapping[int, int]
    pupils_with_spells: int
    pupils_repeated: int
    pupils_long: int
    rule: SpellRule


def spells(table: ibis.Table, rule: SpellRule = DEFAULT) -> Spells:
    """Count spells by the rule. Days without lessons neither break a spell nor count in it."""
    pupils = int(fetch(table.aggregate(pupils=table.pupil.nunique())).to_pylist()[0]["pupils"])
    return counted(_away(table, rule), pupils, rule)


def each_spell(table: ibis.Table, rule: SpellRule = DEFAULT) -> pa.Table:
    """Return a row for each spell: `pupil`, `days`, and `near`, whether it makes absence repeated."""
    return _found(_away(table, rule), rule)


def _away(table: ibis.Table, rule: SpellRule) -> ibis.Table:
    """Days of absence, with `run`, the same for days in a row."""
    absent = table.valid_absence_minutes + table.invalid_absence_minutes
    days = table.group_by(["pupil", "day"]).aggregate(offered=table.offered_minutes.sum(), absent=absent.sum())
    is_away = (days.absent > 0) & (days.absent * 100 >= days.offered * rule.least_percent_of_day)
    days = days.mutate(away=is_away.ifelse(1, 0))
    in_order = ibis.row_number().over(ibis.window(group_by="pupil", order_by="day"))
    in_kind = ibis.row_number().over(ibis.window(group_by=["pupil", "away"], order_by="day"))
    placed = days.mutate(run=in_order - in_kind)
    return placed.filter(placed.away == 1)


def counted(away: ibis.Table, pupils: int, rule: SpellRule) -> Spells:
    """Count the spells of days of absence (`pupil`, `day`, and `run`, the same for days in a row) among so many pupils.

    What the engine hands over is a row per spell, and it is counted as columns: a nation has millions.
    """
    found = _found(away, rule)
    lengths = pc.value_counts(found["days"]).to_pylist()

    def among(rows: pa.Table) -> int:
        return int(pc.count_distinct(rows["pupil"]).as_py())

    return Spells(
        pupils=pupils,
        spells=found.num_rows,
        by_days=dict(sorted((int(each["values"]), int(each["counts"])) for each in lengths)),
        pupils_with_spells=among(found),
        pupils_repeated=among(found.filter(found["near"])),
        pupils_long=among(found.filter(pc.greater_equal(found["days"], rule.long_from))),
        rule=rule,
    )


def _found(away: ibis.Table, rule: SpellRule) -> pa.Table:
    runs = away.group_by(["pupil", "run"]).aggregate(days=away.count(), since=away.day.min())
    earlier = runs.since.lag(rule.times - 1).over(ibis.window(group_by="pupil", order_by="since"))
    near = (runs.since - earlier) < rule.within_days
    return fetch(runs.select(runs.pupil, runs.days, near=near.fill_null(False)))
