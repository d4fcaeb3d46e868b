"""Attendance looked at by those around the pupils: in all, by month, by grade level, who is away much, and lessons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kedjan.access.service import Actor, Refused, Right, UnitScope, decide, require
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.journal import service as journal
from kedjan.pupils import service as pupils
from kedjan.results.leading import LeadTimes, lead_times
from kedjan_statistics import attendance, attendance_lessons
from kedjan_statistics.attendance import Attended, Bands
from kedjan_statistics.attendance_lessons import Slice, Spells
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import fetch

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

ROOM = "results"


@dataclass(frozen=True, slots=True)
class AttendanceAsked:
    """Whose attendance: one unit's pupils in one school year, at one grade level or all."""

    unit: UUID
    school_year: int
    grade_level: int | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A pupil who was absent much: minutes, and the number, empty where the identity is protected."""

    number: str
    grade_level: int
    offered_minutes: int
    valid_absence_minutes: int
    invalid_absence_minutes: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """The same pupils' lessons: all, by weekday (1 is Monday) and by subject, and their spells of absence."""

    total: Slice
    by_weekday: Mapping[int, Slice]
    by_subject: Mapping[str, Slice]
    spells: Spells


@dataclass(frozen=True, slots=True)
class AttendanceSeen:
    """Attendance counted: `total` is None where there is none. `away` are pupils from `least` per cent on, by number,
    without the `protected` ones; `lessons` is None where only months are told, `leads` where no steps are."""

    total: Attended | None
    by_month: Mapping[str, Attended]
    by_grade_level: Mapping[int, Attended]
    bands: Bands
    least: int
    away: tuple[Away, ...]
    protected: int
    lessons: Lessons | None
    leads: LeadTimes | None
    grade_levels: tuple[int, ...]
    data_sets: tuple[UUID, ...]


def years_with_attendance(*, by: Actor) -> tuple[int, ...]:
    """Return the school years that attendance by month is in place of, latest first."""
    return tuple(each.school_year for each in reversed(facts.combined(by=by, kind=FactKind.ATTENDANCE)))


def see_attendance(*, by: Actor, now: datetime, asks: AttendanceAsked, least: int = 20) -> AttendanceSeen:
    """Count attendance, and who was away `least` per cent of their time or more; that one looked is in the journal.

    To those who may study the unit's pupils. Refuses what is no band's beginning. Who moved is counted at this unit
    with the months spent here.
    """
    require(decide(by, Right.STUDY_RESULTS, on=UnitScope(by.provider, asks.unit)))
    bands = attendance.DEFAULT
    if least not in bands.since:
        raise Refused("Choose one of %(choices)s per cent.", choices=", ".join(map(str, bands.since)))
    details = {"school_year": asks.school_year, "least": least}
    journal.record(
        by=by, now=now, room=ROOM, verb="looked_at_attendance", kind="unit", object_id=asks.unit.hex, details=details
    )
    every = facts.combined_of_kinds(by=by, kinds=(FactKind.ATTENDANCE, FactKind.LESSONS, FactKind.STEPS))
    sets = {each.kind: each for each in every if each.school_year == asks.school_year}
    months = sets.get(FactKind.ATTENDANCE)
    here = _here(by, months, asks.unit) if months else None
    levels = tuple(sorted(set(here["grade_level"].to_pylist()))) if here else ()
    used = tuple(each.id for each in sets.values())
    if here is None or not levels:
        return AttendanceSeen(None, {}, {}, bands, least, (), 0, None, None, levels, used)
    table = ibis.memtable(here)
    if asks.grade_level is not None:
        table = table.filter(table.grade_level == asks.grade_level)
    away, protected = _away(by, table, least, bands)
    lessons = _of_lessons(by, sets.get(FactKind.LESSONS), asks.unit, table if asks.grade_level is not None else None)
    by_level = attendance.attended(table.mutate(grade_level=table.grade_level.cast("string")), by=("grade_level",))
    return AttendanceSeen(
        attendance.attended(table, by=(), bands=bands).get(()),
        {month: part for (month,), part in attendance.attended(table, by=("month",), bands=bands).items()},
        {int(level): part for (level,), part in by_level.items()},
        bands,
        least,
        away,
        protected,
        _lessons(lessons),
        lead_times(by, sets.get(FactKind.STEPS), asks.unit, table, lessons),
        levels,
        used,
    )


def _here(by: Actor, data_set: DataSet, unit: UUID) -> Any:
    import pyarrow.compute as pc

    table = facts.rows_of(by=by, data_set=data_set)
    return table.filter(pc.equal(table["school_unit"], unit.hex))


def _away(by: Actor, table: Any, least: int, bands: Bands) -> tuple[tuple[Away, ...], int]:
    """Return the pupils from a share of their time on, by number, and how many more are protected."""
    each = table.group_by("pupil").aggregate(
        grade_level=table.grade_level.argmax(table.month),
        **{name: table[name].cast("int64").sum() for name in attendance.MINUTES},
    )
    absent = each.valid_absence_minutes + each.invalid_absence_minutes
    much = each.filter(
        (each.offered_minutes >= bands.least_offered_minutes) & (absent * 100 >= each.offered_minutes * least)
    )
    rows = fetch(much).to_pylist()
    keys = {row["pupil"] for row in rows}
    numbers = pupils.numbers_of(by=by, keys=keys)
    apart = pupils.protected(by=by, keys=keys)
    found = [
        Away(numbers[row["pupil"]], row["grade_level"], *(int(row[name]) for name in attendance.MINUTES))
        for row in rows
        if row["pupil"] not in apart and row["pupil"] in numbers
    ]
    return tuple(sorted(found, key=lambda each: each.number)), len(rows) - len(found)


def _of_lessons(by: Actor, data_set: DataSet | None, unit: UUID, only: Any | None) -> Any | None:
    """Return the lessons at the unit, of those pupils `only` where some were chosen; None where there are none."""
    here = _here(by, data_set, unit) if data_set else None
    if here is None or not here.num_rows:
        return None
    table = ibis.memtable(here)
    return table if only is None else table.semi_join(only, "pupil")


def _lessons(table: Any | None) -> Lessons | None:
    """Count lessons; None where there are none."""
    if table is None:
        return None
    each = attendance_lessons.of_columns(table)
    total = attendance_lessons.sliced(each, by=()).get(())
    if total is None or not total.lessons:
        return None
    return Lessons(
        total,
        {day: part for (day,), part in attendance_lessons.sliced(each, by=["weekday"]).items()},
        {name: part for (name,), part in attendance_lessons.sliced(each, by=["subject"]).items()},
        attendance_lessons.spells(each),
    )
