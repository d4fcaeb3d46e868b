"""Which tags stand together, two to five at a time: loops, persons, emotion, and how far that is from chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, isfinite, prod
from typing import TYPE_CHECKING, Final, Literal

from kedjan_statistics.figure import Figure, Missing, ratio
from kedjan_statistics.later import later
from kedjan_statistics.loops_columns import ABSENT, Columns, beginnings, columns, numbered
from kedjan_statistics.loops_grown import Kinds, People, Tree
from kedjan_statistics.loops_shuffle import Strata
from kedjan_statistics.loops_sized import Sized
from kedjan_statistics.loops_table import tag_set
from kedjan_statistics.uncertainty import benjamini_hochberg, benjamini_yekutieli

if TYPE_CHECKING:
    import ibis
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")


__all__ = ["Combination", "Combinations", "Shuffles", "combinations", "shuffled"]

LARGEST: Final = 5
"""Tags in the largest set: beyond, nothing can be said of so few loops."""

type Whole = NDArray[np.int64]

FEWEST: Final = 5
"""Loops, and persons, that a set must have to be shown (4.9)."""


@dataclass(frozen=True, slots=True)
class Combination:
    """Two to five tags of a tag set that stand together in the same loops, in the order of the set.

    `loops`, `persons`: with all of them; persons have at least one such loop. `of`: all loops; `each`: those with each
    tag; `any`: those with any of them. `phi`: for two tags the correlation; for more the weakest of those between one
    tag and all the others together, so that a tag that only came along brings it down to nothing. `by_chance`: the
    loops that shuffling within each person gives on average; `p` is how probable so far from it is, `q` the false
    discovery rate over all sets tested. Exploratory: it says where to read, not what is so.
    """

    tags: tuple[str, ...]
    loops: int
    persons: int
    of: int
    each: tuple[int, ...]
    any: int
    phi: float | None
    emotion_answers: int
    emotion_sum: int
    by_chance: float
    p: float
    q: float

    @property
    def support(self) -> Fraction:
        """Loops with all the tags, of all loops."""
        return Fraction(self.loops, self.of)

    @property
    def expected(self) -> Fraction:
        """Loops with all the tags, were the tags independent and every loop by itself."""
        return Fraction(prod(self.each), self.of ** (len(self.each) - 1))

    @property
    def lift(self) -> Fraction:
        """How many times as many as were the tags independent; unstable where tags are rare."""
        return self.loops / self.expected

    @property
    def jaccard(self) -> Fraction:
        """Loops with all the tags, of the loops with any of them."""
        return Fraction(self.loops, self.any)

    @property
    def mean_emotion(self) -> Figure | Missing:
        return ratio(self.emotion_sum, self.emotion_answers, "mean", "no_emotion")

    @property
    def over(self) -> bool:
        """Whether more stand together than by chance."""
        return self.loops > self.by_chance


@dataclass(frozen=True, slots=True)
class Combinations:
    """The sets with at least `fewest` loops and persons, by size and then in the order of the tag set.

    `tests` is how many sets were looked at: all of the sizes asked for, of tags in at least so many loops. Those that
    are not here (`too_few`) count as tests that said nothing.
    """

    found: tuple[Combination, ...]
    loops: int
    tests: int
    fewest: int

    @property
    def too_few(self) -> int:
        return self.tests - len(self.found)


def combinations(
    loops: ibis.Table | Columns,
    tags: Sequence[str],
    largest: int = 2,
    *,
    fewest: int = FEWEST,
    rate: Literal["hochberg", "yekutieli"] = "hochberg",
) -> Combinations:
    """All sets of two to `largest` tags (at most five) that enough loops and persons have.

    `rate`: Benjamini and Yekutieli's holds under any dependence between the sets, and is stricter.
    """
    if not 2 <= largest <= LARGEST:
        raise ValueError(f"a set has 2 to {LARGEST} tags, not {largest}")
    read = _Read(loops, tag_set(tags))
    used = [n for n, each in enumerate(read.each) if each >= max(fewest, 1)]
    rarest_first = sorted(used, key=lambda n: read.each[n])
    grown = Tree(read.strata, read.kinds, read.people, rarest_first, largest, max(fewest, 1)).grown()
    sizes = [Sized.of(size, read.each, read.loops, grown) for size in range(2, largest + 1)]
    tests = sum(comb(len(used), size) for size in range(2, largest + 1))
    return Combinations(_combinations(read, sizes, tests, rate), read.loops, tests, fewest)


@dataclass(frozen=True, slots=True)
class Shuffles:
    """What dealing in earnest gave: the mean of the draws, how many were as large or as small, and p from them."""

    observed: int
    draws: int
    mean: float
    at_least: int
    at_most: int

    @property
    def p(self) -> float:
        """Twice the smaller tail, the observed counted as one of the draws, at most 1."""
        return min(1.0, 2 * (1 + min(self.at_least, self.at_most)) / (self.draws + 1))


def shuffled(
    loops: ibis.Table | Columns,
    tags: Sequence[str],
    chosen: Sequence[str],
    dealt: str,
    *,
    draws: int = 999,
    seed: int = 1,
) -> Shuffles:
    """Deal one of the chosen tags anew so many times, as `p` supposes; the same seed gives the same."""
    read = _Read(loops, tag_set(tags))
    tag = read.tags.index(dealt)
    rest = sum(1 << read.tags.index(name) for name in chosen if name != dealt)
    masks, stratum = read.people.masks, read.people.stratum
    found = read.strata.draws(
        np.bincount(stratum[masks & rest == rest], minlength=len(read.strata.loops)), tag, draws, seed
    )
    observed = int(np.count_nonzero(masks & (rest | 1 << tag) == rest | 1 << tag))
    as_many, as_few = (int(np.count_nonzero(each)) for each in (found >= observed, found <= observed))
    return Shuffles(observed, draws, float(found.mean()), as_many, as_few)


class _Read:
    """The loops as numbers: what each mask holds, whose loops they are, and within which tags are dealt."""

    def __init__(self, given: ibis.Table | Columns, tags: tuple[str, ...]) -> None:
        loops = given if isinstance(given, Columns) else columns(given, tags)
        present, kind = numbered(loops.kind)
        masks = loops.masks[present]
        masks = masks.astype(np.int32 if masks.max(initial=0) < 1 << 30 else np.int64)
        has = (masks[:, None] >> np.arange(len(tags)) & 1).astype(np.float64)
        order, stratum = _strata(loops)
        counts = _counts(loops, kind, len(masks))
        self.tags, self.loops = tags, len(loops)
        self.strata = Strata.made(beginnings(stratum), kind[order], has)
        self.kinds = Kinds(masks, counts, self.strata.by_kind)
        self.people = People(masks[kind[order]], loops.person[order], stratum)
        self.each: list[int] = (counts[:, 0] @ has).astype(np.int64).tolist()


def _counts(loops: Columns, kind: Whole, kinds: int) -> NDArray[np.float64]:
    """Loops, answers of emotion and emotion of each kind."""
    felt = loops.emotion != ABSENT
    weights = (None, felt, np.where(felt, loops.emotion, 0))
    return np.column_stack([np.bincount(kind, each, kinds) for each in weights]).astype(np.float64)


def _strata(loops: Columns) -> tuple[Whole, Whole]:
    """The order of loops by stratum, and the stratum of each: a person's, or of those with one loop an assignment's."""
    own = np.bincount(loops.person)
    alone = own[loops.person] == 1
    last = np.flatnonzero(alone)
    order = np.concatenate([np.flatnonzero(~alone), last[np.argsort(loops.assignment[last], kind="stable")]])
    place = np.where(alone, len(own) + loops.assignment, loops.person)[order]
    return order, np.cumsum(np.diff(place, prepend=place[:1]) != 0, dtype=np.int32)


def _combinations(read: _Read, sizes: Sequence[Sized], tests: int, rate: str) -> tuple[Combination, ...]:
    """The sets as values: by size, then in the order of the tag set."""
    probabilities = [p for each in sizes for p in each.p.tolist()]
    rates = (benjamini_yekutieli if rate == "yekutieli" else benjamini_hochberg)(probabilities, tests)
    columns = ("counts", "each", "any", "phi", "by_chance")
    rows = (
        row for one in sizes for row in zip(one.tags, *(getattr(one, name).tolist() for name in columns), strict=True)
    )
    return tuple(
        Combination(
            tags=tuple(read.tags[n] for n in tags.tolist()),
            loops=counts[0],
            persons=counts[3],
            of=read.loops,
            each=tuple(each),
            any=some,
            phi=phi if isfinite(phi) else None,
            emotion_answers=counts[1],
            emotion_sum=counts[2],
            by_chance=by_chance,
            p=p,
            q=q,
        )
        for (tags, counts, each, some, phi, by_chance), p, q in zip(rows, probabilities, rates, strict=True)
    )
