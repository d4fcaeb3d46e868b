"""Sets of tags grown one tag at a time from the loops that have them, as far as enough loops and persons do.

A set with too few loops or persons is not grown further: no larger set of it can have more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kedjan_statistics.later import later
from kedjan_statistics.loops_shuffle import Strata, beginnings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")


__all__ = ["Branch", "Kinds", "People", "Tree"]

type Whole = NDArray[np.int64]
type Real = NDArray[np.float64]


class Kinds(NamedTuple):
    """Each mask that occurs and a row of sums over its loops: loops, answers of emotion, emotion, then chances."""

    masks: Whole
    sums: Real

    def having(self, tag: int) -> Kinds:
        """Those that have the tag."""
        rows = np.flatnonzero(self.masks & (1 << tag) != 0)
        return Kinds(self.masks[rows], self.sums[rows])


class People(NamedTuple):
    """A mask per loop, whose it is and its stratum, by numbers; a person's loops stand together, and a stratum's."""

    masks: Whole
    person: Whole
    stratum: Whole

    def each(self, tags: Whole) -> Whole:
        """The persons who have a loop with each of the tags."""
        if not len(self.masks):
            return np.zeros(len(tags), np.int64)
        used = np.bitwise_or.reduceat(self.masks, beginnings(self.person))
        return np.array([np.count_nonzero(used & (1 << tag)) for tag in tags.tolist()], np.int64)

    def having(self, tag: int) -> People:
        """The loops that have the tag."""
        rows = np.flatnonzero(self.masks & (1 << tag) != 0)
        return People(self.masks[rows], self.person[rows], self.stratum[rows])


class Branch(NamedTuple):
    """The tags so far, as a mask, and all that has them."""

    bits: int
    size: int
    kinds: Kinds
    people: People


@dataclass(slots=True)
class Tree:
    """What was found while growing, as columns: for each set its mask, its counts, and the chances of one tag more.

    `counts`: loops, answers of emotion, emotion and persons of each set. `chances`: of each set that may grow, the
    mean, variance and least of each tag beside it.
    """

    strata: Strata
    largest: int
    fewest: int
    bits: list[int] = field(default_factory=list)
    counts: list[tuple[int, int, int, int]] = field(default_factory=list)
    inner: list[int] = field(default_factory=list)
    chances: list[Real] = field(default_factory=list)

    def grow(self, branch: Branch, tags: Sequence[int]) -> None:
        """Find every set of the branch's tags and one or more of `tags` with enough behind it."""
        if branch.size:
            self._remember(branch)
        if not tags:
            return
        columns = np.array(tags, np.int64)
        has = (branch.kinds.masks[:, None] >> columns & 1).astype(np.float64)
        sums, persons = has.T @ branch.kinds.sums[:, :3], branch.people.each(columns)
        enough = np.flatnonzero((sums[:, 0] >= self.fewest) & (persons >= self.fewest)).tolist()
        numbers, behind = sums.astype(np.int64).tolist(), persons.tolist()
        kept = [tags[place] for place in enough]
        for place, tag in zip(enough, kept, strict=True):
            self.bits.append(branch.bits | 1 << tag)
            self.counts.append((*numbers[place], behind[place]))
        if branch.size + 1 < self.largest:
            for place, tag in enumerate(kept):
                kinds, people = branch.kinds.having(tag), branch.people.having(tag)
                self.grow(Branch(branch.bits | 1 << tag, branch.size + 1, kinds, people), kept[place + 1 :])

    def _remember(self, branch: Branch) -> None:
        chance = branch.kinds.sums[:, 3:].sum(axis=0)
        one = branch.bits.bit_length() - 1
        apart = self.strata.pairs[one] if branch.size == 1 else self.strata.apart(branch.people.stratum)
        chance[len(chance) // 3 :] += apart
        self.inner.append(branch.bits)
        self.chances.append(chance)
