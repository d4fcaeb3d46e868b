"""A cohort year by year: who stayed, was gained or lost, joined and left, and nobody not eligible for being away."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import results_files, tables
from kedjan_statistics import cohorts, grades
from kedjan_statistics.grades import A_TO_F, COMPULSORY_SCHOOL, Grade
from tests.statistics import grades_twin as twin

REFERENCE = Path(__file__).parents[1] / "reference" / "karlskoga_cohort.csv"
EIGHT = ("SV", "EN", "MA", "BL", "MU", "TK", "HI", "KE")


def year(pupil: str, school_year: int, level: int, grade: str = "E", *, sex: str = "K", unit: str = "A") -> list[Grade]:
    return [Grade(pupil, sex, unit, school_year, level, subject, grade) for subject in EIGHT]


def counted(rows: list[Grade], early: int, late: int, **only: str) -> Counter[str]:
    """The twin: each pupil's last year at each of the two levels, and what became of the pupil between them."""
    found = twin.reports(rows)
    years = {(row.grade_level, row.school_year) for row in rows}
    counts: Counter[str] = Counter()
    for pupil in {row.pupil for row in rows}:
        before, after = found.get((pupil, early)), found.get((pupil, late))
        last = after or before
        if last is None or any(getattr(last[0], name) != value for name, value in only.items()):
            continue
        if before and after:
            was, became = twin.eligible(before[1]), twin.eligible(after[1])
            counts[
                {(1, 1): "eligible_both", (0, 0): "eligible_neither", (0, 1): "gained"}.get((was, became), "lost")
            ] += 1
            continue
        told = "joined" if after else "left"
        other = (early, last[0].school_year - (late - early)) if after else (late, last[0].school_year + (late - early))
        if other not in years:
            counts["without_year_before" if after else "without_next_year"] += 1
            continue
        counts[told] += 1
        counts[f"{told}_eligible"] += twin.eligible(last[1])
    return counts


def numbers(found: cohorts.Moved) -> dict[str, int]:
    return {name: value for name in cohorts.Moved.__slots__ if (value := getattr(found, name))}


@st.composite
def schools(draw: st.DrawFn) -> list[Grade]:
    rows = []
    whens = [(6, 2015), (6, 2016), (7, 2016), (7, 2017), (8, 2018), (9, 2018), (9, 2019), (9, 2020)]
    for number in range(draw(st.integers(1, 12))):
        sex = draw(st.sampled_from("KM"))
        for level, school_year in draw(st.sets(st.sampled_from(whens))):
            unit = draw(st.sampled_from(["Skola 2", "Skola 10"]))
            for subject in EIGHT:
                grade = draw(st.sampled_from("EEEEEEEEEF"))
                rows.append(Grade(f"P{number}", sex, unit, school_year, level, subject, grade))
    return rows


@settings(max_examples=20, deadline=None)
@given(schools())
def test_drawn_years_are_followed_as_on_paper(rows: list[Grade]) -> None:
    if not rows:
        return
    found = cohorts.year_by_year(grades.table(rows), from_level=6, to_level=9, by=["school_unit"])
    there = sorted({row.grade_level for row in rows})
    assert [(each.from_level, each.to_level) for each in found] == list(pairwise(there))
    for each in found:
        assert each.no_grades_of == tuple(level for level in range(each.from_level + 1, each.to_level))
        assert numbers(each.moved) == dict(+counted(rows, each.from_level, each.to_level))
        for key, part in each.by:
            assert numbers(part) == dict(+counted(rows, each.from_level, each.to_level, **key))


def test_in_the_published_study_nobody_comes_or_goes_and_the_steps_lead_from_259_to_251_eligible() -> None:
    sheet = tables.read(REFERENCE.read_bytes(), name=REFERENCE.name, expected=results_files.EXPECTED)
    rows = results_files.parse(sheet, subjects=COMPULSORY_SCHOOL.names, grades=tuple(A_TO_F.points)).rows
    steps = cohorts.year_by_year(grades.table(rows), from_level=6, to_level=9)
    assert [(each.from_level, each.to_level, each.no_grades_of) for each in steps] == [
        (6, 7, ()),
        (7, 8, ()),
        (8, 9, ()),
    ]
    eligible = [(each.moved.eligible_both + each.moved.lost) for each in steps]
    eligible.append(steps[-1].moved.eligible_both + steps[-1].moved.gained)
    assert (eligible[0], eligible[-1]) == (259, 251)
    for each, was in zip(steps, eligible, strict=False):
        assert was + each.moved.gained - each.moved.lost == eligible[eligible.index(was) + 1]
    assert all(each.moved.pupils == 313 and each.moved.joined == each.moved.left == 0 for each in steps)


