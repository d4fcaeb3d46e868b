"""Columns of loops counted by assignment and service area: what an engine counts of a table of the same loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kedjan_statistics.later import later
from kedjan_statistics.loops_columns import ABSENT, Columns, beginnings, numbered
from kedjan_statistics.loops_persons import Memberships, words
from kedjan_statistics.loops_table import EMOTIONS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")


__all__ = ["Cell", "counted"]

type Numbers = NDArray[Any]
type Cell = tuple[int, list[int], tuple[int, ...]]
"""Loops, answers of each emotion from -2 to 2, and loops with each tag."""


def counted(loops: Columns, tags: int) -> tuple[dict[tuple[str, str], Cell], Memberships]:
    """What is counted for each assignment and area that occur together, and in which of them each respondent is."""
    cells, cell = numbered(loops.assignment.astype(np.int64) * len(loops.areas) + loops.area)
    many = np.bincount(cell, minlength=len(cells))
    steps = len(EMOTIONS) + 1
    step = np.where(loops.emotion == ABSENT, len(EMOTIONS), loops.emotion - np.int8(EMOTIONS[0]))
    felt = np.bincount(cell * steps + step, minlength=len(cells) * steps).reshape(-1, steps)[:, :-1]
    used = zip(*_tagged(loops, cell, len(cells), tags), strict=True) if tags else [()] * len(cells)
    names = ((loops.assignments[each // len(loops.areas)], loops.areas[each % len(loops.areas)]) for each in cells)
    rows = zip(many.tolist(), felt.tolist(), used, strict=True)
    return dict(zip(names, rows, strict=True)), _persons(loops, cell, len(cells))


def _tagged(loops: Columns, cell: Numbers, cells: int, tags: int) -> list[list[int]]:
    """For each tag the loops with it in each cell: loops of the same cell and kind are counted once for all tags."""
    kinds = len(loops.masks)
    both, place = numbered(cell.astype(np.int64) * kinds + loops.kind)
    many, masks, where = np.bincount(place, minlength=len(both)), loops.masks[both % kinds], both // kinds
    having = [many * (masks >> tag & 1) for tag in range(tags)]
    return [np.bincount(where, each, cells).astype(np.int64).tolist() for each in having]


def _persons(loops: Columns, cell: Numbers, cells: int) -> Memberships:
    starts = beginnings(loops.person)
    found = [np.bitwise_or.reduceat(word[cell], starts) for word in words(range(cells))] if len(loops) else []
    return Memberships(found)
