"""Eligibility before and after examinations and holiday school, by examples on paper and by a twin."""

import random
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics import grades, grades_later, grades_later_report
from kedjan_statistics.grades import Grade
from kedjan_statistics.grades_later import AfterFinal, Gained, LaterGrade, Unplaced
from tests.statistics import grades_twin as twin

EIGHT = ("SV", "EN", "MA", "BL", "IDH", "MU", "SL", "TK")
YEAR = 2026


def final(
    pupil: str, letters: str, *, level: int = 9, year: int = YEAR, sex: str = "K", unit: str = "A"
) -> list[Grade]:
    """A pupil's grades in eight subjects, which make one eligible for vocational programmes where all are passes."""
    return [Grade(pupil, sex, unit, year, level, code, grade) for code, grade in zip(EIGHT, letters, strict=True)]


def later(pupil: str, subject: str, grade: str, through: str = "holiday_school", year: int = YEAR) -> LaterGrade:
    return LaterGrade(pupil, year, subject, grade, through)


def counted(rows: Iterable[Grade], told: Iterable[LaterGrade], **more: Any) -> dict[tuple[Any, ...], AfterFinal]:
    return grades_later.after_final(grades.table(rows), grades_later.later_table(told), **more)


def one(rows: Iterable[Grade], *told: LaterGrade) -> tuple[int, int]:
    """How many of one year are eligible for vocational programmes before and after."""
    (found,) = counted(rows, told).values()
    return found.before["vocational"], found.after["vocational"]


def test_three_passed_mathematics_in_august_as_in_the_municipality_of_the_demo() -> None:
    rows = [row for n in range(96) for row in final(f"p{n}", "EEEEEEEE" if n < 81 else "EEFEEEEE")]
    told = [later(f"p{n}", "MA", "E") for n in (81, 82, 83)] + [later("p84", "MA", "F")]
    ((key, found),) = counted(rows, told).items()
    assert key == (YEAR, 9)
    assert (found.pupils, found.with_later) == (96, 4)
    assert (found.before["vocational"], found.after["vocational"]) == (81, 84)
    assert found.gained == {("MA", "holiday_school"): Gained(grades=4, passed=3)}


@pytest.mark.parametrize(
    ("letters", "told", "after"),
    [
        ("EEFEEEEE", later("p", "MA", "E"), 1),
        ("EE-EEEEE", later("p", "MA", "C", "examination"), 1),
        ("EEFEEEEE", later("p", "MA", "F"), 0),
        ("EEFEEEEE", later("p", "MA", "-"), 0),
        ("EEFFEEEE", later("p", "MA", "E"), 0),
        ("FEEEEEEE", later("p", "SVA", "E", "examination"), 1),
        ("EEEEEEEF", later("p", "HI", "E", "examination"), 1),
        ("EEFEEEEE", later("p", "MA", "E", year=2025), 0),
    ],
)
def test_the_better_of_the_two_counts_and_only_of_the_same_year(letters: str, told: LaterGrade, after: int) -> None:
    assert one(final("p", letters), told) == (0, after)


def test_without_later_grades_after_is_as_before() -> None:
    (found,) = counted(final("p", "EEEEEEEE"), []).values()
    assert (found.with_later, found.before, found.gained) == (0, found.after, {})


def test_nobody_is_eligible_before_and_not_after() -> None:
    assert one(final("p", "CCCCCCCC"), later("p", "MA", "F"), later("p", "EN", "E"), later("p", "SV", "-")) == (1, 1)
    block = [row for row in final("p", "EEEEEEEF")[:7] if row.subject not in ("SL", "MU")]
    block += [Grade("p", "K", "A", YEAR, 9, "NO", "E")]
    assert one(block, later("p", "BI", "F")) == (1, 1)


def test_the_pupils_are_those_with_final_grades_and_others_are_told() -> None:
    rows = [*final("p", "EEFEEEEE"), *final("q", "EEFEEEEE", level=8), *final("r", "EEEEEEEE", year=2025)]
    told = [later("q", "MA", "E"), later("new", "SVA", "D"), later("new", "EN", "E"), later("r", "MA", "C")]
    table = grades.table(rows)
    found = counted(rows, told)
    assert [(key, each.pupils, each.with_later) for key, each in found.items()] == [
        ((2025, 9), 1, 0),
        ((2026, 9), 1, 0),
    ]
    assert grades_later.unplaced(table, grades_later.later_table(told)) == {YEAR: Unplaced(pupils=3, grades=4)}
    assert grades_later.unplaced(table, grades_later.later_table([later("r", "MA", "C", year=2025)])) == {}