def test_who_is_away_a_year_has_left_and_joined_and_is_never_lost() -> None:
    rows = [*year("stays", 2022, 6), *year("stays", 2023, 7), *year("stays", 2024, 8)]
    rows += [*year("away", 2022, 6), *year("away", 2024, 8), *year("new", 2023, 7, "F"), *year("new", 2024, 8)]
    first, second = cohorts.year_by_year(grades.table(rows), from_level=6, to_level=8)
    assert numbers(first.moved) == {"eligible_both": 1, "left": 1, "left_eligible": 1, "joined": 1}
    assert numbers(second.moved) == {"eligible_both": 1, "gained": 1, "joined": 1, "joined_eligible": 1}


def test_a_level_without_grades_is_told_and_the_step_goes_past_it() -> None:
    rows = [*year("p", 2022, 6), *year("p", 2024, 8, "F")]
    (found,) = cohorts.year_by_year(grades.table(rows), from_level=6, to_level=8)
    assert (found.from_level, found.to_level, found.no_grades_of) == (6, 8, (7,))
    assert numbers(found.moved) == {"lost": 1}


def test_who_has_not_come_to_the_next_year_yet_has_not_left() -> None:
    rows = [*year("first", 2022, 6), *year("first", 2023, 7), *year("second", 2023, 6), *year("older", 2022, 7)]
    (found,) = cohorts.year_by_year(grades.table(rows), from_level=6, to_level=7)
    assert numbers(found.moved) == {"eligible_both": 1, "without_next_year": 1, "without_year_before": 1}


def test_who_goes_a_year_once_more_is_followed_from_the_last() -> None:
    rows = [*year("again", 2022, 6, "F"), *year("again", 2023, 6), *year("again", 2024, 7), *year("on", 2023, 7)]
    (found,) = cohorts.year_by_year(grades.table(rows), from_level=6, to_level=7)
    assert numbers(found.moved) == {"eligible_both": 1, "joined": 1, "joined_eligible": 1}


def test_the_report_has_the_steps_with_their_parts() -> None:
    rows = [*year("a", 2022, 6), *year("a", 2023, 7, "F"), *year("b", 2022, 6, sex="M", unit="B")]
    found = cohorts.report(rows, from_level=6, to_level=7, by=["sex"])
    (step,) = found["years"]
    assert (step["from"], step["to"], step["no_grades_of"], step["pupils"]) == (6, 7, [], 1)
    assert (step["lost"], step["left"], step["left_eligible"], step["joined"]) == (1, 1, 1, 0)
    assert [(part["sex"], part["lost"], part["left"]) for part in step["by"]] == [("K", 1, 0), ("M", 0, 1)]


def test_what_is_published_hides_few_who_came_or_went_and_all_they_could_be_told_from() -> None:
    rows = [row for n in range(30) for row in (*year(f"p{n}", 2022, 6), *year(f"p{n}", 2023, 7))]
    rows += [row for n in range(3) for row in year(f"left{n}", 2022, 6)]
    rows += [row for n in range(12) for row in year(f"new{n}", 2023, 7)]
    found: dict[str, Any] = cohorts.report(rows, from_level=6, to_level=7, publish=True)
    (step,) = found["years"]
    assert step["left"] == step["left_eligible"] == {"hidden": "protected"}
    assert (step["pupils"], step["eligible_both"], step["joined"], step["lost"]) == (30, 30, 12, 0)
    assert (found["left"], found["joined"]) == ({"hidden": "protected"}, 12)


def test_a_cohort_goes_no_year_backwards() -> None:
    with pytest.raises(ValueError, match="later grade level"):
        cohorts.year_by_year(grades.table(year("p", 2022, 6)), from_level=7, to_level=6)
