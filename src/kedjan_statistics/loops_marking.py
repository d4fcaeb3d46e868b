"""Which numbers of a table stand out, and what patterns they make: largest, deviating, spread, pattern sentences."""

from __future__ import annotations

import math
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from kedjan_statistics.figure import Figure
from kedjan_statistics.loops_counts import Slice, Summary
from kedjan_statistics.uncertainty import benjamini_hochberg, fisher

__all__ = [
    "MOST_IMPORTANT",
    "Cell",
    "Deviation",
    "Extreme",
    "Largest",
    "Spread",
    "deviating",
    "emotion_spread",
    "largest",
    "pattern_tags",
    "share_cells",
    "tag_cells",
]

MOST_IMPORTANT: Final = "Mycket viktigt område"
"""The tag nearly everyone uses, left out of patterns and of the marking of areas."""


@dataclass(frozen=True, slots=True)
class Largest[K]:
    """The marked cells, in the order of the table, with the rule that marked them."""

    share: Fraction
    cells: int
    k: int
    threshold: Fraction | None
    marked: tuple[K, ...]


def largest[K](cells: Mapping[K, Fraction], share: Fraction = Fraction(1, 5)) -> Largest[K]:
    """The largest share of the cells: all as large as the k-th, where k is that share of their number, rounded down.

    Ties are marked together, so more than k may be. A table with fewer cells than make a k marks none.
    A relative marking: it says which numbers are largest, not that they are bad or surely apart from others.
    """
    k = math.floor(share * len(cells))
    if k == 0:
        return Largest(share, len(cells), 0, None, ())
    # As whole numbers of the least part that they have in common: much quicker to put in order, and as exact.
    common = math.lcm(*(value.denominator for value in cells.values()))
    parts = [value.numerator * (common // value.denominator) for value in cells.values()]
    least = sorted(parts, reverse=True)[k - 1]
    marked = tuple(key for key, part in zip(cells, parts, strict=True) if part >= least)
    return Largest(share, len(cells), k, Fraction(least, common), marked)


class Cell(NamedTuple):
    """The loops with a tag among the loops of a row, and the same in the whole table, the row included."""

    hits: int
    loops: int
    all_hits: int
    all_loops: int


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far a cell is from the rest of the table.

    `lift`: its share over the whole table's (None where the tag is not used); `p`: Fisher's two-sided against the
    rest; `q`: false discovery rate over all cells given; `over`: whether the share is above the whole table's.
    """

    lift: Fraction | None
    p: float
    q: float
    over: bool


def deviating[K](cells: Mapping[K, tuple[int, int, int, int]]) -> dict[K, Deviation]:
    """Every cell against the rest of its table, as (hits, loops, all_hits, all_loops): see `Cell`.

    A cell deviates where q is below 0.05. Loops by the same person are not independent, so this is exploratory.
    """
    tests = {key: _against_the_rest(Cell(*cell)) for key, cell in cells.items()}
    rates = benjamini_hochberg(list(tests.values()))
    return {
        key: _deviation(Cell(*cell), tests[key], rate) for (key, cell), rate in zip(cells.items(), rates, strict=True)
    }


def _against_the_rest(cell: Cell) -> float:
    rest_hits, rest_loops = cell.all_hits - cell.hits, cell.all_loops - cell.loops
    return fisher(cell.hits, cell.loops - cell.hits, rest_hits, rest_loops - rest_hits)


def _deviation(cell: Cell, p: float, q: float) -> Deviation:
    mine, everyone = cell.hits * cell.all_loops, cell.all_hits * cell.loops
    return Deviation(Fraction(mine, everyone) if everyone else None, p, q, mine > everyone)


def share_cells(
    slices: Mapping[str, Slice], tags: Sequence[str], without: Collection[str] = ()
) -> dict[tuple[str, str], Fraction]:
    """The table's cells (row name, tag) as exact shares of the row's loops; rows without loops have none."""
    return {key: Fraction(cell.hits, cell.loops) for key, cell in tag_cells(slices, tags, without=without).items()}


def tag_cells(
    slices: Mapping[str, Slice], tags: Sequence[str], total: Slice | None = None, without: Collection[str] = ()
) -> dict[tuple[str, str], Cell]:
    """The table's cells (row name, tag) with the counts that `deviating` asks for.

    `total` is the whole table; without it, each row stands for itself. Rows without loops have no cells.
    """
    return {
        (name, tag): Cell(part.tag_loops[n], part.loops, (total or part).tag_loops[n], (total or part).loops)
        for name, part in slices.items()
        if part.loops
        for n, tag in enumerate(tags)
        if tag not in without
    }


class Extreme(NamedTuple):
    """The service areas that share the lowest or the highest mean; none where nobody gave an emotion."""

    areas: tuple[str, ...]
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the mean emotion of an assignment is lowest and highest, and how far apart they are.

    `too_few` names the areas left out because fewer persons than asked for gave an answer.
    """

    assignment: str
    lowest: Extreme
    highest: Extreme
    difference: Fraction | None
    too_few: tuple[str, ...] = ()


def emotion_spread(
    summary: Summary,
    areas: Sequence[str] | None = None,
    fewest_persons: int = 0,
    hidden: Container[tuple[str | None, str | None]] = (),
) -> tuple[Spread, ...]:
    """The spread of each assignment between the areas (or groups) named, or all of them; ties stand together.

    Compared as exact fractions: areas that print the same after rounding are not tied for that. Left out are areas
    where fewer than `fewest_persons` answered, and the `hidden` (assignment, area).
    """
    chosen = tuple(summary.by_area) if areas is None else tuple(areas)
    return tuple(
        _spread(summary, assignment, [area for area in chosen if (assignment, area) not in hidden], fewest_persons)
        for assignment in summary.by_assignment
    )


def _spread(summary: Summary, assignment: str, areas: Sequence[str], fewest_persons: int) -> Spread:
    parts = {area: summary.at(assignment, area) for area in areas}
    too_few = tuple(area for area, part in parts.items() if 0 < part.persons < fewest_persons)
    figures = {area: part.mean_emotion for area, part in parts.items() if area not in too_few}
    means = {area: figure.value for area, figure in figures.items() if isinstance(figure, Figure)}
    if not means:
        return Spread(assignment, Extreme((), None), Extreme((), None), None, too_few)
    low, high = min(means.values()), max(means.values())
    lowest, highest = (tuple(area for area, mean in means.items() if mean == end) for end in (low, high))
    return Spread(assignment, Extreme(lowest, low), Extreme(highest, high), high - low, too_few)


def pattern_tags(
    marked: Collection[tuple[str, str]], except_: Collection[str] = (MOST_IMPORTANT,)
) -> dict[str, tuple[str, ...]]:
    """The tags that make an assignment's pattern: the marked ones, save those that nearly everyone uses."""
    patterns: dict[str, tuple[str, ...]] = {}
    for assignment, tag in marked:
        patterns[assignment] = patterns.get(assignment, ()) + ((tag,) if tag not in except_ else ())
    return patterns
