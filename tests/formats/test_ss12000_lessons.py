"""Attendance that SS 12000 tells by lesson becomes rows of lessons, and no object is lost on the way."""

import datetime as dt
import json
import random
from typing import Any

import pytest

from kedjan_formats import ss12000, ss12000_lessons
from kedjan_formats.lesson_files import LessonRow
from kedjan_formats.ss12000_school import Parsed
from kedjan_formats.ss12000_values import Attendance
from kedjan_formats.unreadable import Unreadable
from tests.formats.ss12000_sample import META, as_bytes, person, ref, uuid, whole
from tests.formats.test_scb import person as number
from tests.formats.test_ss12000_attendance import times
from tests.formats.test_ss12000_spoilt import spoil

KINDS = ("persons", "organisations", "syllabuses", "activities", "calendarEvents", "attendances")
LEFT = ("ss12000_protected_attendance", "ss12000_other_school_types_attendance", "ss12000_cancelled")


def event(which: int = 800, day: str = "2026-01-12", **more: Any) -> dict[str, Any]:
    """A lesson of an hour in mathematics."""
    at = {"startTime": f"{day}T07:20:00Z", "endTime": f"{day}T08:20:00Z"}
    return {"id": uuid(which), "meta": META, "activity": ref(750), **at} | more


def attended(which: int = 300, lesson: int = 800, student: int = 1, **more: Any) -> dict[str, Any]:
    """A pupil who missed twenty minutes of a lesson."""
    made = {"id": uuid(which), "meta": META, "student": ref(student), "calendarEvent": ref(lesson)}
    return made | {"isReported": True, "attendanceMinutes": 40, "validAbsenceMinutes": 20} | more


def file(*objects: Any, **more: Any) -> dict[str, Any]:
    given = whole()
    return {kind: given[kind] for kind in KINDS} | ({"attendances": list(objects)} if objects else {}) | more


def made(*objects: Any, **more: Any) -> Parsed[LessonRow]:
    return ss12000_lessons.parse(ss12000.parse(as_bytes(file(*objects, **more))))


def wrong(found: Parsed[LessonRow]) -> list[tuple[str, str]]:
    return [(each.column, each.code) for each in found.problems]


def test_a_lesson_has_its_day_time_length_and_subject_from_the_event() -> None:
    found = made(attended(), attended(301, 800, 2, validAbsenceMinutes=0, attendanceMinutes=60))
    assert not found.problems
    assert [(each.pupil, each.school_unit, each.date, each.start, each.minutes) for each in found.rows] == [
        (number(981), "00000018", dt.date(2026, 1, 12), "08:20", 60),
        (number(982), "00000018", dt.date(2026, 1, 12), "08:20", 60),
    ]
    first = found.rows[0]
    assert (first.subject, first.valid_absence_minutes, first.invalid_absence_minutes, first.reported) == (
        "Matematik",
        20,
        0,
        True,
    )
    assert found.ids == {number(981): uuid(1), number(982): uuid(2)}


def test_a_late_evening_by_utc_is_the_next_day_in_sweden() -> None:
    late = event(startTime="2026-03-01T23:30:00Z", endTime="2026-03-02T00:10:00Z")
    assert [(each.date, each.start, each.minutes) for each in made(attended(), calendarEvents=[late]).rows] == [
        (dt.date(2026, 3, 2), "00:30", 40)
    ]


def test_what_nobody_has_reported_is_said_to_be_so_and_cannot_hold_absence() -> None:
    unreported = attended(isReported=False, validAbsenceMinutes=0, attendanceMinutes=0)
    assert [each.reported for each in made(unreported).rows] == [False]
    assert wrong(made(attended(isReported=False))) == [("attendances[0].isReported", "absent_unreported")]


def test_cancelled_lessons_protected_pupils_and_other_school_types_are_left_out_and_told() -> None:
    assert times(made(attended(), calendarEvents=[event(cancelled=True)])) == {"ss12000_cancelled": 1}
    hidden = made(attended(), persons=[person(1, securityMarking="Sekretessmarkering")])
    assert (hidden.rows, times(hidden)) == ((), {"ss12000_protected_attendance": 1})
    upper = {"enroledAt": ref(900), "schoolYear": 1, "schoolType": "GY", "startDate": "2025-08-18"}
    other = made(attended(), persons=[person(1, enrolments=[upper])])
    assert (other.rows, times(other)) == ((), {"ss12000_other_school_types_attendance": 1})


def test_what_is_wrong_is_told_by_its_path() -> None:
    assert wrong(made(attended(lesson=9), attended(301, 800, 9))) == [
        ("attendances[0].calendarEvent", "not_there"),
        ("attendances[1].student", "not_there"),
    ]
    assert wrong(made(attended(validAbsenceMinutes=61))) == [
        ("attendances[0].validAbsenceMinutes", "more_than_offered")
    ]
    turned = event(endTime="2026-01-14T08:20:00Z")
    assert wrong(made(attended(), calendarEvents=[turned])) == [("attendances[0].calendarEvent", "length")]
    twice = made(attended(), attended(301, 801), calendarEvents=[event(), event(801)])
    assert wrong(twice) == [("attendances[1].calendarEvent", "same_time")]
    assert wrong(made(attended(), persons=[person(1, enrolments=[])])) == [("attendances[0].student", "unit")]
    with pytest.raises(Unreadable, match="calendarEvents"):
        made(attended(), calendarEvents=[])


def test_without_a_syllabus_the_subject_is_what_the_activity_is_called() -> None:
    bare = {key: each for key, each in whole()["activities"][0].items() if key != "syllabus"}
    assert [each.subject for each in made(attended(), activities=[bare]).rows] == ["Matematik 9A"]


@pytest.mark.parametrize("seed", range(200))
def test_no_object_is_lost_whatever_stands_in_the_file(seed: int) -> None:
    """Each is a row, is wrong, or is left out and told."""
    dice = random.Random(seed)
    days = [f"2026-01-{12 + each}" for each in range(4)]
    objects = [attended(300 + each, 800 + each % 4, 1 + each % 2) for each in range(8)]
    given = file(*objects, calendarEvents=[event(800 + at, day) for at, day in enumerate(days)])
    try:
        read = ss12000.parse(json.dumps(spoil(given, dice)).encode())
        found = ss12000_lessons.parse(read)
    except Unreadable as refused:
        assert str(refused)
        return
    assert all(each.column and each.message % each.values and each.expected % each.values for each in found.problems)
    assert all(str(each) for each in found.notes)
    mine = {each.row for each in found.problems} - {each.row for each in read.problems}
    left = sum(int(str(many)) for code, many in times(found).items() if code in LEFT)
    assert len(found.rows) + len(mine) + left == len(read.of(Attendance))
    assert not {each.number for each in found.rows} & {each.row for each in found.problems}
