"""A number carries its denominator, absence has three kinds, and rounding happens once."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedjan_statistics.figure import (
    Figure,
    Hidden,
    Missing,
    NotApplicable,
    Sum,
    count,
    pooled,
    ratio,
    round_half_away,
    shown,
    total,
)

SPACE = "\N{NO-BREAK SPACE}"


def test_nothing_over_nothing_is_missing_and_never_zero() -> None:
    assert ratio(0, 0, "mean", "not_asked") == Missing("not_asked")
    assert ratio(0, 3, "mean") == Figure(0, 3, "mean")
    with pytest.raises(ValueError, match="denominator"):
        Figure(0, 0, "mean")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(45, 65), 2, "0.69"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(-1, 100), 1, "0.0"),
        (Fraction(1019, 402), 1, "2.5"),
        (Fraction(2, 3), 0, "1"),
    ],
)
def test_halves_are_rounded_away_from_zero_on_the_exact_fraction(value: Fraction, decimals: int, expected: str) -> None:
    assert str(round_half_away(value, decimals)) == expected


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_rounding_agrees_with_decimal_arithmetic_where_that_is_exact(thousandths: int, decimals: int) -> None:
    exact = Decimal(thousandths) / 1024
    expected = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert round_half_away(Fraction(thousandths, 1024), decimals) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "percent", "expected"),
    [
        (Figure(45, 65, "share"), 0, True, f"69{SPACE}%"),
        (Figure(-4, 29, "mean"), 1, False, "−0,1"),
        (Figure(-1, 29, "mean"), 1, False, "0,0"),
        (count(1019), 0, False, "1019"),
        (count(1234567), 0, False, f"1{SPACE}234{SPACE}567"),
        (Hidden("few_persons"), 1, True, ".."),
        (Missing(), 1, True, "."),
        (NotApplicable(), 1, True, "–"),
    ],
)
def test_values_are_shown_as_swedish_readers_expect(value: Figure, decimals: int, percent: bool, expected: str) -> None:
    assert shown(value, decimals=decimals, percent=percent) == expected


def test_a_sum_skips_what_is_missing_and_says_how_many() -> None:
    assert total([count(3), Missing(), count(4), NotApplicable()]) == Sum(count(7), skipped=2)
    assert total([Missing()]) == Sum(Missing(), skipped=1)


def test_a_sum_with_a_hidden_part_is_itself_hidden() -> None:
    assert total([count(3), Hidden("few_persons", 10), Hidden("complementary", 5)]).value == Hidden("few_persons", 10)


def test_a_total_of_means_is_weighted_by_what_was_counted() -> None:
    assert pooled([Figure(2, 1, "mean"), Figure(0, 3, "mean")], "mean").value == Figure(2, 4, "mean")


def test_shares_are_not_summed_and_units_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="counts"):
        total([Figure(1, 2, "share")])
    with pytest.raises(ValueError, match="unit"):
        pooled([Figure(1, 2, "share")], "mean")
