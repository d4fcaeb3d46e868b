"""Attendance that SS 12000 has added up (aggregatedAttendance) as rows of attendance by pupil and month.

A month is the sum of a pupil's activities. What is offered is told, or else what was attended and missed together.
Each object must lie within one month, and none may tell again of days that another has told of.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar, Final, cast
from uuid import NAMESPACE_OID, uuid5

from kedjan_formats import problems, ss12000, ss12000_school
from kedjan_formats.attendance_files import LEVELS, AttendanceRow
from kedjan_formats.ss12000_objects import Reader
from kedjan_formats.ss12000_school import COMPULSORY, Parsed, Place, School, in_years, lacking, school_year_of
from kedjan_formats.ss12000_values import AggregatedAttendance, Person
from kedjan_formats.unreadable import gettext_noop

__all__ = ["KIND", "MONTH", "PUPIL", "UNIT", "USED", "by_pupil", "parse"]

KIND: Final = "aggregatedAttendance"
PUPIL, UNIT, MONTH = "persons.civicNo", "persons.enrolments.enroledAt", f"{KIND}.startDate"
USED: Final = frozenset({KIND, "persons", "organisations"})
PROBLEMS: Mapping[str, tuple[str, str]] = {
    **ss12000_school.PROBLEMS,
    "month": (gettext_noop("The time reaches over more than one month."), gettext_noop("days within one month")),
    "overlap": (
        gettext_noop("Another object (%(first)s) tells of the same days of the same pupil and activity."),
        gettext_noop("each day told of once"),
    ),
    "unit": (
        gettext_noop("It is not told at which school unit the pupil was."),
        gettext_noop("an enrolment on the first of the days"),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value; `row` is which object it is, from 1, and `column` its path."""

    words: ClassVar = PROBLEMS


def by_pupil(objects: Sequence[Any]) -> list[Any]:
    """Return objects with those of a pupil and the same days made one, where nothing of them has to be told.

    A server tells of each activity by itself, a score for each pupil and month: together they are a tenth. What is
    wrong, told twice or of protected pupils stands as it was.
    """
    reader = Reader()
    read = [(each, cast("AggregatedAttendance | None", reader.value(KIND, each, ""))) for each in objects]
    told: dict[tuple[str, str], list[AggregatedAttendance]] = {}
    for _, made in read:
        if made:
            told.setdefault((made.student, made.activity), []).append(made)
    kept: list[Any] = []
    sums: dict[tuple[str, dt.date, dt.date], list[AggregatedAttendance]] = {}
    for each, made in read:
        if made and made.offered_minutes is not None and not _stands_alone(made, told, reader):
            sums.setdefault((made.student, made.start, made.end), []).append(made)
        else:
            kept.append(each)
    return [*kept, *(_sum(*key, parts) for key, parts in sums.items())]


def _stands_alone(
    made: AggregatedAttendance, told: Mapping[tuple[str, str], Sequence[AggregatedAttendance]], reader: Reader
) -> bool:
    """Whether a pupil is protected, or the same days of an activity are told of more than once."""
    in_order = sorted(told[made.student, made.activity], key=lambda each: each.start)
    overlaps = any(after.start <= before.end for before, after in pairwise(in_order))
    return overlaps or made.student.lower() in reader.protected


def _sum(student: str, start: dt.date, end: dt.date, parts: Sequence[AggregatedAttendance]) -> dict[str, Any]:
    return {
        "student": {"id": student},
        "activity": {"id": str(uuid5(NAMESPACE_OID, f"{start}/{end}"))},
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        "attendanceSum": sum(each.attended_minutes for each in parts),
        "validAbsenceSum": sum(each.valid_absence_minutes for each in parts),
        "invalidAbsenceSum": sum(each.invalid_absence_minutes for each in parts),
        "otherAttendanceSum": sum(each.other_minutes for each in parts),
        "offeredSum": sum(each.offered_minutes or 0 for each in parts),
    }


@dataclass(slots=True)
class _Month:
    """A pupil's month at a unit, as far as it is added up; `number` is its first object."""

    number: int
    level: int
    offered: int = 0
    valid: int = 0
    invalid: int = 0


def parse(found: ss12000.Parsed) -> Parsed[AttendanceRow]:
    """Return what was read of SS 12000 as rows of attendance. Refuses it without the persons that it points at."""
    wrong = ss12000_school.used(found, USED)
    if not found.of(AggregatedAttendance):
        return Parsed((), wrong, found.notes, {})
    lacking(found, "persons")
    school = School(found, max(each.end for each in found.of(AggregatedAttendance)), Problem)
    rows = tuple(_rows(school))
    return Parsed(rows, (*wrong, *school.problems), (*found.notes, *school.notes(USED)), school.ids)


def _rows(school: School) -> Iterator[AttendanceRow]:
    months: dict[tuple[str, str, str], _Month] = {}
    told: dict[tuple[str, str], list[tuple[dt.date, dt.date, str]]] = {}
    found = zip(school.found.of(AggregatedAttendance), school.found.places[KIND], strict=True)
    for each, place in found:
        person = school.persons.get(each.student)
        if person is None:
            school.wrong(place, "student", "not_there")
            continue
        if person.protected:
            school.left["ss12000_protected_attendance"] += 1
            continue
        at = _month(school, person, each, place)
        earlier = told.setdefault((each.student, each.activity), [])
        clash = next((path for start, end, path in earlier if start <= each.end and each.start <= end), "")
        earlier.append((each.start, each.end, place[1]))
        if clash:
            school.wrong(place, "startDate", "overlap", each.start.isoformat(), first=clash)
        elif at:
            _add(school, months.setdefault(at[0], _Month(place[0], at[1])), each)
    for (pupil, unit, month), sums in months.items():
        yield AttendanceRow(sums.number, pupil, unit, sums.level, month, sums.offered, sums.valid, sums.invalid)


def _month(
    school: School, person: Person, each: AggregatedAttendance, place: Place
) -> tuple[tuple[str, str, str], int] | None:
    """Return the pupil, unit and month of an object, and the grade level; None where it is wrong or left out."""
    if not in_years(each.start):
        school.wrong(place, "startDate", "day", each.start.isoformat())
        return None
    if (each.start.year, each.start.month) != (each.end.year, each.end.month):
        school.wrong(place, "endDate", "month", each.end.isoformat())
        return None
    enrolled, level = school.enrolled(person, each.start, school_year_of(each.start), LEVELS)
    if enrolled is None and any(one.school_type not in COMPULSORY for one in person.enrolments):
        school.left["ss12000_other_school_types_attendance"] += 1
        return None
    if enrolled is None or level is None:
        school.wrong(place, "student", "level" if enrolled else "unit")
        return None
    return (school.number(person), school.unit(enrolled.school_unit), f"{each.start:%Y-%m}"), level


def _add(school: School, sums: _Month, each: AggregatedAttendance) -> None:
    offered = each.offered_minutes
    if offered is None:
        school.left["ss12000_offered_added_up"] += 1
        offered = each.attended_minutes + each.valid_absence_minutes + each.invalid_absence_minutes + each.other_minutes
    sums.offered += offered
    sums.valid += each.valid_absence_minutes
    sums.invalid += each.invalid_absence_minutes
