"""Two readers' agreement, against worked examples and the definitions themselves."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedjan_statistics.agreement import Agreement, agreement

judgements = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40)


def test_cohens_kappa_of_the_textbook_example() -> None:
    # 50 applications: both yes 20, first only 5, second only 10, both no 15: observed 0.7, chance 0.5, kappa 0.4.
    assert Agreement(20, 5, 10, 15).kappa == Fraction(2, 5)
    assert Agreement(20, 5, 10, 15).share == Fraction(7, 10)


def test_krippendorffs_alpha_of_his_own_example_of_two_readers_and_ten_texts() -> None:
    # Krippendorff (2011): ten articles, two observers, binary: 4 disagreements, 14 zeros and 6 ones: alpha 0.095.
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    found = agreement(zip(map(bool, first), map(bool, second), strict=True))
    assert found.alpha is not None
    assert round(float(found.alpha), 3) == 0.095


def test_where_everybody_says_the_same_there_is_agreement_but_no_kappa() -> None:
    same = Agreement(0, 0, 0, 12)
    assert (same.share, same.kappa, same.alpha) == (1, None, None)
    assert (Agreement(0, 0, 0, 0).share, Agreement(0, 0, 0, 0).kappa) == (None, None)


def test_readers_who_always_differ_agree_less_than_chance() -> None:
    assert Agreement(0, 5, 5, 0).kappa == -1


@given(judgements)
def test_the_figures_are_what_the_definitions_say(judged: list[tuple[bool, bool]]) -> None:
    found, n = agreement(judged), len(judged)
    observed = Fraction(sum(a == b for a, b in judged), n)
    assert found.share == observed
    a, b = Fraction(sum(x for x, _ in judged), n), Fraction(sum(y for _, y in judged), n)
    chance = a * b + (1 - a) * (1 - b)
    if chance == 1:
        assert found.kappa is None
    else:
        assert found.kappa == (observed - chance) / (1 - chance)
    pool = [value for pair in judged for value in pair]
    unlike = sum(x != y for i, x in enumerate(pool) for j, y in enumerate(pool) if i != j)
    if unlike:
        expected = Fraction(unlike, len(pool) * (len(pool) - 1))
        assert found.alpha == 1 - (1 - observed) / expected
    else:
        assert found.alpha is None


@given(judgements)
def test_who_is_first_does_not_matter(judged: list[tuple[bool, bool]]) -> None:
    one, other = agreement(judged), agreement((b, a) for a, b in judged)
    assert (one.share, one.kappa, one.alpha) == (other.share, other.kappa, other.alpha)


def test_perfect_agreement_is_one() -> None:
    assert agreement([(True, True), (False, False)]).kappa == pytest.approx(1)
    assert agreement([(True, True), (False, False)]).alpha == 1
