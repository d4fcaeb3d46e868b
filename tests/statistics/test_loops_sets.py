"""Tags that stand together, two to five at a time: the same by hand, and no surer than the persons behind allow."""

from fractions import Fraction
from math import sqrt
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kedjan_statistics import loops
from kedjan_statistics.figure import Figure, Missing
from tests.statistics import loops_sets_twin as twin
from tests.statistics.loops_reference import TAGS as STUDY_TAGS
from tests.statistics.loops_reference import rows as study

TAGS = ("Bra", "Dåliga", "Okej", "Vi vet", "Övrigt", "Aldrig använd")

LOOP = st.builds(
    loops.Loop,
    st.sampled_from(["01", "02", "05a"]),
    st.just("Skola"),
    st.sampled_from([f"L{number}" for number in range(9)]),
    st.none() | st.integers(-2, 2),
    st.sets(st.sampled_from(TAGS[:-1])).map(tuple),
)
ROWS = st.lists(LOOP, min_size=1, max_size=40)
drawn = settings(deadline=None, max_examples=40)


def found(rows: list[loops.Loop], tags: tuple[str, ...] = TAGS, largest: int = 2, **how: Any) -> loops.Combinations:
    return loops.combinations(loops.table(rows, tags), tags, largest, **how)


def answers(many: int, *tags: str, person: str = "", assignment: str = "01") -> list[loops.Loop]:
    """So many loops with the tags, each by a person of their own unless one is named."""
    return [loops.Loop(assignment, "Skola", person or f"{tags}{n}", None, tags) for n in range(many)]


def hypothetical() -> list[loops.Loop]:
    """The pair of the method's own example: 114 and 97 of 402 loops, 40 with both, every loop by another person."""
    return answers(40, "A", "B") + answers(74, "A") + answers(57, "B") + answers(231)


@drawn
@given(ROWS, st.sampled_from([1, 2]))
def test_every_set_is_what_plain_counting_gives(rows: list[loops.Loop], fewest: int) -> None:
    got, expected = found(rows, largest=5, fewest=fewest), twin.sets(rows, TAGS, 5, fewest)
    exact = ("tags", "loops", "persons", "expected", "lift", "jaccard", "emotion_answers", "emotion_sum")
    assert [{name: getattr(one, name) for name in exact} for one in got.found] == [
        {name: one[name] for name in exact} for one in expected
    ]
    assert [one.phi for one in got.found] == [pytest.approx(one["phi"], abs=1e-12) for one in expected]
    assert {got.tests} >= {one["tests"] for one in expected}
    assert got.too_few == got.tests - len(expected)
    assert [one.q for one in got.found] == pytest.approx(
        twin.rates([one.p for one in got.found] + [1.0] * got.too_few)[: len(expected)]
    )


@drawn
@given(ROWS)
def test_p_keeps_to_what_dealing_each_tag_anew_gives(rows: list[loops.Loop]) -> None:
    for one in found(rows, largest=3, fewest=1).found:
        dealt = [twin.dealt(rows, one.tags, tag) for tag in one.tags]
        assert any(one.by_chance == pytest.approx(float(twin.mean(chances))) for chances in dealt)
        exact = twin.counted(rows, one.tags)["p"]
        if exact >= 0.001:
            assert one.p >= exact / 2
        if exact >= 0.02 and min(twin.variance(chances) for chances in dealt) >= 2:
            assert one.p <= 1.5 * exact + 0.02


@settings(deadline=None, max_examples=15)
@given(ROWS)
def test_dealing_in_earnest_has_the_mean_and_the_tails_of_all_that_can_be_dealt(rows: list[loops.Loop]) -> None:
    pair = ("Bra", "Okej")
    assume(twin.having(rows, pair))
    done = loops.shuffled(loops.table(rows, TAGS), TAGS, pair, "Okej", draws=400, seed=7)
    chances = twin.dealt(rows, pair, "Okej")
    assert done.observed == len(twin.having(rows, pair))
    assert done.mean == pytest.approx(float(twin.mean(chances)), abs=5 * sqrt(twin.variance(chances) / 400) + 1e-9)
    at_least, at_most = twin.at(rows, pair, "Okej")
    assert done.at_least / 400 == pytest.approx(float(at_least), abs=0.13)
    assert done.at_most / 400 == pytest.approx(float(at_most), abs=0.13)
    assert done == loops.shuffled(loops.table(rows, TAGS), TAGS, pair, "Okej", draws=400, seed=7)


def test_the_pair_of_the_method_has_the_numbers_of_the_method() -> None:
    (pair,) = found(hypothetical(), ("A", "B")).found
    assert (pair.loops, pair.persons, pair.of, pair.each, pair.any) == (40, 40, 402, (114, 97), 171)
    assert round(float(pair.expected), 1) == 27.5
    assert round(float(pair.support), 4) == 0.0995
    assert round(pair.loops / pair.each[0], 3) == 0.351
    assert round(float(pair.lift), 3) == 1.454
    assert round(float(pair.jaccard), 3) == 0.234
    assert pair.phi == pytest.approx(0.161, abs=0.0005)
    assert pair.over
    # Twice Fisher's one-sided 0.0012, since every loop is by a person of their own.
    assert pair.p == pytest.approx(0.0024, abs=0.00015)
    assert loops.shuffled(
        loops.table(hypothetical(), ("A", "B")), ("A", "B"), ("A", "B"), "A", draws=9999
    ).p == pytest.approx(pair.p, abs=0.001)


