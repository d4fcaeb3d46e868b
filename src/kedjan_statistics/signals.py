"""Open rules that point at who may need somebody to look, and how well they have done on an earlier cohort (D08).

Never a score: a signal is there or not, says which rule it comes from, and is used where it has been validated.
"""

from __future__ import annotations

from dataclasses import dataclass

from kedjan_statistics.figure import Figure, Missing, ratio
from kedjan_statistics.uncertainty import Interval, wilson

__all__ = ["Accuracy", "Rate", "rate"]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its Wilson interval; none of either where there is nobody to divide by."""

    value: Figure | Missing
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What a signal said beside what came: persons who had it and for whom it came true, and so on."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    @property
    def persons(self) -> int:
        return self.true_positive + self.false_positive + self.false_negative + self.true_negative

    @property
    def sensitivity(self) -> Rate:
        """Of those for whom it came true, how many had the signal; the rest are missed."""
        return rate(self.true_positive, self.true_positive + self.false_negative)

    @property
    def specificity(self) -> Rate:
        """Of those for whom it did not come true, how many had no signal."""
        return rate(self.true_negative, self.true_negative + self.false_positive)

    @property
    def ppv(self) -> Rate:
        """Of those who had the signal, for how many it came true."""
        return rate(self.true_positive, self.true_positive + self.false_positive)

    @property
    def npv(self) -> Rate:
        """Of those who had no signal, for how many it did not come true."""
        return rate(self.true_negative, self.true_negative + self.false_negative)

    @property
    def flagged(self) -> Rate:
        """How many had the signal."""
        return rate(self.true_positive + self.false_positive, self.persons)

    @property
    def base_rate(self) -> Rate:
        """For how many it came true, whatever the signal said."""
        return rate(self.true_positive + self.false_negative, self.persons)


def rate(hits: int, of: int) -> Rate:
    """A share of so many, with its interval."""
    return Rate(ratio(hits, of, "share", "nobody"), wilson(hits, of) if of else None)
