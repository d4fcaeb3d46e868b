"""Which tags stand together: every pair of the tag set, with counts, persons and measures of association."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Final

from kedjan_statistics.engine import fetch
from kedjan_statistics.later import later
from kedjan_statistics.loops_counts import Groups, Measured, Summary
from kedjan_statistics.loops_persons import BITS, Lookup, Memberships, memberships
from kedjan_statistics.loops_table import tag_set
from kedjan_statistics.uncertainty import benjamini_hochberg, fisher

if TYPE_CHECKING:
    import ibis
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray
else:
    ibis = later("ibis")
    np = later("numpy")
    pa = later("pyarrow")


__all__ = ["Pair", "pair_list", "pairs", "summary_and_pairs"]

WORDS_AT_ONCE: Final = 8
"""Words of 62 pairs carried through one pass, so that a large tag set does not need all its pairs in memory."""

ROWS_AT_ONCE: Final = 100_000

type Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tags of the tag set, `a` before `b` in its order.

    `loops`, `persons`: with both; persons have at least one loop with both. `expected`: loops with both, were the tags
    independent. `lift`, `jaccard`, `phi` are None where a tag is never used or never absent. `p` is Fisher's
    two-sided, `q` the false discovery rate over all pairs of the tag set. Loops by the same person are dependent and
    lift is unstable for rare pairs: exploratory, and sorted by phi or q rather than lift.
    """

    a: str
    b: str
    loops: int
    persons: int
    expected: Fraction
    lift: Fraction | None
    jaccard: Fraction | None
    phi: float | None
    p: float
    q: float


def pair_list(loops: ibis.Table, tags: Sequence[str]) -> tuple[Pair, ...]:
    """All pairs of the tag set in its order: first with second, first with third, and so on."""
    return _Masks(loops, tag_set(tags)).pairs()


def summary_and_pairs(
    loops: ibis.Table, tags: Sequence[str], groups: Groups | None = None
) -> tuple[Summary, tuple[Pair, ...]]:
    """What `summarise` and `pair_list` give, with the persons behind both found in one pass over the loops."""
    measured, masks = Measured(loops, tag_set(tags)), _Masks(loops, tag_set(tags))
    persons, *behind = memberships(loops, measured.lookup, *masks.lookups[:1])
    return measured.summary(persons, groups), masks.pairs(*behind)


class _Masks:
    """How often each set of tags was used, and from that how often each pair was."""

    def __init__(self, loops: ibis.Table, tags: tuple[str, ...]) -> None:
        found = fetch(loops.group_by("tags").aggregate(loops=loops.count()))
        masks, weights = found["tags"].to_numpy(), found["loops"].to_numpy()
        self._loops, self._tags = loops, tags
        self._together, self._everyone = _together(masks, weights, len(tags)), int(weights.sum())
        self._numbers = list(combinations(range(len(tags)), 2))
        self.lookups = _lookups(masks, self._numbers)

    def pairs(self, *known: Memberships) -> tuple[Pair, ...]:
        """All pairs; `known` are the persons of the first lookups, where they have been found already."""
        rest = (memberships(self._loops, lookup)[0] for lookup in self.lookups[len(known) :])
        persons = [people for part in (*known, *rest) for people in part.each()][: len(self._numbers)]
        counts = [_two_by_two(self._together, self._everyone, i, j) for i, j in self._numbers]
        tests = [fisher(*count) for count in counts]
        return tuple(
            _pair((self._tags[i], self._tags[j]), count, behind, p, q)
            for (i, j), count, behind, p, q in zip(
                self._numbers, counts, persons, tests, benjamini_hochberg(tests), strict=True
            )
        )


def pairs(loops: ibis.Table, tags: Sequence[str]) -> ibis.Table:
    """All pairs as a table: a, b, loops, persons, expected, lift, jaccard, phi, p, q (see `Pair`); floats after b.

    The counts are taken when this is called, since exact tests are not expressions; what comes back is a table.
    """
    found = pair_list(loops, tags)
    return ibis.memtable(
        pa.table(
            {
                "a": pa.array([pair.a for pair in found], pa.string()),
                "b": pa.array([pair.b for pair in found], pa.string()),
                "loops": pa.array([pair.loops for pair in found], pa.int64()),
                "persons": pa.array([pair.persons for pair in found], pa.int64()),
                "expected": pa.array([float(pair.expected) for pair in found], pa.float64()),
                "lift": pa.array([_float(pair.lift) for pair in found], pa.float64()),
                "jaccard": pa.array([_float(pair.jaccard) for pair in found], pa.float64()),
                "phi": pa.array([pair.phi for pair in found], pa.float64()),
                "p": pa.array([pair.p for pair in found], pa.float64()),
                "q": pa.array([pair.q for pair in found], pa.float64()),
            }
        )
    )


def _together(masks: Whole, weights: Whole, many: int) -> Whole:
    """Loops with both tags, for all tags at once; on the diagonal the loops with the tag. Exact below 2**53."""
    found = np.zeros((many, many))
    for start in range(0, len(masks), ROWS_AT_ONCE):
        part = masks[start : start + ROWS_AT_ONCE, None] >> np.arange(many) & 1
        bits = part.astype(np.float64)
        found += (bits * weights[start : start + ROWS_AT_ONCE, None]).T @ bits
    return found.astype(np.int64)


def _lookups(masks: Whole, numbers: Sequence[tuple[int, int]]) -> list[Lookup]:
    """Which pairs each set of tags holds, in as many lookups as passes are needed; only the last is not full."""
    sets = [_word(masks, numbers[start : start + BITS]) for start in range(0, len(numbers), BITS)]
    return [
        Lookup({"tags": masks}, sets[start : start + WORDS_AT_ONCE]) for start in range(0, len(sets), WORDS_AT_ONCE)
    ]


def _word(masks: Whole, numbers: Sequence[tuple[int, int]]) -> Whole:
    word = np.zeros(len(masks), np.int64)
    for bit, (i, j) in enumerate(numbers):
        word |= (masks >> i & masks >> j & 1) << bit
    return word


def _two_by_two(together: Whole, everyone: int, i: int, j: int) -> tuple[int, int, int, int]:
    both, first, second = int(together[i, j]), int(together[i, i]), int(together[j, j])
    return both, first - both, second - both, everyone - first - second + both


def _pair(names: tuple[str, str], table: tuple[int, int, int, int], persons: int, p: float, q: float) -> Pair:
    both, first_only, second_only, _ = table
    first, second, everyone = both + first_only, both + second_only, sum(table)
    spread = first * (everyone - first) * second * (everyone - second)
    return Pair(
        a=names[0],
        b=names[1],
        loops=both,
        persons=persons,
        expected=Fraction(first * second, everyone) if everyone else Fraction(0),
        lift=Fraction(both * everyone, first * second) if first * second else None,
        jaccard=Fraction(both, first + second - both) if first + second else None,
        phi=(everyone * both - first * second) / sqrt(spread) if spread else None,
        p=p,
        q=q,
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
