"""How sure a number is: intervals for shares, differences and counts of cases, exact tests, and many tests at once.

Counts go in as whole numbers; intervals and probabilities come out as floats, since their formulas hold square roots
and quantiles. The exact tests are exact: whole numbers up to `EXACT_UP_TO` observations, logarithms beyond.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")


__all__ = [
    "Interval",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "difference",
    "fisher",
    "fisher_at_least",
    "mcnemar",
    "poisson",
    "wilson",
]

Z95: Final = 1.959963984540054
"""The standard normal's 97.5 per cent point."""

EXACT_UP_TO: Final = 1000
"""Observations in a two by two table up to which Fisher's test is computed on whole numbers."""

TIE: Final = 1e-7
"""Tables whose probabilities differ relatively by less than this are equally probable, where logarithms are used."""


class Interval(NamedTuple):
    """A 95 per cent interval, both ends on the scale of the figure itself."""

    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether a difference with this interval may be called one."""
        return self.low > 0 or self.high < 0


def wilson(hits: int, of: int) -> Interval:
    """Wilson's 95 per cent interval for a share, without continuity correction. Refuses an empty group."""
    _share_of(hits, of)
    share = hits / of
    square = Z95 * Z95
    middle = share + square / (2 * of)
    spread = Z95 * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = ((middle + sign * spread) / (1 + square / of) for sign in (-1, 1))
    return Interval(0.0 if hits == 0 else low, 1.0 if hits == of else high)


def difference(hits: int, of: int, other_hits: int, other_of: int) -> Interval:
    """Newcombe's 95 per cent interval for the first share minus the second, from the two Wilson intervals."""
    first, second = wilson(hits, of), wilson(other_hits, other_of)
    one, two = hits / of, other_hits / other_of
    return Interval(
        one - two - math.hypot(one - first.low, second.high - two),
        one - two + math.hypot(first.high - one, two - second.low),
    )


def poisson(cases: int) -> Interval:
    """The exact (Garwood) 95 per cent interval for a count of cases: halved chi-square quantiles."""
    from scipy.special import gammainccinv, gammaincinv

    if cases < 0:
        raise ValueError(f"a number of cases is not negative: {cases}")
    low = float(gammaincinv(cases, 0.025)) if cases else 0.0
    return Interval(low, float(gammainccinv(cases + 1, 0.025)))


def mcnemar(gained: int, lost: int) -> float:
    """Exact two-sided p for change in the same persons, from those who changed in either direction."""
    changed = gained + lost
    tail = sum(math.comb(changed, k) for k in range(min(gained, lost) + 1))
    return float(min(Fraction(1), Fraction(2 * tail, 2**changed)))


def fisher(both: int, first_only: int, second_only: int, neither: int) -> float:
    """Fisher's exact two-sided p: the probability of all tables with the same margins no more probable than this."""
    table = _Table(both, first_only, second_only, neither)
    if table.total > EXACT_UP_TO:
        return _fisher_by_logarithms(table)
    weights = _weights(table)
    mine = weights[both - table.least]
    return float(Fraction(sum(weight for weight in weights if weight <= mine), sum(weights)))


def fisher_at_least(both: int, first_only: int, second_only: int, neither: int) -> float:
    """Fisher's exact one-sided p: the probability of so many in both, or more, with the same margins."""
    table = _Table(both, first_only, second_only, neither)
    if table.total > EXACT_UP_TO:
        return min(1.0, _tail(table, both, 1))
    weights = _weights(table)
    return float(Fraction(sum(weights[both - table.least :]), sum(weights)))


