"""Examinations in SS 12000 as later grades: which school year's final grades they come after, where, and the best."""

import datetime as dt
from typing import Any

import pytest

from kedjan_formats import ss12000, ss12000_grades, ss12000_later_grades
from kedjan_formats.later_grades_files import LaterRow
from kedjan_formats.ss12000_school import Parsed
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL
from tests.formats.ss12000_sample import as_bytes, grade, person, ref, whole

SCALE: dict[str, Any] = {"subjects": COMPULSORY_SCHOOL.names, "grades": tuple(A_TO_F.points)}


def trial(which: int = 502, **more: Any) -> dict[str, Any]:
    return grade(which, **{"trial": True, "gradeValue": "E", "registeredDate": "2026-10-02"} | more)


def made(*grades: dict[str, Any], **more: Any) -> Parsed[LaterRow]:
    """The file as rows."""
    return ss12000_later_grades.parse(ss12000.parse(as_bytes(whole() | {"grades": list(grades)} | more)), **SCALE)


def at(start: str, end: str | None = None, unit: int = 900, **more: Any) -> dict[str, Any]:
    """Where somebody goes to school."""
    told = {"enroledAt": ref(unit), "schoolYear": 9, "schoolType": "GR", "startDate": start}
    return told | ({"endDate": end} if end else {}) | more


def told(found: Parsed[LaterRow]) -> list[tuple[int, str, str, str, dt.date]]:
    return [(row.school_year, row.school_unit, row.subject, row.grade, row.day) for row in found.rows]


def test_an_examination_is_a_later_grade_and_no_other_grade_is() -> None:
    found = ss12000.parse(as_bytes(whole() | {"grades": [grade(), trial()]}))
    (later,) = ss12000_later_grades.parse(found, **SCALE).rows
    (ordinary,) = ss12000_grades.parse(found, **SCALE).rows
    assert (later.grade, later.gained_through, ordinary.grade) == ("E", "examination", "C")
    assert later.pupil == ordinary.pupil and later.number != ordinary.number


@pytest.mark.parametrize(
    ("day", "places", "year", "unit"),
    [
        ("2026-06-24", [at("2025-08-18")], 2026, "00000018"),
        ("2026-10-02", [at("2025-08-18", "2026-06-30")], 2026, "00000018"),
        ("2027-02-01", [at("2025-08-18", "2026-06-30")], 2026, "00000018"),
        ("2027-11-01", [at("2025-08-18", "2026-06-30")], 2026, "00000018"),
        ("2025-11-01", [at("2023-08-18")], 2025, "00000018"),
        ("2027-11-01", [at("2023-08-18", "2025-06-30", 901), at("2025-08-18", "2026-07-31")], 2026, "00000018"),
        ("2027-11-01", [at("2025-08-18", "2026-06-30"), at("2026-08-18", schoolType="GY")], 2026, "00000018"),
    ],
)
def test_it_comes_after_the_final_grades_of_the_last_june_at_school(
    day: str, places: list[dict[str, Any]], year: int, unit: str
) -> None:
    found = made(trial(registeredDate=day), persons=[person(1, enrolments=places)])
    assert told(found) == [(year, unit, "MA", "E", dt.date.fromisoformat(day))]


def test_of_several_the_best_is_read_and_of_equals_the_first() -> None:
    found = made(trial(502), trial(503, gradeValue="C", registeredDate="2026-12-01"), trial(504, gradeValue="F"))
    assert [row.grade for row in found.rows] == ["C"]
    assert ("ss12000_other_examinations", {"times": 2}) in [(note.code, note.values) for note in found.notes]
    equal = made(trial(502, registeredDate="2026-12-01"), trial(503))
    assert [row.day for row in equal.rows] == [dt.date(2026, 10, 2)]


def test_what_is_wrong_is_told_by_its_path_and_the_protected_are_left_out() -> None:
    lost = person(1, enrolments=[])
    found = made(trial(502, gradeValue="MVG"), trial(503, student=9), trial(504, gradeValue="D"), persons=[lost])
    assert [(each.column, each.code) for each in found.problems] == [
        ("grades[0].gradeValue", "grade"),
        ("grades[0].organisation", "unit"),
        ("grades[1].student", "not_there"),
        ("grades[2].organisation", "unit"),
    ]
    hidden = made(trial(), persons=[person(1, securityMarking="Sekretessmarkering")])
    assert hidden.rows == () and ("ss12000_protected", {"times": 1}) in [(e.code, e.values) for e in hidden.notes]
