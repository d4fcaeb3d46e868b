"""Attendance looked at by those around the pupils: in all, by month, by grade level, who is away much, and lessons."""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kedjan.access.service import Actor, Refused, Right, UnitScope, decide, require
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.journal import service as journal
from kedjan.pupils import service as pupils
from kedjan.results.leading import LeadTimes, lead_times
from kedjan.results.remembered import remembered
from kedjan_statistics import attendance, attendance_laid, attendance_lessons
from kedjan_statistics.attendance import Attended, Bands
from kedjan_statistics.attendance_lessons import Slice, Spells
from kedjan_statistics.engine import asked
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
    import pyarrow.compute as pc
else:
    ibis, pc = later("ibis"), later("pyarrow.compute")

ROOM = "results"
DAY_COLUMNS = ("pupil", "school_unit", "date", "minutes", "valid_absence_minutes", "invalid_absence_minutes")
"""What of lessons is added up by day."""
LESSON_COLUMNS = (*DAY_COLUMNS, "subject", "reported")
NO_LEVEL = -1
"""The grade level of pupils of whom lessons alone are told: none is chosen by it, and 0 is the preschool class."""


@dataclass(frozen=True, slots=True)
class AttendanceAsked:
    """Whose attendance: one unit's pupils in one school year, at one grade level or all."""

    unit: UUID
    school_year: int
    grade_level: int | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A pupil who was absent much: minutes, the number, and the grade level, None where lessons alone are told."""

    number: str
    grade_level: int | None
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
    without the `protected` ones; `lessons` is None where only months are told, `leads` where no steps are. Where
    lessons alone are told, months are added up `from_lessons`, and there is no grade level."""

    total: Attended | None
    by_month: Mapping[str, Attended]
    by_grade_level: Mapping[int, Attended]
    bands: Bands
    least: int
    away: tuple[Away, ...]
    protected: int
    lessons: Lessons | None
    leads: LeadTimes | None
    from_lessons: bool
    data_sets: tuple[UUID, ...]


