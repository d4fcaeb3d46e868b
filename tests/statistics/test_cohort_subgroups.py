"""Groups within a group by rules of one's own: the study's come out of its rows, the first rule that holds decides."""

from pathlib import Path

import pytest

from kedjan_formats import results_files, tables
from kedjan_statistics import cohorts, grades
from kedjan_statistics.grades import A_TO_F, COMPULSORY_SCHOOL

STUDY = Path(__file__).parents[1] / "reference" / "karlskoga_cohort.csv"
RULES = ("grön: lacking<=2, passed=MA, fall<7", "gul: not_passed=MA, not_passed<=4", "rosa: fall>=7")


def study() -> tuple[results_files.GradeRow, ...]:
    sheet = tables.read(STUDY.read_bytes(), name=STUDY.name, expected=results_files.EXPECTED)
    return results_files.parse(sheet, subjects=COMPULSORY_SCHOOL.names, grades=tuple(A_TO_F.points)).rows


def divided(*rules: str, group: int = 6) -> cohorts.Subgrouped:
    table = grades.table(study())
    return cohorts.subgrouped(table, [cohorts.subgroup(rule) for rule in rules], from_level=6, to_level=9, group=group)


def test_the_studys_three_groups_come_out_of_its_rows() -> None:
    found = divided(*RULES)
    assert found.pupils == {"grön": 8, "gul": 4, "rosa": 11}
    assert found.by_sex["rosa"] == {"K": 3, "M": 8}
    assert found.unclassified == 0


def test_the_first_rule_that_holds_decides_and_who_meets_none_is_told() -> None:
    assert divided("alla: fall>=0", *RULES).pupils == {"alla": 23, "grön": 0, "gul": 0, "rosa": 0}
    found = divided(RULES[2])
    assert (found.pupils, found.unclassified) == ({"rosa": 11}, 12)
    assert divided().unclassified == 23


def test_nobody_who_is_eligible_lacks_anything_and_who_is_not_lacks_something() -> None:
    assert divided("fattas inget: lacking<=0", group=1).pupils == {"fattas inget": 116}
    assert divided("fattas något: lacking>=1", group=6).pupils == {"fattas något": 23}


def test_signs_and_decimal_commas_are_taken_for_what_they_mean() -> None:
    assert cohorts.subgroup("a: lacking ≤ 1, fall≥2,5,passed=MA") == cohorts.subgroup(
        "a: lacking<=1, fall>=2.5, passed=MA"
    )


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("grön", "expected NAME: CONDITION"),
        ("grön:", "expected NAME: CONDITION"),
        (": fall>=7", "expected NAME: CONDITION"),
        ("grön: risk>=3", "'risk>=3' is no condition"),
        ("grön: passed=XX", "'passed=XX' is no condition"),
        ("grön: passed<=2", "'passed<=2' is no condition"),
    ],
)
def test_what_is_no_rule_is_refused(rule: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        cohorts.subgroup(rule)


def test_two_rules_do_not_have_one_name() -> None:
    with pytest.raises(ValueError, match="same name"):
        divided("a: fall>=1", "a: fall>=2")
