"""Grades of SS 12000 become rows of grades, with what the persons and syllabuses beside them tell."""

import json
import random
from typing import Any

import pytest

from kedjan_formats import ss12000, ss12000_grades
from kedjan_formats.results_files import GradeRow
from kedjan_formats.ss12000_school import Parsed
from kedjan_formats.ss12000_values import Grade
from kedjan_formats.unreadable import Unreadable
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL
from tests.formats.ss12000_sample import META, as_bytes, grade, person, ref, uuid, whole
from tests.formats.test_scb import person as number
from tests.formats.test_ss12000_spoilt import spoil

LEFT = ("ss12000_protected", "ss12000_other_school_types", "ss12000_earlier_grades")
SUBJECT = {"schoolType": "GR", "subjectCode": "MA", "subjectName": "Matematik", "official": True}


def read(given: dict[str, list[dict[str, Any]]]) -> Parsed[GradeRow]:
    """The file as rows."""
    return ss12000_grades.parse(
        ss12000.parse(as_bytes(given)), subjects=COMPULSORY_SCHOOL.names, grades=tuple(A_TO_F.points)
    )


def made(*grades: dict[str, Any], **more: list[dict[str, Any]]) -> Parsed[GradeRow]:
    """A small school with other grades, or other objects."""
    return read(whole() | {"grades": list(grades)} | more)


def said(found: Parsed[GradeRow]) -> list[tuple[object, ...]]:
    return [(each.school_year, each.grade_level, each.school_unit, each.subject, each.grade) for each in found.rows]


def codes(found: Parsed[GradeRow]) -> dict[str, object]:
    return {
        each.code: each.values["times"] for each in found.notes if "times" in each.values and "kind" not in each.values
    }


def wrong(found: Parsed[GradeRow]) -> list[tuple[str, str]]:
    return [(each.column, each.code) for each in found.problems]


def enrolled(**more: Any) -> dict[str, Any]:
    place = {"enroledAt": ref(900), "schoolYear": 9, "schoolType": "GR", "startDate": "2025-08-18"}
    return person(1, enrolments=[place | more])


def test_a_school_becomes_rows_with_number_sex_unit_level_and_subject() -> None:
    found = read(whole())
    assert not found.problems
    assert [(each.pupil, each.sex, each.grade) for each in found.rows] == [
        (number(981), "K", "C"),
        (number(982), "M", "F"),
    ]
    assert said(found) == [(2026, 9, "00000018", "MA", "C"), (2026, 9, "00000018", "MA", "F")]
    assert ss12000.parse(as_bytes(whole())).places["grades"] == tuple(
        (each.number, f"grades[{at}]") for at, each in enumerate(found.rows)
    )
    left = {each.values["kind"] for each in found.notes if each.code == "ss12000_kind_not_used"}
    others = {"groups", "duties", "aggregatedAttendance", "absences", "studyplans", "calendarEvents", "activities"}
    assert left == {"attendances", *others}


def test_the_later_of_two_grades_in_a_year_is_read_and_the_earlier_told() -> None:
    autumn = grade(502, gradeValue="E", registeredDate="2025-12-19", semester="HT", year=2025)
    for order in ([autumn, grade()], [grade(), autumn]):
        found = made(*order)
        assert said(found) == [(2026, 9, "00000018", "MA", "C")]
        assert codes(found) == {"ss12000_earlier_grades": 1}
    both = made(grade(), grade(503, gradeValue="A"))
    assert wrong(both) == [("grades[1].gradeValue", "two_grades")]


def test_without_a_term_the_day_says_the_school_year() -> None:
    bare = {key: each for key, each in grade(registeredDate="2025-12-19").items() if key not in ("semester", "year")}
    assert [each.school_year for each in made(bare).rows] == [2026]


def test_protected_pupils_and_other_school_types_are_left_out_and_told() -> None:
    hidden = made(grade(), persons=[person(1, securityMarking="Skyddad folkbokföring")])
    assert (hidden.rows, codes(hidden)) == ((), {"ss12000_protected": 1})
    other = made(grade(), syllabuses=[{"id": uuid(700), "meta": META, **SUBJECT, "schoolType": "GY"}])
    assert (other.rows, codes(other)) == ((), {"ss12000_other_school_types": 1})


def test_a_level_counts_only_for_the_school_year_in_which_it_was_told() -> None:
    earlier = grade(registeredDate="2025-06-10", year=2025)
    kept = enrolled(startDate="2022-08-18")
    assert wrong(made(earlier, persons=[kept])) == [("grades[0].student", "level")]
    assert said(made(grade(), persons=[kept])) == [(2026, 9, "00000018", "MA", "C")]
    ended = enrolled(startDate="2024-08-18", endDate="2025-06-13", schoolYear=8)
    assert said(made(earlier, persons=[ended])) == [(2025, 8, "00000018", "MA", "C")]
    assert wrong(made(grade(), persons=[ended])) == [("grades[0].organisation", "unit"), ("grades[0].student", "level")]


def test_what_a_grade_lacks_is_told_with_its_path_and_without_the_pupil() -> None:
    unknown = made(grade(), grade(502, 9), grade(503, syllabus=ref(9)), grade(504, gradeValue="MVG"))
    assert wrong(unknown) == [
        ("grades[1].student", "not_there"), ("grades[2].syllabus", "not_there"), ("grades[3].gradeValue", "grade"),
    ]  # fmt: skip
    assert wrong(made(grade(), persons=[person(1, sex="Okänt")])) == [("grades[0].student", "sex")]
    odd = [{"id": uuid(700), "meta": META, **SUBJECT, "subjectCode": "X", "subjectName": "Schack"}]
    assert wrong(made(grade(), syllabuses=odd)) == [("grades[0].syllabus", "subject")]
    assert wrong(made(grade(registeredDate="9999-12-31", year=None))) == [("grades[0].registeredDate", "day")]


def test_who_has_no_number_is_known_by_the_id() -> None:
    found = made(grade(), persons=[person(1, civicNo=None)])
    assert ([each.pupil for each in found.rows], codes(found)) == ([uuid(1)], {"ss12000_no_number": 1})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"grades": [grade()]}, "ss12000_lacking"),
    ],
)
def test_files_without_what_is_needed_are_refused_with_what_is_lacking(given: dict[str, Any], code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(given)
    assert refused.value.code == code and str(refused.value)


@pytest.mark.parametrize("seed", range(200))
def test_no_grade_is_lost_whatever_stands_in_the_file(seed: int) -> None:
    """Each is a row, is wrong, is left out and told, or stood there twice."""
    dice = random.Random(seed)
    given = whole()
    given["grades"] += [grade(510 + each, 1 + each % 2, semester="HT", year=2023 + each) for each in range(3)]
    spoilt = json.dumps(spoil(given, dice)).encode()
    try:
        read = ss12000.parse(spoilt)
        found = ss12000_grades.parse(read, subjects=COMPULSORY_SCHOOL.names, grades=tuple(A_TO_F.points))
    except Unreadable as refused:
        assert str(refused)
        return
    assert all(each.column and each.message % each.values and each.expected % each.values for each in found.problems)
    assert all(str(each) for each in found.notes)
    wrong_rows = {each.row for each in found.problems} - {each.row for each in read.problems}
    left = sum(int(str(times)) for code, times in codes(found).items() if code in LEFT)
    assert len(found.rows) + len(wrong_rows) + left == len(read.of(Grade))
    assert not {each.number for each in found.rows} & {each.row for each in found.problems}