def test_final_grades_are_of_year_ten_where_the_school_is_of_ten_years() -> None:
    rows = [*final("p", "EEFEEEEE", level=9, year=2029), *final("q", "EEFEEEEE", level=10, year=2029)]
    found = counted(rows, [later("p", "MA", "E", year=2029), later("q", "MA", "E", year=2029)])
    assert [(key, each.pupils, each.after["vocational"]) for key, each in found.items()] == [((2029, 10), 1, 1)]


def test_parts_have_their_own_denominators_and_add_up() -> None:
    rows = [*final("p", "EEFEEEEE", unit="A"), *final("q", "EEFEEEEE", unit="B", sex="M"), *final("r", "EEEEEEEE")]
    told = [later("q", "MA", "E")]
    found = counted(rows, told, by=["school_unit", "sex"])
    assert [
        (*key[2:], each.pupils, each.before["vocational"], each.after["vocational"]) for key, each in found.items()
    ] == [
        ("A", "K", 2, 1, 1),
        ("B", "M", 1, 0, 1),
    ]
    with pytest.raises(ValueError, match="not by class"):
        counted(rows, told, by=["class"])


def test_the_report_holds_whole_numbers_with_what_they_are_of() -> None:
    found = grades_later_report.report(
        final("p", "EEFEEEEE"), [later("p", "MA", "E"), later("x", "MA", "E")], by=["sex"]
    )
    (year,), (part,) = found["years"], found["by"]
    vocational = year["eligible"]["vocational"]
    assert [(vocational[end]["pupils"], vocational[end]["of"]) for end in ("before", "after")] == [(0, 1), (1, 1)]
    assert vocational["gained"] == 1 and part["sex"] == "K"
    assert year["subjects"] == [{"subject": "MA", "gained_through": "holiday_school", "grades": 1, "passed": 1}]
    assert found["without_final_grades"] == [{"school_year": "2025/26", "pupils": 1, "grades": 1}]


CODES = (*EIGHT, "SVA", "NO", "BI", "FY", "KE", "SO", "GE", "HI", "RE", "SH", "M2", "ML")


def on_paper(rows: Iterable[Grade], told: list[LaterGrade]) -> dict[tuple[int, int], AfterFinal]:
    """The same in plain Python: each pupil's report as it was, and with the passes that are better put in."""
    reports: dict[tuple[int, int], dict[str, dict[str, str]]] = {}
    for row in rows:
        if row.grade_level == 9:
            reports.setdefault((row.school_year, 9), {}).setdefault(row.pupil, {})[row.subject] = row.grade
    kinds = {"vocational": (5, ()), **{kind: (9, named) for kind, named in twin.PREPARATORY.items()}}
    found = {}
    for key, pupils in sorted(reports.items()):
        mine = [each for each in told if each.school_year == key[0] and each.pupil in pupils]
        before, after = dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0)
        gained: dict[tuple[str, str], list[int]] = {}
        for each in mine:
            had = (
                each.subject in twin.passed(pupils[each.pupil]) or pupils[each.pupil].get(each.subject, "F") in "ABCDE"
            )
            counts = gained.setdefault((each.subject, each.gained_through), [0, 0])
            counts[0] += 1
            counts[1] += each.grade in "ABCDE" and not had
        for pupil, report in pupils.items():
            laid = dict(report)
            for each in mine:
                if each.pupil == pupil and each.grade in "ABCDE":
                    laid[each.subject] = min(each.grade, laid.get(each.subject, "F").replace("-", "F"))
            for kind, asks in kinds.items():
                before[kind] += twin.eligible(report, *asks)
                after[kind] += twin.eligible(laid, *asks)
        with_later = len({each.pupil for each in mine})
        found[key] = AfterFinal(
            len(pupils), with_later, before, after, {each: Gained(*counts) for each, counts in gained.items()}
        )
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_drawn_grades_are_counted_as_on_paper(seed: int) -> None:
    dice = random.Random(seed)
    rows, told = [], []
    for pupil in range(dice.randint(1, 8)):
        year, level = dice.choice((2025, 2026)), dice.choice((9, 9, 9, 8))
        for code in dice.sample(CODES, dice.randint(6, len(CODES))):
            rows.append(Grade(f"p{pupil}", "K", "A", year, level, code, dice.choice("ABCDEEEEF-")))
    for pupil in range(10):
        for code in dice.sample(CODES, dice.randint(0, 4)):
            told.append(
                later(
                    f"p{pupil}", code, dice.choice("CEEF-"), dice.choice(grades_later.WAYS), dice.choice((2025, 2026))
                )
            )
    assert counted(rows, told) == on_paper(rows, told)
    placed = {(row.pupil, row.school_year) for row in rows if row.grade_level == 9}
    lost = [each for each in told if (each.pupil, each.school_year) not in placed]
    found = grades_later.unplaced(grades.table(rows), grades_later.later_table(told))
    assert sum(each.grades for each in found.values()) == len(lost)
    assert sum(each.pupils for each in found.values()) == len({(each.pupil, each.school_year) for each in lost})
