"""Attendance that SS 12000 has added up becomes rows by pupil and month, and no object is lost on the way."""

import json
import random
from typing import Any

import pytest

from kedjan_formats import ss12000, ss12000_attendance
from kedjan_formats.attendance_files import AttendanceRow
from kedjan_formats.ss12000_school import Parsed
from kedjan_formats.ss12000_values import AggregatedAttendance
from kedjan_formats.unreadable import Unreadable
from tests.formats.ss12000_sample import as_bytes, person, ref, uuid, whole
from tests.formats.test_scb import person as number
from tests.formats.test_ss12000_spoilt import spoil

LEFT = ("ss12000_protected_attendance", "ss12000_other_school_types_attendance")


def minutes(student: int = 1, activity: int = 750, month: str = "2026-03", **more: Any) -> dict[str, Any]:
    """A pupil's month in an activity: 1,000 minutes offered, 60 and 40 missed."""
    return {
        "student": ref(student),
        "activity": ref(activity),
        "startDate": f"{month}-01",
        "endDate": f"{month}-28",
        "attendanceSum": 900,
        "validAbsenceSum": 60,
        "invalidAbsenceSum": 40,
        "offeredSum": 1000,
    } | more


def file(*objects: Any, **more: Any) -> bytes:
    whole_school = whole()
    kept = {kind: whole_school[kind] for kind in ("persons", "organisations")}
    return as_bytes(kept | {"aggregatedAttendance": list(objects)} | more)


def made(*objects: Any, **more: Any) -> Parsed[AttendanceRow]:
    return ss12000_attendance.parse(ss12000.parse(file(*objects, **more)))


def said(found: Parsed[AttendanceRow]) -> list[tuple[object, ...]]:
    return [
        (
            each.pupil,
            each.school_unit,
            each.grade_level,
            each.month,
            each.offered_minutes,
            each.valid_absence_minutes,
            each.invalid_absence_minutes,
        )
        for each in found.rows
    ]


def wrong(found: Parsed[AttendanceRow]) -> list[tuple[str, str]]:
    return [(each.column, each.code) for each in found.problems]


def times(found: Parsed[AttendanceRow]) -> dict[str, object]:
    return {each.code: each.values["times"] for each in found.notes if "times" in each.values}


def test_a_month_is_the_sum_of_its_activities() -> None:
    found = made(minutes(), minutes(activity=751), minutes(month="2026-04"), minutes(2))
    assert not found.problems
    assert said(found) == [
        (number(981), "00000018", 9, "2026-03", 2000, 120, 80),
        (number(981), "00000018", 9, "2026-04", 1000, 60, 40),
        (number(982), "00000018", 9, "2026-03", 1000, 60, 40),
    ]
    assert found.ids == {number(981): uuid(1), number(982): uuid(2)}


def test_weeks_of_a_month_are_added_up_and_days_told_twice_are_wrong() -> None:
    first, second = ({"startDate": f"2026-03-{a}", "endDate": f"2026-03-{b}"} for a, b in (("02", "06"), ("09", "13")))
    assert said(made(minutes(**first), minutes(**second)))[0][4:] == (2000, 120, 80)
    again = made(minutes(), minutes(**first))
    assert wrong(again) == [("aggregatedAttendance[1].startDate", "overlap")]
    assert again.problems[0].values == {"first": "aggregatedAttendance[0]"}


def test_what_reaches_over_months_is_wrong_and_the_place_is_named() -> None:
    found = made(minutes(endDate="2026-05-31"))
    assert wrong(found) == [("aggregatedAttendance[0].endDate", "month")]


def test_without_what_was_offered_it_is_what_was_attended_and_missed_and_that_is_told() -> None:
    bare = {key: each for key, each in minutes(otherAttendanceSum=10).items() if key != "offeredSum"}
    found = made(bare)
    assert said(found)[0][4:] == (1010, 60, 40)
    assert times(found) == {"ss12000_offered_added_up": 1}


def test_protected_pupils_and_other_school_types_are_left_out_and_told() -> None:
    hidden = made(minutes(), persons=[person(1, securityMarking="Sekretessmarkering")])
    assert (hidden.rows, times(hidden)) == ((), {"ss12000_protected_attendance": 1})
    upper = {"enroledAt": ref(900), "schoolYear": 1, "schoolType": "GY", "startDate": "2025-08-18"}
    other = made(minutes(), persons=[person(1, enrolments=[upper])])
    assert (other.rows, times(other)) == ((), {"ss12000_other_school_types_attendance": 1})


def test_who_is_not_there_or_enrolled_nowhere_is_told_by_the_path() -> None:
    found = made(minutes(9), minutes(1), persons=[person(1, enrolments=[])])
    assert wrong(found) == [
        ("aggregatedAttendance[0].student", "not_there"),
        ("aggregatedAttendance[1].student", "unit"),
    ]
    with pytest.raises(Unreadable, match="persons"):
        ss12000_attendance.parse(ss12000.parse(as_bytes({"aggregatedAttendance": [minutes()]})))


def test_what_is_wrong_in_kinds_that_are_not_needed_is_told_and_refuses_nothing() -> None:
    found = made(minutes(), duties=[{"id": uuid(4), "dutyRole": "Rektor", "dutyAt": 7, "startDate": "2025-08-18"}])
    assert (len(found.rows), found.problems) == (1, ())
    assert times(found) == {"ss12000_kind_wrong": 1}


def test_activities_made_one_by_pupil_say_the_same() -> None:
    objects = [minutes(one, activity, month) for one in (1, 2) for activity in (750, 751, 752) for month in MONTHS]
    fewer = ss12000_attendance.by_pupil(objects)
    assert len(fewer) == 2 * len(MONTHS)
    assert sorted(said(made(*fewer))) == sorted(said(made(*objects)))


MONTHS = ("2026-01", "2026-02", "2026-03")


@pytest.mark.parametrize("seed", range(200))
def test_no_object_is_lost_whatever_stands_in_the_file(seed: int) -> None:
    """Each is in a month, is wrong, or is left out and told; and made one by pupil they say the same."""
    dice = random.Random(seed)
    objects = [minutes(1 + each % 2, 750 + each % 3, dice.choice(MONTHS)) for each in range(6)]
    spoilt = spoil(json.loads(file(*objects)), dice)
    try:
        read = ss12000.parse(json.dumps(spoilt).encode())
        found = ss12000_attendance.parse(read)
    except Unreadable as refused:
        assert str(refused)
        return
    assert all(each.column and each.message % each.values and each.expected % each.values for each in found.problems)
    assert all(str(each) for each in found.notes)
    mine = {each.row for each in found.problems} - {each.row for each in read.problems}
    left = sum(int(str(many)) for code, many in times(found).items() if code in LEFT)
    counted = read.of(AggregatedAttendance)
    offered = sum(row.offered_minutes for row in found.rows)
    assert len(mine) + left <= len(counted)
    if not mine and not left:
        assert offered == sum(
            each.offered_minutes
            if each.offered_minutes is not None
            else each.attended_minutes + each.valid_absence_minutes + each.invalid_absence_minutes + each.other_minutes
            for each in counted
        )
    listed = spoilt.get("aggregatedAttendance")
    if isinstance(listed, list):
        fewer = json.loads(json.dumps(spoilt)) | {"aggregatedAttendance": ss12000_attendance.by_pupil(listed)}
        try:
            again = ss12000_attendance.parse(ss12000.parse(json.dumps(fewer).encode()))
        except Unreadable:
            return
        assert sorted(said(again)) == sorted(said(found))
        assert {each.code for each in again.problems} == {each.code for each in found.problems}