def benjamini_hochberg(probabilities: Sequence[float], tests: int | None = None) -> tuple[float, ...]:
    """The false discovery rate at which each test, in the order given, would be called (Benjamini and Hochberg).

    `tests`: how many there were in all, where only some are given; the others count as having said nothing.
    """
    given = len(probabilities)
    many = given if tests is None else tests
    if many < given:
        raise ValueError(f"there were at least the {given} tests given, not {many}")
    order = sorted(range(given), key=lambda index: probabilities[index], reverse=True)
    rates = [0.0] * given
    lowest = 1.0
    for rank, index in zip(range(given, 0, -1), order, strict=True):
        lowest = min(lowest, probabilities[index] * many / rank)
        rates[index] = lowest
    return tuple(rates)


def benjamini_yekutieli(probabilities: Sequence[float], tests: int | None = None) -> tuple[float, ...]:
    """As `benjamini_hochberg`, but safe under any dependence between the tests (Benjamini and Yekutieli)."""
    many = len(probabilities) if tests is None else tests
    factor = float((1 / np.arange(1, many + 1)).sum())
    return tuple(min(1.0, rate) for rate in benjamini_hochberg([factor * p for p in probabilities], tests))


def _share_of(hits: int, of: int) -> None:
    if not 0 <= hits <= of or of == 0:
        raise ValueError(f"a share needs a group of at least one: {hits} of {of}")


class _Table(NamedTuple):
    """A two by two table, seen as drawing `second` out of `total` of which `first` are of the first kind."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def first(self) -> int:
        return self.both + self.first_only

    @property
    def second(self) -> int:
        return self.both + self.second_only

    @property
    def total(self) -> int:
        return self.first + self.second_only + self.neither

    @property
    def least(self) -> int:
        return max(0, self.first + self.second - self.total)

    @property
    def most(self) -> int:
        return min(self.first, self.second)


def _weights(table: _Table) -> list[int]:
    """How many ways each possible table can come about, from the fewest in both to the most; whole numbers."""
    first, second, total, least, most = table.first, table.second, table.total, table.least, table.most
    weights = [math.comb(first, least) * math.comb(total - first, second - least)]
    for k in range(least, most):
        weights.append(weights[-1] * (first - k) * (second - k) // ((k + 1) * (total - first - second + k + 1)))
    return weights


def _fisher_by_logarithms(table: _Table) -> float:
    """The own tail, and on the other side of the mode the tail that starts where tables are no more probable."""
    mode = (table.first + 1) * (table.second + 1) // (table.total + 2)
    mine = _log_weight(table, table.both) + TIE
    if _log_weight(table, mode) <= mine:
        return 1.0
    outward = 1 if table.both > mode else -1
    near, far = mode, table.least if outward > 0 else table.most
    if _log_weight(table, far) > mine:
        return min(1.0, _tail(table, table.both, outward))
    while abs(far - near) > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if _log_weight(table, middle) <= mine else (middle, far)
    return min(1.0, _tail(table, table.both, outward) + _tail(table, far, -outward))


def _log_weight(table: _Table, k: int) -> float:
    rest = table.total - table.first - table.second
    parts = (k, table.first - k, table.second - k, rest + k)
    return -sum(math.lgamma(part + 1) for part in parts)


def _tail(table: _Table, start: int, step: int) -> float:
    """The probability from `start` outward, term by term from the largest, in stretches until nothing is added."""
    first, second, total = table.first, table.second, table.total
    rest = total - first - second
    margins = sum(math.lgamma(part + 1) for part in (first, total - first, second, total - second))
    term = math.exp(margins - math.lgamma(total + 1) + _log_weight(table, start))
    end = table.most if step > 0 else table.least
    probability, k = term, start
    while k != end and term > probability * 1e-17:
        stretch = np.arange(k, k + step * min(1024, abs(end - k)), step, dtype=np.float64)
        if step > 0:
            ratios = (first - stretch) * (second - stretch) / ((stretch + 1) * (rest + stretch + 1))
        else:
            ratios = stretch * (rest + stretch) / ((first - stretch + 1) * (second - stretch + 1))
        terms = term * np.cumprod(ratios)
        probability += float(terms.sum())
        term, k = float(terms[-1]), k + step * len(stretch)
    return probability
