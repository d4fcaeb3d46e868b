"""How often tags would stand together by chance alone, when loops by one person are not taken for independent.

A set of tags is as strong as its weakest: each tag in turn is dealt anew while the rest of every tag set stays where
it is, and the set deviates only if it does so whichever tag is dealt (an intersection-union test, Berger 1982). The
dealing is within a person where they have several loops; persons with one loop only are dealt among each other within
their assignment. So it stays as it was how often each person uses each tag: what is tested is whether the tags fall on
the same loops.

In a person's n loops, a with the tag and r with the rest, those with both are hypergeometric: their mean is r(a/n),
their variance r(a/n)(1-a/n)(n-r)/(n-1), their third cumulant the variance times (1-2a/n)(n-2r)/(n-2). Such a number is
a sum of independent chances (Vatutin and Mikhailov 1982), and so are all persons' together. Such a sum is close to the
shifted binomial that has the same three (Pekoez, Roellin, Cekanavicius and Shwartz 2009): what must be together however
the tag falls is in the shift. Where it errs it errs to the side of chance. `Strata.draws` deals in earnest, for whoever
would see for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")


__all__ = ["Chance", "Strata", "tails"]

NOTHING: Final = 1e-9
"""A variance below this is none: there was nothing to deal."""

LEAST: Final = 1e-7
"""The smallest chance told from none: below it a binomial is Poisson's."""

type Whole = NDArray[np.int64]
type Real = NDArray[np.float64]


class Chance(NamedTuple):
    """Loops with both when the tag is dealt anew: mean, variance and third cumulant."""

    mean: Real
    variance: Real
    third: Real


@dataclass(frozen=True, slots=True)
class Strata:
    """Within which loops tags are dealt: a person's, or those of persons with one loop in the same assignment.

    `loops`: how many are in each stratum. A row for each stratum and a column for each tag: `share` of the loops with
    it, `spread` and `skew`: variance and third cumulant of one such chance. `by_kind`: for the loops of each kind and
    each tag, were each loop alone in having the rest, the three of `Chance`, side by side. `pairs`: what `apart` gives
    for one tag (row) beside another.
    """

    loops: Real
    share: Real
    spread: Real
    skew: Real
    by_kind: Real
    pairs: Real

    @classmethod
    def made(cls, starts: Whole, kind: Whole, has: Real) -> Strata:
        """From the loops in order of their stratum: where each begins, the kind of each, which kinds have which tag."""
        from scipy.sparse import csr_array

        ends = np.append(starts, len(kind))
        together = csr_array((np.ones(len(kind)), kind, ends), shape=(len(starts), len(has)))
        loops = np.diff(ends).astype(np.float64)
        share = together @ has / loops[:, None]
        spread = share * (1 - share)
        skew = spread * (1 - 2 * share)
        second, third = _less(np.rint(share * loops[:, None]), loops[:, None])
        pairs = np.hstack([second.T @ spread, third.T @ skew])
        return cls(loops, share, spread, skew, together.T @ np.hstack([share, spread, skew]), pairs)

    def apart(self, sets: int, held: Whole, stratum: Whole, rest: Whole) -> Real:
        """What to add to variance and third of `by_kind` for sets of which some strata have so many loops each."""
        from scipy.sparse import csr_array

        parts = _less(rest.astype(np.float64), self.loops[stratum])
        shape = (sets, len(self.loops))
        less = (csr_array((part, (held, stratum)), shape=shape) for part in parts)
        return np.hstack([part @ each for part, each in zip(less, (self.spread, self.skew), strict=True)])

    def draws(self, rest: Whole, tag: int, draws: int, seed: int) -> Whole:
        """Loops with the tag and the rest in each of so many dealings; `rest`: the loops of each stratum with it."""
        dealt = np.random.default_rng(seed)
        marks = np.rint(self.share[:, tag] * self.loops).astype(np.int64)
        some = (rest > 0) & (marks > 0)
        n, marks, rest = self.loops.astype(np.int64)[some], marks[some], rest[some]
        return np.array([dealt.hypergeometric(rest, n - rest, marks).sum() for _ in range(draws)], np.int64)


def tails(loops: Whole, chance: Chance) -> tuple[Real, Real]:
    """How probable so many or more, and so many or fewer, are by dealing alone; 1 where there was nothing to deal."""
    still = chance.variance < NOTHING
    variance = np.maximum(chance.variance, NOTHING)
    each = np.clip((1 - chance.third / variance) / 2, LEAST, 1 - LEAST)
    trials = variance / (each * (1 - each))
    observed = loops - (chance.mean - trials * each)
    upper = _at_least(np.minimum(observed, trials), trials, each)
    lower = 1 - _at_least(observed + 1, trials, each)
    return np.where(still, 1.0, upper), np.where(still, 1.0, np.clip(lower, 0, 1))


def _at_least(observed: Real, trials: Real, each: Real) -> Real:
    """The upper tail of the binomial, also between whole numbers."""
    from scipy.special import betainc

    inside = (observed > 0) & (observed < trials + 1)
    within = np.where(inside, observed, 1.0)
    tail: Real = np.where(inside, betainc(within, np.where(inside, trials - within + 1, 1.0), each), observed <= 0)
    return tail


def _less(rest: Real, loops: Real) -> tuple[Real, Real]:
    """How much less than by themselves the loops of a stratum that have the rest count for in variance and third."""
    second = rest * (loops - rest) / np.maximum(loops - 1, 1)
    return second - rest, second * (loops - 2 * rest) / np.maximum(loops - 2, 1) - rest
