"""A cohort followed: the published study comes out of its rows, and drawn ones as a twin counts them by hand."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import results_files, tables
from kedjan_statistics import cohorts, grades
from kedjan_statistics.grades import A_TO_F, COMPULSORY_SCHOOL, Grade
from tests.statistics import grades_twin as twin

REFERENCE = Path(__file__).parents[1] / "reference"
COUNTED = ("pupils", "eligible_both", "eligible_neither", "gained", "lost", "unchanged_mean", "without_mean", "groups")
COUNTED += ("mean_points_from", "mean_points_to")


@pytest.fixture(scope="module")
def study() -> tuple[results_files.GradeRow, ...]:
    name = "karlskoga_cohort.csv"
    sheet = tables.read((REFERENCE / name).read_bytes(), name=name, expected=results_files.EXPECTED)
    parsed = results_files.parse(sheet, subjects=COMPULSORY_SCHOOL.names, grades=tuple(A_TO_F.points))
    assert parsed.problems == ()
    return parsed.rows


def test_the_published_study_comes_out_of_its_rows(study: tuple[results_files.GradeRow, ...]) -> None:
    expected = json.loads((REFERENCE / "karlskoga_cohort_expected.json").read_text())
    found = cohorts.report(study, from_level=6, to_level=9)
    told = {"mean_points_6": "mean_points_from", "mean_points_9": "mean_points_to"}
    for name, value in expected.items():
        got = found[told.get(name, name)]
        assert got == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value), name
    assert round(found["mcnemar_p"], 2) == 0.26
    assert (found["joined"], found["left"], found["unchanged_mean"], found["without_mean"]) == (0, 0, 0, 0)


def test_not_eligible_in_year_6_finds_two_in_three_of_those_not_eligible_in_year_9(
    study: tuple[results_files.GradeRow, ...],
) -> None:
    signal = cohorts.report(study, from_level=6, to_level=9)["not_eligible_as_signal"]
    counted = [signal[name] for name in ("true_positive", "false_positive", "false_negative", "true_negative")]
    assert counted == [39, 15, 23, 236]

    def rounded(name: str) -> list[float]:
        return [round(100 * signal[name][key], 1) for key in ("share", "low", "high")]

    assert rounded("ppv") == [72.2, 59.1, 82.4]
    assert rounded("sensitivity") == [62.9, 50.5, 73.8]
    assert [rounded(name)[0] for name in ("specificity", "npv", "flagged", "base_rate")] == [94.0, 91.1, 17.3, 19.8]


@pytest.mark.parametrize("by", [("school_unit",), ("sex",), ("school_unit", "sex")])
def test_the_parts_are_those_of_the_later_level_and_add_up_to_the_whole(
    study: tuple[results_files.GradeRow, ...], by: tuple[str, ...]
) -> None:
    found = cohorts.report(study, from_level=6, to_level=9, by=by)
    keys = [tuple(part[name] for name in by) for part in found["by"]]
    assert keys == sorted(set(keys))
    for name in ("pupils", "gained", "lost", "eligible_both", "eligible_neither"):
        assert sum(part[name] for part in found["by"]) == found[name]
    for part in found["by"]:
        same = twin.cohort(study, 6, 9, **{name: part[name] for name in by})
        assert part["pupils"] == same["pupils"]
        assert part["mean_points_to"] == float(same["mean_points_to"])


SOME = ("EN", "MA", "SV", "BL", "MU", "TK", "HI", "KE", "NO")


@st.composite
def schools(draw: st.DrawFn) -> list[Grade]:
    rows = []
    for number in range(draw(st.integers(1, 12))):
        sex = draw(st.sampled_from("KM"))
        for level, year in draw(st.sets(st.sampled_from([(6, 2015), (6, 2016), (7, 2017), (9, 2019), (9, 2020)]))):
            unit = draw(st.sampled_from(["Skola 2", "Skola 10"]))
            for subject in draw(st.sets(st.sampled_from(SOME), min_size=1)):
                grade = draw(st.sampled_from("ABCDEEEEF-"))
                rows.append(Grade(f"P{number}", sex, unit, year, level, subject, grade))
    return rows


@settings(max_examples=40, deadline=None)
@given(schools())
def test_a_drawn_cohort_is_counted_as_on_paper(rows: list[Grade]) -> None:
    if not rows:
        return
    found = cohorts.follow(grades.table(rows), from_level=6, to_level=9, by=["school_unit"])
    same = twin.cohort(rows, 6, 9)
    assert {name: getattr(found.cohort, name) for name in COUNTED} == same
    for key, part in found.by:
        same = twin.cohort(rows, 6, 9, **key)
        assert {name: getattr(part, name) for name in COUNTED} == same
    levels = {(row.pupil, row.grade_level) for row in rows}
    early, late = ({pupil for pupil, level in levels if level == at} for at in (6, 9))
    assert (found.joined, found.left) == (len(late - early), len(early - late))


@settings(max_examples=12, deadline=None)
@given(schools(), st.sampled_from(sorted(grades.RULES)))
def test_laid_out_by_pupil_a_cohort_is_the_same(rows: list[Grade], kind: str) -> None:
    if not rows:
        return
    pupils, rule = grades.table(rows), grades.RULES[kind]
    laid = cohorts.laid(pupils, levels=(6, 7, 9))
    for by in ((), ("school_unit", "sex")):
        found = cohorts.follow_laid(laid, from_level=6, to_level=9, by=by, rule=rule)
        assert found == cohorts.follow(pupils, from_level=6, to_level=9, by=by, rule=rule)


def test_the_published_study_is_the_same_laid_out_by_pupil(study: tuple[results_files.GradeRow, ...]) -> None:
    pupils = grades.table(study)
    for kind, rule in grades.RULES.items():
        found = cohorts.follow_laid(
            cohorts.laid(pupils, levels=(6, 9)), from_level=6, to_level=9, by=["sex"], rule=rule
        )
        assert found == cohorts.follow(pupils, from_level=6, to_level=9, by=["sex"], rule=rule), kind


def test_who_is_unchanged_or_has_dashes_only_is_counted_apart_and_all_add_up() -> None:
    rows = [
        *(Grade("same", "K", "A", year, level, "MA", "C") for level, year in ((6, 2015), (9, 2018))),
        Grade("dashes", "M", "A", 2015, 6, "MA", "-"),
        Grade("dashes", "M", "A", 2018, 9, "MA", "E"),
    ]
    cohort = cohorts.follow(grades.table(rows), from_level=6, to_level=9).cohort
    assert (cohort.unchanged_mean, cohort.without_mean, cohort.eligible_neither) == (1, 1, 2)
    assert sum(cohort.groups.values()) + cohort.unchanged_mean + cohort.without_mean == cohort.pupils == 2
    assert (cohort.mean_points_from, cohort.mean_points_to) == (15, Fraction(25, 2))


def test_who_goes_a_year_once_more_counts_with_the_last() -> None:
    years = [(6, 2015, "F"), (9, 2018, "F"), (9, 2019, "A")]
    rows = [Grade("p", "K", "A", year, level, "MA", grade) for level, year, grade in years]
    assert cohorts.follow(grades.table(rows), from_level=6, to_level=9).cohort.mean_points_to == 20


def test_a_cohort_is_not_followed_backwards_nor_divided_by_what_is_not_there() -> None:
    table = grades.table([Grade("p", "K", "A", 2015, 6, "MA", "C")])
    with pytest.raises(ValueError, match="later grade level"):
        cohorts.follow(table, from_level=9, to_level=6)
    with pytest.raises(ValueError, match="not by subject"):
        cohorts.follow(table, from_level=6, to_level=9, by=["subject"])
