"""Attendance counted: time absent of time offered, and how many pupils are absent how much of it (B05, F10).

Whole minutes; shares are exact fractions. The share of all time and the share of pupils over a threshold are different
figures, and none is shown without which it is: mean absence is not how many are absent much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from kedjan_statistics.engine import asked
from kedjan_statistics.figure import Figure, Missing, ratio
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import natural
from kedjan_statistics.rows import as_table

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")


__all__ = [
    "DEFAULT",
    "AttendanceRow",
    "Attended",
    "Bands",
    "MinutesRow",
    "Month",
    "Summary",
    "attended",
    "banded",
    "summarise",
    "table",
]

MINUTES: Final = ("offered_minutes", "valid_absence_minutes", "invalid_absence_minutes")


@dataclass(frozen=True, slots=True)
class Bands:
    """A version of where bands of absence begin, in per cent of the time offered, and how much must be offered at least
    in the period for a pupil to be banded. There is no number in law: they are the provider's own."""

    name: str
    since: tuple[int, ...]
    least_offered_minutes: int


DEFAULT: Final = Bands("Kedjan 2026", (0, 5, 10, 15, 20, 50), least_offered_minutes=40 * 60)
"""Bands from 0, 5, 10, 15, 20 and 50 per cent; who is offered under 40 hours is in none."""


class MinutesRow(Protocol):
    """What every row of attendance has: a school unit, and minutes offered and absent."""

    @property
    def school_unit(self) -> str: ...
    @property
    def offered_minutes(self) -> int: ...
    @property
    def valid_absence_minutes(self) -> int: ...
    @property
    def invalid_absence_minutes(self) -> int: ...


class AttendanceRow(MinutesRow, Protocol):
    """What a row must have to be counted: one pupil's month at one school unit, in minutes."""

    @property
    def pupil(self) -> str: ...
    @property
    def grade_level(self) -> int: ...
    @property
    def month(self) -> str: ...


class Month(NamedTuple):
    """One pupil's month at one school unit, in minutes."""

    pupil: str
    school_unit: str
    grade_level: int
    month: str
    offered_minutes: int
    valid_absence_minutes: int
    invalid_absence_minutes: int


KINDS: Final = {
    **dict.fromkeys(Month._fields, "int32"),
    **dict.fromkeys(("pupil", "school_unit", "month"), "string"),
    "grade_level": "int16",
}


def table(rows: Iterable[AttendanceRow]) -> ibis.Table:
    """The rows as one Ibis table, a column for each of their fields."""
    return as_table(rows, KINDS)


@dataclass(frozen=True, slots=True)
class Attended:
    """A slice of pupils and months: minutes in all, and pupils by how much of their own time they were absent.

    `bands` and `invalid_bands`: pupils from each of the bands' beginnings to the next, by all absence and by invalid
    absence alone; `not_banded`: pupils who were offered too little.
    """

    pupils: int
    offered_minutes: int
    valid_absence_minutes: int
    invalid_absence_minutes: int
    bands: Mapping[int, int]
    invalid_bands: Mapping[int, int]
    not_banded: int

    @property
    def absence(self) -> Figure | Missing:
        """Time absent of time offered."""
        absent = self.valid_absence_minutes + self.invalid_absence_minutes
        return ratio(absent, self.offered_minutes, "share", "nothing_offered")

    @property
    def invalid_absence(self) -> Figure | Missing:
        """Time absent without a valid reason of time offered."""
        return ratio(self.invalid_absence_minutes, self.offered_minutes, "share", "nothing_offered")

    def absent(self, percent: int) -> int:
        """Pupils absent at least so much of their own time. Refuses what is no band's beginning."""
        if percent not in self.bands:
            raise ValueError(f"no band begins at {percent} %: {', '.join(map(str, self.bands))}")
        return sum(pupils for since, pupils in self.bands.items() if since >= percent)


@dataclass(frozen=True, slots=True)
class Summary:
    """All pupils and months, and the same by school unit, by month and by both, in natural order."""

    total: Attended
    by_school_unit: Mapping[str, Attended]
    by_month: Mapping[str, Attended]
    by_school_unit_and_month: Mapping[tuple[str, str], Attended]
    bands: Bands


def summarise(attendance: ibis.Table, bands: Bands = DEFAULT) -> Summary:
    """Count attendance in all, by school unit and by month: each pupil is banded by their own time in that slice."""
    total, by_unit, by_month, both = (
        attended(attendance, by=by, bands=bands) for by in ((), ("school_unit",), ("month",), ("school_unit", "month"))
    )
    nobody = Attended(0, 0, 0, 0, dict.fromkeys(bands.since, 0), dict.fromkeys(bands.since, 0), 0)
    return Summary(
        total=total.get((), nobody),
        by_school_unit={unit: part for (unit,), part in by_unit.items()},
        by_month={month: part for (month,), part in by_month.items()},
        by_school_unit_and_month={(unit, month): part for (unit, month), part in both.items()},
        bands=bands,
    )


def attended(attendance: ibis.Table, *, by: Sequence[str], bands: Bands = DEFAULT) -> dict[tuple[str, ...], Attended]:
    """Count attendance in each slice of `by`, in natural order of its names."""
    rows: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in asked(banded, attendance, by=tuple(by), bands=bands).to_pylist():
        rows.setdefault(tuple(row[name] for name in by), []).append(row)
    return {key: _attended(rows[key], bands) for key in sorted(rows, key=lambda key: [natural(name) for name in key])}


def banded(attendance: ibis.Table, *, by: Sequence[str], bands: Bands = DEFAULT) -> ibis.Table:
    """Pupils and minutes by band of all absence and of invalid absence, in each slice of `by`.

    `band` and `invalid_band` are where the band begins, -1 for who was offered too little.
    """
    pupils = attendance.group_by([*by, "pupil"]).aggregate(
        **{name: attendance[name].cast("int64").sum() for name in MINUTES}
    )
    absent = pupils.valid_absence_minutes + pupils.invalid_absence_minutes
    placed = pupils.mutate(
        band=_band(pupils, absent, bands), invalid_band=_band(pupils, pupils.invalid_absence_minutes, bands)
    )
    return placed.group_by([*by, "band", "invalid_band"]).aggregate(
        pupils=placed.count(), **{name: placed[name].sum() for name in MINUTES}
    )


def _band(pupils: ibis.Table, absent: ibis.Value, bands: Bands) -> ibis.Value:
    """Compared as whole numbers: a hundred times the absence with so many per cent of the time."""
    highest = sorted(bands.since, reverse=True)
    least = max(1, bands.least_offered_minutes)
    return ibis.cases(
        (pupils.offered_minutes < least, -1),
        *((absent * 100 >= pupils.offered_minutes * since, since) for since in highest[:-1]),
        else_=highest[-1],
    ).cast("int16")


def _attended(rows: Sequence[Mapping[str, Any]], bands: Bands) -> Attended:
    def pupils(column: str, since: int) -> int:
        return sum(row["pupils"] for row in rows if row[column] == since)

    offered, valid, invalid = (sum(int(row[name]) for row in rows) for name in MINUTES)
    return Attended(
        pupils=sum(row["pupils"] for row in rows),
        offered_minutes=offered,
        valid_absence_minutes=valid,
        invalid_absence_minutes=invalid,
        bands={since: pupils("band", since) for since in bands.since},
        invalid_bands={since: pupils("invalid_band", since) for since in bands.since},
        not_banded=pupils("band", -1),
    )