def years_with_attendance(*, by: Actor) -> tuple[int, ...]:
    """Return the school years that attendance by month or lesson is in place of, latest first."""
    there = facts.combined_of_kinds(by=by, kinds=(FactKind.ATTENDANCE, FactKind.LESSONS))
    return tuple(sorted({each.school_year for each in there}, reverse=True))


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
    there = _There(by, asks)
    counts = remembered(by.provider, asks, list(there.sets.values()), partial(_counts, there, bands))
    away, protected = _away(by, there.months, least, bands) if counts.total else ((), 0)
    leads = None
    if counts.total and FactKind.STEPS in there.sets:
        leads = lead_times(by, there.sets[FactKind.STEPS], asks.unit, there.months, there.days_of)
    return AttendanceSeen(
        counts.total,
        counts.by_month,
        counts.by_grade_level,
        bands,
        least,
        away,
        protected,
        counts.lessons,
        leads,
        counts.from_lessons,
        tuple(each.id for each in there.sets.values()),
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """What is counted of attendance, in which nobody's rows are: as in AttendanceSeen."""

    total: Attended | None
    by_month: Mapping[str, Attended]
    by_grade_level: Mapping[int, Attended]
    lessons: Lessons | None
    from_lessons: bool


class _There:
    """What is told of the pupils asked for, each part read when it is needed: None where nothing is."""

    def __init__(self, by: Actor, asks: AttendanceAsked) -> None:
        every = facts.combined_of_kinds(by=by, kinds=(FactKind.ATTENDANCE, FactKind.LESSONS, FactKind.STEPS))
        self.by, self.asks = by, asks
        self.sets = {each.kind: each for each in every if each.school_year == asks.school_year}

    @cached_property
    def months(self) -> Any | None:
        """Attendance by month; that of lessons where months are not told."""
        months = self._told_months
        if self.from_lessons:
            months = _asked(_added_up, self._every_day)
        if months is None or self.asks.grade_level is None:
            return months
        return months.filter(pc.equal(months["grade_level"], self.asks.grade_level))

    @cached_property
    def lessons(self) -> Any | None:
        """The lessons, and below their days."""
        return self._theirs(self._every_lesson)

    @cached_property
    def days(self) -> Any | None:
        return self._theirs(self._every_day)

    @cached_property
    def from_lessons(self) -> bool:
        return self._told_months is None and self._every_lesson is not None

    @cached_property
    def _told_months(self) -> Any | None:
        return _here(self.by, self.sets.get(FactKind.ATTENDANCE), self.asks.unit)

    @cached_property
    def _every_lesson(self) -> Any | None:
        return _here(self.by, self.sets.get(FactKind.LESSONS), self.asks.unit, LESSON_COLUMNS)

    @cached_property
    def _every_day(self) -> Any | None:
        return None if self._every_lesson is None else _asked(attendance_laid.by_day, self._every_lesson)

    def days_of(self, pupils: Collection[int]) -> Any | None:
        """Return the days of some pupils: of a school's lessons, only theirs are added up."""
        sets = self.sets.get(FactKind.LESSONS)
        lessons = _here(self.by, sets, self.asks.unit, DAY_COLUMNS, pupils) if pupils else None
        return None if lessons is None else _asked(attendance_laid.by_day, lessons)

    def _theirs(self, told: Any | None) -> Any | None:
        """Return what is told of the pupils of the grade level."""
        if told is None or self.months is None or self.asks.grade_level is None:
            return told
        return told.filter(pc.is_in(told["pupil"], value_set=pc.unique(self.months["pupil"])))


def _asked(question: Callable[..., Any], table: Any, **given: Hashable) -> Any:
    """Return what is asked of an Arrow table, as one."""
    return asked(question, ibis.memtable(table), **given)


def _counts(there: _There, bands: Bands) -> _Counts:
    if there.months is None:
        return _Counts(None, {}, {}, None, there.from_lessons)
    table = ibis.memtable(there.months)
    by_level = attendance.attended(table.mutate(grade_level=table.grade_level.cast("string")), by=("grade_level",))
    return _Counts(
        attendance.attended(table, by=(), bands=bands).get(()),
        {month: part for (month,), part in attendance.attended(table, by=("month",), bands=bands).items()},
        {} if there.from_lessons else {int(level): part for (level,), part in by_level.items()},
        _lessons(there.lessons, there.days),
        there.from_lessons,
    )


def _here(
    by: Actor,
    data_set: DataSet | None,
    unit: UUID,
    columns: Collection[str] | None = None,
    pupils: Collection[int] | None = None,
) -> Any | None:
    """Return what a data set says of a unit, in some columns, of some pupils or of all; None where that is nothing."""
    if data_set is None:
        return None
    here = facts.rows_of(by=by, data_set=data_set, columns=columns, pupils=pupils, school_unit=unit.hex)
    return here if here.num_rows else None


def _added_up(days: ibis.Table) -> ibis.Table:
    """Return days of lessons as attendance by month, of no grade level: what is not reported is without absence."""
    return attendance_lessons.months(days).mutate(grade_level=ibis.literal(NO_LEVEL, "int8"))


def _much(table: ibis.Table, *, least: int, bands: Bands) -> ibis.Table:
    """Return the pupils who were absent a share of their time or more, with their minutes and latest grade level."""
    each = table.group_by("pupil").aggregate(
        grade_level=table.grade_level.argmax(table.month),
        **{name: table[name].cast("int64").sum() for name in attendance.MINUTES},
    )
    absent = each.valid_absence_minutes + each.invalid_absence_minutes
    return each.filter(
        (each.offered_minutes >= bands.least_offered_minutes) & (absent * 100 >= each.offered_minutes * least)
    )


def _away(by: Actor, months: Any, least: int, bands: Bands) -> tuple[tuple[Away, ...], int]:
    """Return the pupils from a share of their time on, by number, and how many more are protected."""
    rows = _asked(_much, months, least=least, bands=bands).to_pylist()
    keys = {row["pupil"] for row in rows}
    numbers = pupils.numbers_of(by=by, keys=keys)
    found = [
        Away(
            numbers[row["pupil"]],
            None if row["grade_level"] == NO_LEVEL else row["grade_level"],
            *(int(row[name]) for name in attendance.MINUTES),
        )
        for row in rows
        if row["pupil"] in numbers
    ]
    return tuple(sorted(found, key=lambda each: each.number)), len(rows) - len(found)


def _lessons(table: Any | None, days: Any | None) -> Lessons | None:
    """Count lessons, and spells in their days; None where there are none."""
    if table is None:
        return None
    each = attendance_lessons.of_columns(ibis.memtable(table))
    slices = attendance_lessons.sliced(each, by=["weekday", "subject"])
    if not slices:
        return None
    return Lessons(
        attendance_lessons.rolled_up(slices, place=None)[()],
        attendance_lessons.rolled_up(slices, place=0),
        attendance_lessons.rolled_up(slices, place=1),
        attendance_lessons.spells(ibis.memtable(days)),
    )
