"""Points, means, merit ratings and eligibility, by examples that anybody can check and by a twin on paper."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics import grades
from kedjan_statistics.engine import fetch
from kedjan_statistics.figure import Figure, round_half_away
from kedjan_statistics.grades import RULES, VOCATIONAL, Grade
from tests.statistics import grades_twin as twin

OTHERS = ("BL", "HKK", "IDH", "MU", "BI", "FY", "KE", "GE", "HI", "RE", "SH", "SL", "TK")


def pupil(given: dict[str, str], name: str = "p") -> list[Grade]:
    return [Grade(name, "K", "Skola A", 2018, 9, subject, grade) for subject, grade in given.items()]


def mean_of(letters: str) -> Decimal:
    subjects = ("SV", "EN", "MA", *OTHERS)
    table = grades.measured(grades.table(pupil(dict(zip(subjects, letters, strict=False)))))
    (row,) = fetch(table).to_pylist()
    assert row["graded"] == sum(letter != "-" for letter in letters)
    return round_half_away(Figure(row["points"], 10 * row["graded"], "mean").value, 2)


@pytest.mark.parametrize(
    ("letters", "mean"),
    [("ABCCDEEF", "12.50"), ("CCDDEEEE", "11.88"), ("DEEEFFFE", "6.56"), ("ABCCDEEF--", "12.50")],
)
def test_mean_points_are_those_of_the_study_and_a_dash_is_in_no_mean(letters: str, mean: str) -> None:
    assert str(mean_of(letters)) == mean


EIGHT = {"SV": "E", "EN": "E", "MA": "E", "BL": "E", "IDH": "E", "MU": "E", "SL": "E", "TK": "E"}
TWELVE = {**EIGHT, "HKK": "E", "GE": "E", "HI": "E", "RE": "E", "SH": "E"}


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        (EIGHT, {"vocational"}),
        ({**EIGHT, "TK": "F"}, set()),
        ({**EIGHT, "MA": "-", "HKK": "A", "HI": "A"}, set()),
        ({**EIGHT, "SV": "F", "SVA": "E"}, {"vocational"}),
        (TWELVE, {"vocational", "arts", "economics_humanities_social_science"}),
        ({**TWELVE, "SH": "F", "BI": "E", "FY": "E", "KE": "E"}, {"vocational", "arts", "natural_science_technology"}),
        ({"SV": "E", "EN": "E", "MA": "E", "NO": "E", "BL": "E", "MU": "E"}, {"vocational"}),
        ({"SV": "E", "EN": "E", "MA": "E", "NO": "E", "BI": "F", "BL": "E", "MU": "E"}, set()),
    ],
)
def test_each_kind_of_programme_asks_for_its_subjects(given: dict[str, str], kinds: set[str]) -> None:
    coded = {subject: grades.A_TO_F.coded(grade) for subject, grade in given.items()}
    assert {kind for kind, rule in RULES.items() if grades.eligible(coded, rule)} == kinds
    ((_, counted),) = grades.summarise(grades.table(pupil(given))).items()
    assert {kind for kind, number in counted.eligible.items() if number} == kinds


def test_the_seventeenth_grade_is_the_language_of_ones_own_choice_and_only_a_pass() -> None:
    sixteen = ("SV", "EN", "MA", *OTHERS)
    assert len(sixteen) == 16
    every = dict.fromkeys(sixteen, "B")
    assert merit_of(every) == 2800
    assert merit_of({**every, "M2": "E"}) == 2900
    assert merit_of({**every, "M2": "F"}) == merit_of({**every, "M2": "-"}) == 2800
    assert merit_of({**every, "M2": "A", "ML": "A"}) == 2800 + 25 + 200
    assert merit_of({"BL": "A", "M2": "A"}) == 400
    assert merit_of(dict.fromkeys((*sixteen, "M2"), "A")) == 3400


def merit_of(given: dict[str, str]) -> int:
    table = grades.table(pupil(given))
    (row,) = fetch(table.select(rating=grades.merit_rating(table))).to_pylist()
    return int(row["rating"])


def test_each_figure_has_the_denominator_of_the_official_statistics() -> None:
    rows = [
        *pupil({**TWELVE, "SVA": "-"}, "with a dash"),
        *pupil(TWELVE, "all passed"),
        *pupil(dict.fromkeys(TWELVE, "F"), "without a pass"),
    ]
    ((key, counted),) = grades.summarise(grades.table(rows)).items()
    assert key == (2018, 9)
    assert (counted.pupils, counted.with_pass, counted.all_passed) == (3, 2, 1)
    assert counted.mean_merit_rating == Figure(2 * 1300, 20, "mean")
    assert counted.share(counted.eligible["vocational"]) == Figure(2, 3, "share")
    assert counted.subjects["MA"].grades == {"A": 0, "B": 0, "C": 0, "D": 0, "E": 2, "F": 1}
    assert counted.subjects["MA"].mean_points == Figure(200, 30, "mean")
    assert counted.subjects["SVA"].no_basis == 1


SUBJECTS = ("SV", "SVA", "EN", "MA", *OTHERS, "M1", "M2", "ML", "NO", "SO", "TN")


def given_reports() -> st.SearchStrategy[list[dict[str, str]]]:
    one = st.dictionaries(st.sampled_from(SUBJECTS), st.sampled_from("ABCDEEEF-"), min_size=1)
    return st.lists(one.filter(lambda each: not {"SV", "SVA"} <= each.keys()), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(given_reports())
def test_drawn_grades_are_counted_as_on_paper(given: list[dict[str, str]]) -> None:
    rows = [row for number, each in enumerate(given) for row in pupil(each, f"P{number}")]
    ((_, counted),) = grades.summarise(grades.table(rows)).items()
    assert counted.pupils == len(given)
    assert counted.merit_ratings == 10 * sum(
        merits := [twin.merit(each) for each in given if any(g in "ABCDE" for g in each.values())]
    )
    assert counted.with_pass == len(merits)
    assert counted.all_passed == sum(all(grade in "ABCDE" for grade in each.values()) for each in given)
    assert counted.eligible["vocational"] == sum(map(twin.eligible, given))
    for kind, named in twin.PREPARATORY.items():
        assert counted.eligible[kind] == sum(twin.eligible(each, 9, named) for each in given)
    for number, each in enumerate(given):
        coded = {subject: grades.A_TO_F.coded(grade) for subject, grade in each.items()}
        assert grades.eligible(coded, VOCATIONAL) == twin.eligible(each), number


def test_a_grade_outside_the_scale_and_an_unknown_subject_are_refused() -> None:
    with pytest.raises(ValueError, match="'G' is not a grade"):
        grades.table(pupil({"MA": "G"}))
    with pytest.raises(ValueError, match="'XX' is not a subject"):
        grades.table(pupil({"XX": "A"}))
    with pytest.raises(ValueError, match="not by class"):
        grades.summarise(grades.table(pupil({"MA": "A"})), by=["class"])


def test_parts_stand_in_natural_order() -> None:
    rows = [Grade("p", "K", unit, year, 9, "MA", "A") for year in (2019, 2018) for unit in ("Skola 10", "Skola 2")]
    found = grades.summarise(grades.table(rows), by=["school_unit"])
    assert list(found) == [(year, 9, unit) for year in (2018, 2019) for unit in ("Skola 2", "Skola 10")]
