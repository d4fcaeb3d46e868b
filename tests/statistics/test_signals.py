"""Open rules held against what came: by hand, by a twin, and each part by itself; nobody gets a score."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics import grades
from kedjan_statistics.figure import Missing
from kedjan_statistics.grades import Grade
from kedjan_statistics.signals import Accuracy
from kedjan_statistics.signals_report import report
from kedjan_statistics.signals_rules import USUAL, signal, validate
from tests.statistics import grades_twin as twin

SUBJECTS = ("SV", "EN", "MA", "BL", "MU", "TK", "HI", "KE", "SL")


@pytest.mark.parametrize(
    "text", ["not_eligible", "not_passed=MA", "not_passed>=2", "mean_points<10", "mean_points<12.5"]
)
def test_a_rule_is_written_as_it_is_read(text: str) -> None:
    assert str(signal(text)) == text


@pytest.mark.parametrize(
    "text", ["", "risk", "not_passed", "not_passed=XX", "not_passed>=0", "mean_points>10", "mean_points<x"]
)
def test_what_is_no_rule_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(ValueError, match="is no rule: not_eligible, not_passed=SUBJECT"):
        signal(text)


def test_a_share_of_nobody_is_no_share() -> None:
    nobody = Accuracy(0, 0, 0, 5)
    assert isinstance(nobody.ppv.value, Missing) and nobody.ppv.interval is None
    assert nobody.specificity.value.value == 1


def pupil(name: str, sex: str, early: dict[str, str], late: dict[str, str]) -> list[Grade]:
    years = ((2015, 6, early), (2018, 9, late))
    return [
        Grade(name, sex, f"Skola {sex}", year, level, s, g) for year, level, given in years for s, g in given.items()
    ]


def test_each_rule_is_held_against_who_was_not_eligible() -> None:
    good, bad = dict.fromkeys(SUBJECTS, "E"), {**dict.fromkeys(SUBJECTS, "E"), "MA": "F"}
    rows = [
        *pupil("found", "K", bad, bad),
        *pupil("false alarm", "K", {**bad, "MA": "-"}, good),
        *pupil("missed", "M", good, bad),
        *pupil("calm", "M", good, good),
    ]
    (found,) = report(rows, [signal("not_passed=MA")], from_level=6, to_level=9, by=["sex"])["signals"]
    assert found["rule"] == "not_passed=MA"
    assert (found["true_positive"], found["false_positive"], found["false_negative"], found["true_negative"]) == (
        1,
        1,
        1,
        1,
    )
    assert [(part["sex"], part["ppv"]["share"], part["npv"]["share"]) for part in found["by"]] == [
        ("K", 0.5, None),
        ("M", None, 0.5),
    ]


def said(rule: str, given: dict[str, str]) -> bool:
    not_passed = [subject for subject, grade in given.items() if grade in "F-"]
    mean = twin.mean(given)
    return {
        "not_eligible": not twin.eligible(given),
        "not_passed=MA": "MA" in not_passed,
        "not_passed=EN": "EN" in not_passed,
        "not_passed>=1": len(not_passed) >= 1,
        "not_passed>=2": len(not_passed) >= 2,
        "mean_points<10": mean is not None and mean < Fraction(10),
    }[rule]


graded = st.dictionaries(st.sampled_from(SUBJECTS), st.sampled_from("ACEEEEF-"), min_size=1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("KM"), graded, graded), min_size=1, max_size=10))
def test_drawn_cohorts_are_counted_as_on_paper(every: list[tuple[str, dict[str, str], dict[str, str]]]) -> None:
    rows = [row for number, (sex, early, late) in enumerate(every) for row in pupil(f"P{number}", sex, early, late)]
    found = validate(grades.table(rows), from_level=6, to_level=9, by=["sex"])
    assert [one.signal for one in found] == list(USUAL)

    def on_paper(rule: str, sexes: str) -> Accuracy:
        pairs = [(said(rule, early), not twin.eligible(late)) for sex, early, late in every if sex in sexes]
        return Accuracy(*(pairs.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))))

    for one in found:
        assert one.accuracy == on_paper(str(one.signal), "KM")
        for key, part in one.by:
            assert part == on_paper(str(one.signal), key["sex"])
