"""What is given out beside a cohort, later grades and where pupils went: each number a group, few of them hidden."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.access.service import Refused
from kedjan.releases import service as releases
from kedjan.results import service as results
from kedjan.results.service import Question
from kedjan_statistics.figure import Figure, Hidden
from tests.rooms.results_made import (
    KRAKEK,
    TALL,
    destinations_file,
    given_out_now,
    grades_file,
    later_file,
    taken_in,
    year_of_grades,
)
from tests.rooms.test_results_shared import given_out
from tests.statistics.disclosure_attacker import found_by_sums

pytestmark = pytest.mark.django_db
ASKED = Question("Niorna", 6, 9, school_year=2025)
KINDS = ("pupils", "preparatory", "vocational", "introductory")
LACKING = ["C", "C", "F", *"CCCCCCC"]
"""No pass in mathematics, the third of the subjects, and in all others."""


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def shared(*beside: str, asks: Question = ASKED) -> tuple[releases.SharedTable, ...]:
    return given_out_now(results.CohortToShare(asks, beside)).tables


def cohort(*, passed: int, lacking: int, was: str = "C") -> tuple[list[str], list[str]]:
    """Take in pupils who pass all in year 9, and others who lack mathematics; their keys."""
    fine, lost = [f"f{n:02d}" for n in range(passed)], [f"l{n:02d}" for n in range(lacking)]
    rows = year_of_grades([(key, "K", was) for key in (*fine, *lost)], year="2021/22", level=6)
    rows += year_of_grades([(key, "K", "C") for key in fine], year="2024/25", level=9)
    rows += [row for key in lost for row in year_of_grades([(key, "K", LACKING)], year="2024/25", level=9)]
    taken_in(grades_file(*rows))
    return fine, lost


def gained(*keys: str) -> None:
    taken_in(later_file(*(f"{key};{KRAKEK};2024/25;MA;E;lovskola;2025-08-12" for key in keys)), "lovskola.csv")


def went(kinds: Iterable[tuple[str, str]]) -> None:
    """Where each pupil went, as the file of destinations says it."""
    taken_in(destinations_file(*(f"{key};{KRAKEK};2025/26;Gymnasiet;{kind}" for key, kind in kinds)), "vart.csv")


def number(table: releases.SharedTable, column: str, row: str = "all") -> object:
    value = table.places[row, column].value
    return value.numerator if isinstance(value, Figure) else type(value)


def test_who_is_eligible_after_is_told_where_ten_or_more_became_so() -> None:
    _, lost = cohort(passed=20, lacking=24)
    gained(*lost[:12])
    (table,) = shared("after")
    assert [number(table, name) for name in ("pupils", "eligible_to", "eligible_after", "gained_after")] == [
        *(44, 20, 32, 12)
    ]
    assert table.places["all", "eligible_after_share"].value == Figure(32, 44, "share")
    assert [note.message for note in table.notes][-1].startswith("After holiday school")


def test_the_few_who_became_eligible_are_not_told_by_before_and_after() -> None:
    _, lost = cohort(passed=20, lacking=24)
    (before,) = shared()
    assert number(before, "eligible_to") == 20
    gained(*lost[:3])
    (after,) = shared("after")
    assert number(after, "eligible_after") is Hidden, "23 less the 20 that were shared before are the three"
    assert number(after, "gained_after") is Hidden and number(after, "eligible_to") == 20
    assert after.places["all", "eligible_after_share"].value.__class__ is Hidden
    assert found_by_sums(given_out()) == []


def test_nobody_who_became_eligible_is_told_as_nobody() -> None:
    _, lost = cohort(passed=20, lacking=24)
    taken_in(later_file(f"{lost[0]};{KRAKEK};2024/25;MA;F;prövning;2025-08-12"), "lovskola.csv")
    (table,) = shared("after")
    assert [number(table, name) for name in ("eligible_after", "gained_after")] == [20, 0]


def test_where_pupils_went_is_told_by_eligibility() -> None:
    fine, lost = cohort(passed=40, lacking=26)
    went(
        [
            *((key, "högskoleförberedande") for key in fine[:25]),
            *((key, "yrkesprogram") for key in fine[25:]),
            *((key, "introduktionsprogram") for key in lost[:14]),
            *((key, "flyttat") for key in lost[14:]),
        ]
    )
    _, table = shared("destinations")
    assert table.values == {"late": 9}
    measures = ("pupils", "told", "preparatory", "vocational", "introductory", "adapted", "moved")
    assert [number(table, name) for name in measures] == [66, 66, 25, 15, 14, 0, 12]
    assert [number(table, name, "lost") for name in measures] == [26, 26, 0, 0, 14, 0, 12]
    assert table.places["lost", "introductory_share"].value == Figure(14, 26, "share")
    assert [row.key for row in table.rows] == ["eligible_both", "lost", "all"]


def test_the_few_of_whom_nothing_is_told_are_not_told_by_where_the_others_went() -> None:
    fine, lost = cohort(passed=40, lacking=26)
    went([*((key, "yrkesprogram") for key in fine), *((key, "introduktionsprogram") for key in lost[:23])])
    _, table = shared("destinations")
    assert number(table, "pupils", "lost") == 26
    assert number(table, "told", "lost") is number(table, "introductory", "lost") is Hidden, "three are not told of"
    assert table.places["lost", "introductory_share"].value.__class__ is Hidden
    assert number(table, "vocational") == 40 and number(table, "told") is Hidden
    assert number(table, "preparatory") is Hidden, "that it is nobody is said of those told of, who are hidden"
    assert found_by_sums(given_out()) == []


def test_where_pupils_went_is_told_by_sex_and_unit_where_the_cohort_is_divided_so() -> None:
    rows, kinds = [], []
    for at, sex, many, kind in (
        (KRAKEK, "K", 30, "högskoleförberedande"),
        (KRAKEK, "M", 12, "yrkesprogram"),
        (TALL, "M", 20, "yrkesprogram"),
        (TALL, "K", 11, "introduktionsprogram"),
    ):
        pupils = [(f"{at[0]}{sex}{n:02d}", sex, "C") for n in range(many)]
        rows += year_of_grades(pupils, year="2021/22", level=6, unit=at)
        rows += year_of_grades(pupils, year="2024/25", level=9, unit=at)
        kinds += [(key, kind) for key, _, _ in pupils]
    taken_in(grades_file(*rows))
    went(kinds)
    asks = Question("Delad", 6, 9, school_year=2025, by=("sex", "school_unit"))
    _, table = shared("destinations", asks=asks)
    told = {row.name: [number(table, name, row.key) for name in KINDS] for row in table.rows}
    assert told[KRAKEK] == [42, 30, 12, 0] and told[TALL] == [31, 0, 20, 11]
    assert told["Girls"] == [41, 30, 0, 11] and told["Boys"] == [32, 0, 32, 0]
    assert table.places["sex-M", "vocational_share"].value == Figure(32, 32, "share")
    (alone,) = [each for each in shared("destinations") if each.key == "destinations"]
    assert {row.part for row in alone.rows} == {"group", "total"}


def test_the_few_of_a_unit_who_went_otherwise_are_not_told_by_the_others_or_by_the_whole() -> None:
    rows, kinds = [], []
    for at, many, few in ((KRAKEK, 30, 3), (TALL, 25, 12)):
        pupils = [(f"{at[0]}{n:02d}", "K", "C") for n in range(many)]
        rows += year_of_grades(pupils, year="2021/22", level=6, unit=at)
        rows += year_of_grades(pupils, year="2024/25", level=9, unit=at)
        kinds += [(key, "introduktionsprogram" if n < few else "yrkesprogram") for n, (key, _, _) in enumerate(pupils)]
    taken_in(grades_file(*rows))
    went(kinds)
    _, table = shared("destinations", asks=Question("Delad", 6, 9, school_year=2025, by=("school_unit",)))
    here = next(row.key for row in table.rows if row.name == KRAKEK)
    assert number(table, "introductory", here) is number(table, "vocational", here) is Hidden
    assert number(table, "pupils", here) == 30
    assert found_by_sums(given_out()) == []


def test_what_there_is_not_is_refused_in_words() -> None:
    _, lost = cohort(passed=20, lacking=20)
    for beside, why in (("after", "come in of these"), ("destinations", "where these pupils went"), ("x", "not told")):
        with pytest.raises(Refused, match=why):
            shared(beside)
    gained(*lost[:11])
    with pytest.raises(Refused, match="one school year"):
        shared("after", asks=Question("Alla år", 6, 9))
    with pytest.raises(Refused, match="come in of these"):
        taken_in(grades_file(*year_of_grades([("x", "K", "C")], year="2023/24", level=9)))
        taken_in(grades_file(*year_of_grades([("x", "K", "C")], year="2020/21", level=6)))
        shared("after", asks=Question("Tidigare", 6, 9, school_year=2024))


def test_nothing_is_given_out_of_nobody_in_the_words_that_are_said_of_few() -> None:
    """Four of year 9 of whom nobody, and of whom all, have grades of year 6; none of forty told of, and two."""
    words = []
    taken_in(grades_file(*year_of_grades([(f"ny{n}", "K", "C") for n in range(4)], year="2024/25", level=9)))
    for keys in (["annan"], [f"ny{n}" for n in range(4)]):
        taken_in(grades_file(*year_of_grades([(key, "K", "C") for key in keys], year="2021/22", level=6)))
        with pytest.raises(releases.WouldLeak) as refused:
            shared()
        words.append(str(refused.value))
    assert words[0] == words[1]
    fine, _ = cohort(passed=40, lacking=0)
    went([("nagon", "yrkesprogram")])
    words = []
    for keys in ([], fine[:2]):
        if keys:
            went([(key, "yrkesprogram") for key in keys])
        with pytest.raises(Refused) as told:
            shared("destinations")
        words.append(str(told.value))
    assert words[0] == words[1] and "where these pupils went" in words[0]


@pytest.mark.parametrize("seed", range(3))
def test_whoever_keeps_every_table_before_and_after_and_of_where_they_went_finds_no_few_pupils(seed: int) -> None:
    draw = random.Random(seed)
    keys = [f"p{number:02d}" for number in range(70)]
    rows = []
    for key in keys:
        early, late = (draw.choices(("C", LACKING), (3, 2))[0] for _ in range(2))
        sex = draw.choice("KM")
        unit = draw.choice((KRAKEK, TALL))
        rows += year_of_grades([(key, sex, early)], year="2021/22", level=6, unit=unit)
        rows += year_of_grades([(key, sex, late)], year="2024/25", level=9, unit=unit)
    taken_in(grades_file(*rows))
    made = 0
    for round_ in range(4):
        beside = [each for each in ("after", "destinations") if round_ and draw.random() < 0.8]
        try:
            by = tuple(name for name in ("sex", "school_unit") if draw.random() < 0.5)
            shared(*beside, asks=Question("Igen", 6, 9, school_year=2025, by=by))
            made += 1
        except releases.WouldLeak:
            pass
        gained(*draw.sample(keys, draw.randint(2, 12)))
        kinds = ("högskoleförberedande", "yrkesprogram", "introduktionsprogram")
        went((key, draw.choices(kinds, (5, 4, 2))[0]) for key in draw.sample(keys, draw.randint(20, 70)))
    assert made >= 2
    assert found_by_sums(given_out(), most=2) == []
