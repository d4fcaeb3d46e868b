"""Sets of tags that were grown, put side by side: which they are, how tied together, and how far from chance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations as subsets
from typing import TYPE_CHECKING, NamedTuple

from kedjan_statistics.later import later
from kedjan_statistics.loops_grown import Grown
from kedjan_statistics.loops_shuffle import Chance, tails

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")


__all__ = ["Sized"]

type Whole = NDArray[np.int64]
type Real = NDArray[np.float64]


class Sized(NamedTuple):
    """The sets of one size, in the order of the tag set, as columns; see `loops_sets.Combination`.

    `counts`: loops, answers of emotion, emotion, persons. `phi` is infinite where there is no such correlation.
    """

    tags: Whole
    counts: Whole
    each: Whole
    any: Whole
    phi: Real
    by_chance: Real
    p: Real

    @classmethod
    def of(cls, size: int, each: Sequence[int], loops: int, grown: Grown) -> Sized:
        """From what was grown among so many loops, `each` with each tag."""
        known = _Known(grown)
        chosen = np.flatnonzero(np.bitwise_count(known.bits) == size)
        has = known.bits[chosen][:, None] >> np.arange(len(each)) & 1
        tags = np.nonzero(has)[1].reshape(len(chosen), size)
        order = np.lexsort(tags.T[::-1])
        tags, counts = tags[order], known.counts[chosen[order]]
        single = np.array(each, np.int64)[tags]
        rest = known.bits[chosen[order]][:, None] ^ np.int64(1) << tags
        phi = _phi(counts[:, :1], single, known.loops(rest), loops)
        by_chance, p = _weakest(counts[:, 0], known.chance(rest, tags))
        return cls(tags, counts, single, _any(tags, known), phi.min(axis=1, initial=np.inf), by_chance, p)


class _Known:
    """What was grown, to be looked up by mask."""

    def __init__(self, grown: Grown) -> None:
        self.bits, self.counts, self._inner = grown.bits, grown.counts, grown.inner
        self._chances = grown.chances.reshape(len(grown.inner), 3, grown.chances.shape[1] // 3)

    def loops(self, bits: Whole) -> Whole:
        found: Whole = self.counts[np.searchsorted(self.bits, bits), 0]
        return found

    def chance(self, rest: Whole, tags: Whole) -> Chance:
        """What dealing each of the tags gives beside the rest of its set."""
        found = self._chances[np.searchsorted(self._inner, rest), :, tags]
        return Chance(found[..., 0], found[..., 1], found[..., 2])


def _any(tags: Whole, known: _Known) -> Whole:
    """The loops with any of the tags, by inclusion and exclusion: every smaller set has enough, so it is known."""
    found = np.zeros(len(tags), np.int64)
    for size in range(1, tags.shape[1] + 1):
        for some in subsets(range(tags.shape[1]), size):
            found -= (-1) ** size * known.loops((np.int64(1) << tags[:, list(some)]).sum(axis=1))
    return found


def _phi(both: Whole, first: Whole, second: Whole, of: int) -> Real:
    """The correlation of each tag with the rest; infinite where there is none, since one of them is always there."""
    spread = np.sqrt(first * (of - first)) * np.sqrt(second * (of - second))
    return np.where(spread > 0, (of * both - first * second) / np.where(spread > 0, spread, 1), np.inf)


def _weakest(loops: Whole, chance: Chance) -> tuple[Real, Real]:
    """For the tag that is least apart from chance: the mean of its dealing, and p, twice the smaller tail."""
    upper, lower = tails(loops[:, None], chance)
    over = upper.max(axis=1, initial=0) <= lower.max(axis=1, initial=0)
    tail = np.where(over[:, None], upper, lower)
    row = np.arange(len(loops))
    weakest = tail.argmax(axis=1) if len(loops) else np.zeros(0, np.int64)
    return chance.mean[row, weakest], np.minimum(1.0, 2 * tail[row, weakest])