def test_bounds_from_the_margins_hold_for_the_assignment_of_the_study() -> None:
    rows = [row for row in study() if row.assignment == "06"]
    important, bad = "Mycket viktigt område", "Dåliga förutsättningar"
    table = loops.table(rows, STUDY_TAGS)
    pair = next(one for one in loops.combinations(table, STUDY_TAGS).found if set(one.tags) == {important, bad})
    assert (pair.of, sorted(pair.each)) == (29, [8, 27])
    assert 6 <= pair.loops <= 8
    assert Fraction(6 * 29, 27 * 8) <= pair.lift <= Fraction(29, 27)


def test_what_one_person_says_many_times_is_not_many_persons_saying_it() -> None:
    """Eight write both tags in each of their six loops, others never: as loops overwhelming, as habits nothing."""
    habit = [row for n in range(8) for row in answers(6, "A", "B", person=f"H{n}")]
    others = [row for n in range(60) for row in answers(6, person=f"O{n}")]
    (pair,) = found(habit + others, ("A", "B")).found
    assert (pair.loops, pair.persons, pair.phi) == (48, 8, 1.0)
    assert pair.by_chance == pytest.approx(48)
    assert pair.p == 1.0
    assert next(iter(loops.pair_list(loops.table(habit + others, ("A", "B")), ("A", "B")))).p < 1e-20


def test_tags_that_the_same_people_put_on_the_same_loops_do_stand_together() -> None:
    rows = [row for n in range(20) for row in answers(2, "A", "B", person=f"P{n}") + answers(4, person=f"P{n}")]
    (pair,) = found(rows, ("A", "B")).found
    assert pair.by_chance == pytest.approx(20 * 2 * 2 / 6)
    assert pair.p < 1e-6


def test_a_tag_that_only_came_along_brings_its_set_down_to_nothing() -> None:
    """A and B always together, C on half of everything: the pair stands, the three do not."""
    rows = answers(20, "A", "B", "C") + answers(20, "A", "B") + answers(80, "C") + answers(80)
    sets = {one.tags: one for one in found(rows, ("A", "B", "C"), 3).found}
    assert sets["A", "B"].phi == pytest.approx(1.0)
    assert sets["A", "B"].p < 1e-10
    assert sets["A", "B", "C"].phi == pytest.approx(0.0)
    assert sets["A", "B", "C"].p == pytest.approx(1.0)
    assert sets["A", "B", "C"].lift == pytest.approx(5)


def test_only_sets_with_five_loops_of_five_persons_are_shown_and_the_rest_are_counted() -> None:
    rows = answers(5, "A", "B") + answers(4, "A", "C") + answers(6, "B", "C", person="Ensam") + answers(9, "C")
    got = found(rows, ("A", "B", "C", "D"), 3)
    assert [one.tags for one in got.found] == [("A", "B")]
    # Three pairs and one three of the tags in use; no test is made of a tag that hardly anyone used.
    assert (got.tests, got.too_few) == (4, 3)


def test_the_number_of_tests_counts_the_sets_that_are_not_shown() -> None:
    alone = found(hypothetical(), ("A", "B")).found[0]
    beside = found([*hypothetical(), *answers(6, "C"), *answers(6, "D")], ("A", "B", "C", "D"))
    assert beside.tests == 6
    assert beside.found[0].q == pytest.approx(6 * beside.found[0].p)
    assert alone.q == alone.p
    stricter = found([*hypothetical(), *answers(6, "C"), *answers(6, "D")], ("A", "B", "C", "D"), rate="yekutieli")
    assert stricter.found[0].q == pytest.approx(beside.found[0].q * sum(1 / n for n in range(1, 7)))


def test_without_any_emotion_the_mean_of_a_set_is_missing_and_not_zero() -> None:
    rows = answers(5, "A", "B") + answers(5)
    assert found(rows, ("A", "B")).found[0].mean_emotion == Missing("no_emotion")
    felt = [row._replace(emotion=n % 2) for n, row in enumerate(rows[:5])]
    assert found(felt + rows[5:], ("A", "B")).found[0].mean_emotion == Figure(2, 5, "mean")


def test_no_loops_and_no_tags_give_no_sets() -> None:
    assert found([], ("A", "B")) == loops.Combinations((), 0, 0, 5)
    assert found(answers(9), ()) == loops.Combinations((), 9, 0, 5)
    assert found(answers(9, "A"), ("A",), 5) == loops.Combinations((), 9, 0, 5)


def test_a_tag_set_as_large_as_a_mask_is_searched_right() -> None:
    tags = tuple(f"Tagg {number}" for number in range(62))
    rows = answers(7, tags[0], tags[60], tags[61]) + answers(9, tags[61]) + answers(9, *tags[30:33])
    got = found(rows, tags, 3)
    assert [(one.tags, one.loops) for one in got.found if len(one.tags) == 3] == [
        ((tags[0], tags[60], tags[61]), 7),
        (tags[30:33], 9),
    ]


def test_a_set_of_one_or_of_six_is_refused() -> None:
    for size in (1, 6):
        with pytest.raises(ValueError, match=f"a set has 2 to 5 tags, not {size}"):
            found(answers(5, "A", "B"), ("A", "B"), size)
