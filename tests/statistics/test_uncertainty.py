"""Intervals and tests give the published worked examples, and agree with independent computations."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kedjan_statistics.uncertainty import (
    Interval,
    benjamini_hochberg,
    benjamini_yekutieli,
    difference,
    fisher,
    fisher_at_least,
    mcnemar,
    poisson,
    wilson,
)


def per_cent(interval: Interval) -> tuple[float, float]:
    return round(100 * interval.low, 1), round(100 * interval.high, 1)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(7, 20, 18.1, 56.7), (0, 7, 0.0, 35.4), (2, 10, 5.7, 51.0), (7, 7, 64.6, 100.0)]
)
def test_wilson_gives_the_textbook_intervals(hits: int, of: int, low: float, high: float) -> None:
    assert per_cent(wilson(hits, of)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((28, 142), (6, 171), 9.3, 23.8), ((45, 171), (7, 142), 13.6, 28.9), ((54, 171), (24, 142), 5.1, 23.7)],
)
def test_newcombe_separates_the_service_areas_that_differ(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    interval = difference(*first, *second)
    assert per_cent(interval) == (low, high)
    assert interval.excludes_zero
    assert difference(*second, *first).excludes_zero


def test_a_difference_whose_interval_holds_zero_is_not_called_one() -> None:
    assert not difference(5, 20, 6, 20).excludes_zero


def test_a_share_of_nobody_has_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one"):
        wilson(0, 0)
    with pytest.raises(ValueError, match="at least one"):
        wilson(8, 7)


@pytest.mark.parametrize(("cases", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)])
def test_poisson_gives_the_tabled_limits_for_few_cases(cases: int, low: float, high: float) -> None:
    assert poisson(cases) == pytest.approx((low, high), abs=5e-5)
    with pytest.raises(ValueError, match="negative"):
        poisson(-1)


@given(st.integers(1, 500))
def test_a_poisson_limit_leaves_two_and_a_half_per_cent_outside(cases: int) -> None:
    low, high = poisson(cases)
    assert math.isclose(stats.poisson.sf(cases - 1, low), 0.025, rel_tol=1e-9)
    assert math.isclose(stats.poisson.cdf(cases, high), 0.025, rel_tol=1e-9)


def test_pupils_gained_and_lost_are_compared_by_mcnemar() -> None:
    assert round(mcnemar(23, 15), 2) == 0.26
    assert mcnemar(0, 0) == mcnemar(4, 4) == 1.0


def test_fisher_gives_the_worked_example_of_two_tags_in_402_loops() -> None:
    assert round(fisher(40, 74, 57, 231), 4) == 0.0018
    assert round(fisher_at_least(40, 74, 57, 231), 4) == 0.0012


def fisher_by_definition(both: int, first_only: int, second_only: int, neither: int) -> Fraction:
    first, second, everyone = both + first_only, both + second_only, both + first_only + second_only + neither
    ways = {
        k: Fraction(math.comb(first, k) * math.comb(everyone - first, second - k), math.comb(everyone, second))
        for k in range(max(0, first + second - everyone), min(first, second) + 1)
    }
    return sum((chance for chance in ways.values() if chance <= ways[both]), Fraction(0))


CELL = st.integers(0, 40)


@given(CELL, CELL, CELL, CELL)
def test_fisher_is_the_sum_of_the_no_more_probable_tables(a: int, b: int, c: int, d: int) -> None:
    assert math.isclose(fisher(a, b, c, d), fisher_by_definition(a, b, c, d), rel_tol=1e-12)


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(0, 600), st.integers(0, 600), st.integers(1001, 1400))
def test_fisher_by_logarithms_agrees_with_whole_numbers(a: int, b: int, c: int, d: int) -> None:
    expected = fisher_by_definition(a, b, c, d)
    assert math.isclose(fisher(a, b, c, d), expected, rel_tol=1e-6, abs_tol=1e-300)
    assert math.isclose(
        fisher_at_least(a, b, c, d), stats.hypergeom.sf(a - 1, a + b + c + d, a + b, a + c), rel_tol=1e-6, abs_tol=1e-99
    )


@pytest.mark.parametrize(
    "table", [(67_000, 217_000, 174_000, 542_000), (67_700, 216_300, 170_300, 545_700), (0, 284_000, 30, 700_000)]
)
def test_fisher_agrees_with_scipy_over_a_million_loops(table: tuple[int, int, int, int]) -> None:
    expected = stats.fisher_exact([table[:2], table[2:]]).pvalue
    assert math.isclose(fisher(*table), expected, rel_tol=1e-6)


def test_false_discovery_rates_follow_the_published_example() -> None:
    probabilities = [0.039, 0.001, 0.27, 0.008, 0.041]
    assert [round(q, 4) for q in benjamini_hochberg(probabilities)] == [0.0513, 0.005, 0.27, 0.02, 0.0513]
    assert [round(q, 4) for q in benjamini_yekutieli(probabilities)] == [0.1170, 0.0114, 0.6165, 0.0457, 0.1170]
    assert benjamini_hochberg([]) == ()


@given(st.lists(st.floats(0, 1), max_size=30))
def test_false_discovery_rates_agree_with_scipy(probabilities: list[float]) -> None:
    expected = stats.false_discovery_control(probabilities) if probabilities else []
    assert list(benjamini_hochberg(probabilities)) == pytest.approx(list(expected))
