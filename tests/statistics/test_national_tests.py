"""National tests counted by part: what is no result is no nought, and grades stand beside grades."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics import national_tests
from kedjan_statistics.national_tests import WHOLE, BesideGrade, PartCounts, Told
from kedjan_statistics.national_tests_report import report


def told(pupil: str, subject: str, part: str, aspect: str, value: str, *, sex: str = "K", unit: str = "A") -> Told:
    return Told(pupil, sex, unit, 2026, 9, subject, part, aspect, value)


def test_what_is_no_result_is_counted_by_itself_and_is_no_nought() -> None:
    values = {"a": "0", "b": "17", "c": "not_taken", "d": "lost", "e": "replacement"}
    rows = [told(pupil, "SV", "B", "points", value) for pupil, value in values.items()]
    rows.append(told("f", "SV", "A", "points", "3"))
    part = national_tests.parts(national_tests.table(rows))["SV", "B"]
    assert (part.pupils, part.took_part) == (6, 2)
    assert (part.replacement, part.lost, part.not_taken, part.untold) == (1, 1, 1, 1)
    assert part.reached is part.not_reached is None


def test_the_level_required_and_a_passed_grade_are_what_is_reached() -> None:
    rows = [
        *(told(str(n), "MA", "A", "requirement_met", value) for n, value in enumerate(("yes", "yes", "no", "lost"))),
        *(told(str(n), "MA", "", "test_grade", value) for n, value in enumerate(("A", "E", "F", "not_taken"))),
    ]
    found = national_tests.parts(national_tests.table(rows))
    assert [(part.reached, part.not_reached) for part in found.values()] == [(2, 1), (2, 1)]
    assert found["MA", WHOLE].grades == {"A": 1, "B": 0, "C": 0, "D": 0, "E": 1, "F": 1}
    assert list(found) == [("MA", "A"), ("MA", WHOLE)], "the whole test last"


def test_a_part_told_by_two_fields_is_one_part_and_a_replacement_goes_before_not_taken() -> None:
    rows = [
        told("a", "SV", "B", "took_part", "yes"),
        told("a", "SV", "B", "points", "12"),
        told("b", "SV", "B", "took_part", "replacement"),
        told("b", "SV", "B", "points", "not_taken"),
        told("c", "SV", "", "syllabus", "SVA"),
    ]
    part = national_tests.parts(national_tests.table(rows))["SV", "B"]
    assert (part.pupils, part.took_part, part.replacement, part.not_taken, part.untold) == (3, 1, 1, 0, 1)


VALUES = {
    "points": ("0", "9", "lost", "not_taken", "replacement"),
    "took_part": ("yes", "lost", "not_taken", "replacement"),
    "requirement_met": ("yes", "no", "lost", "not_taken"),
}


@st.composite
def files(draw: st.DrawFn) -> list[Told]:
    rows = []
    for number in range(draw(st.integers(1, 9))):
        sex, unit = draw(st.sampled_from("KM")), draw(st.sampled_from("AB"))
        for subject in draw(st.sets(st.sampled_from(("MA", "SV", "EN")))):
            for part in draw(st.sets(st.sampled_from("ABC"))):
                for aspect in draw(st.sets(st.sampled_from(sorted(VALUES)), min_size=1)):
                    value = draw(st.sampled_from(VALUES[aspect]))
                    rows.append(told(f"p{number}", subject, part, aspect, value, sex=sex, unit=unit))
    return rows


def by_hand(rows: Iterable[Told], names: tuple[str, ...]) -> dict[tuple[str, ...], PartCounts]:
    """The twin: each pupil's fields of a part looked at one by one."""
    rows = list(rows)
    found = {}
    for key in {(*(getattr(row, name) for name in names), row.subject, row.part) for row in rows}:
        mine = [row for row in rows if (*(getattr(row, name) for name in names), row.subject) == key[:-1]]
        pupils = {row.pupil for row in mine}
        of_part = {pupil: {r.value for r in mine if r.pupil == pupil and r.part == key[-1]} for pupil in pupils}
        codes = {"replacement", "lost", "not_taken"}
        sorts = {"took_part": 0, "replacement": 0, "lost": 0, "not_taken": 0}
        for values in of_part.values():
            if values:
                name = "took_part" if values - codes else next(each for each in sorts if each in values)
                sorts[name] += 1
        levels = [r.value for r in mine if r.part == key[-1] and r.aspect == "requirement_met"]
        reached = (levels.count("yes"), levels.count("no")) if levels else (None, None)
        found[key] = PartCounts(len(pupils), **sorts, reached=reached[0], not_reached=reached[1])
    return found


@settings(max_examples=40, deadline=None)
@given(files(), st.sampled_from([(), ("sex",), ("school_unit",), ("school_unit", "sex")]))
def test_parts_are_as_counted_by_hand(rows: list[Told], by: tuple[str, ...]) -> None:
    assert national_tests.parts(national_tests.table(rows), by=by) == by_hand(rows, by)


def test_other_divisions_are_refused() -> None:
    with pytest.raises(ValueError, match="not by part"):
        national_tests.parts(national_tests.table([]), by=["part"])


def test_grades_of_tests_stand_beside_those_of_the_subject_that_was_tested() -> None:
    tests = [
        told("a", "MA", "", "test_grade", "E"),
        told("b", "MA", "", "test_grade", "C"),
        told("c", "MA", "", "test_grade", "B"),
        told("d", "MA", "", "test_grade", "F"),
        told("e", "MA", "", "test_grade", "F"),
        told("f", "MA", "", "test_grade", "lost"),
        told("a", "SV", "", "test_grade", "D"),
        told("a", "SV", "", "syllabus", "SVA"),
        told("b", "SV", "", "test_grade", "D"),
        told("a", "NO", "", "test_grade", "A"),
        told("a", "NO", "", "test_subject", "FY"),
        told("b", "NO", "", "test_grade", "A"),
    ]
    grades = [
        {"pupil": "a", "MA": 125, "SV": 200, "SVA": 125, "FY": 175, "BI": 200},
        {"pupil": "b", "MA": 150, "SV": 100, "FY": 200, "BI": 200},
        {"pupil": "c", "MA": 150},
        {"pupil": "d", "MA": -1},
        {"pupil": "f", "MA": 200},
    ]
    found = national_tests.beside_grades([row._asdict() for row in tests], grades)
    assert found == {
        "MA": BesideGrade(higher=1, same=1, lower=1, dash=1, without=1),
        "SV": BesideGrade(same=1, lower=1),
        "NO": BesideGrade(lower=1, without=1),
    }
    assert found["MA"].both == 3, "who lost the result is in neither"


def test_the_report_says_what_each_number_is_and_keeps_years_apart() -> None:
    rows = [told("a", "MA", "", "test_grade", "C"), told("b", "MA", "", "test_grade", "F", sex="M")]
    rows += [row._replace(school_year=2025) for row in rows]
    found = report(rows, by=("sex",))
    assert [year["school_year"] for year in found["years"]] == ["2024/25", "2025/26"]
    last = found["years"][-1]
    assert (last["pupils"], last["parts"][0]["reached"], last["parts"][0]["part"]) == (2, 1, None)
    assert [(part["sex"], part["reached"], part["not_reached"]) for part in last["by"]] == [("K", 1, 0), ("M", 0, 1)]
    assert "nought" in found["definition"]["untold"]
