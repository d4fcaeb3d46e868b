"""The sum a reader would do: how a row of the span is put together from published cells."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kedjan_statistics.disclosure_span import Row, cancel
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")


@dataclass(frozen=True, slots=True)
class Term[K: Hashable]:
    """A published cell in a reader's sum: `sign` +1 or -1, `earlier` where an earlier release gave it."""

    key: K
    sign: int
    earlier: bool


def equation(row: Mapping[int, int] | Row, cells: Mapping[int, frozenset[int]]) -> dict[int, int]:
    """The shortest sum of `cells` (number -> atoms) that gives `row`: number of cell -> sign.

    Shortest in the sum of absolute weights, found by linear programming; where floating point does not reach, in a
    tangle of very many overlapping cells, some sum found in whole numbers. Refuses a row outside the span.
    """
    from scipy.optimize import linprog  # a third of a second to import: only where something is released

    numbers = [number for number, inside in cells.items() if inside]
    columns = {atom: place for place, atom in enumerate(sorted({*row}.union(*cells.values())))}
    matrix = np.zeros((len(columns), len(numbers)))
    for place, number in enumerate(numbers):
        matrix[[columns[atom] for atom in cells[number]], place] = 1.0
    wanted = np.zeros(len(columns))
    for atom, weight in row.items():
        wanted[columns[atom]] = weight
    answer = linprog(np.ones(2 * len(numbers)), A_eq=np.hstack([matrix, -matrix]), b_eq=wanted, method="highs")
    if answer.status != 0 or answer.x is None:
        return _some_sum(dict(row), {number: cells[number] for number in numbers})
    weights = answer.x[: len(numbers)] - answer.x[len(numbers) :]
    return {n: (1 if weight > 0 else -1) for n, weight in zip(numbers, weights, strict=True) if abs(weight) > 1e-6}


def _some_sum(row: Row, cells: Mapping[int, frozenset[int]]) -> dict[int, int]:
    """Elimination with each row's origin carried along in columns of its own, beyond the atoms."""
    beyond = 1 + max(max(inside) for inside in cells.values())
    pivots: dict[int, Row] = {}
    for number, inside in cells.items():
        _reduce(dict.fromkeys(inside, 1) | {beyond + number: 1}, pivots, beyond, keep=True)
    asked = beyond + 1 + max(cells)
    left = _reduce(row | {asked: 1}, pivots, beyond, keep=False)
    if min(left) < beyond:
        raise ArithmeticError("The row is no sum of the cells.")
    direction = -1 if left[asked] > 0 else 1
    return {c - beyond: direction * (1 if weight > 0 else -1) for c, weight in left.items() if c != asked}


def _reduce(row: Row, pivots: dict[int, Row], beyond: int, *, keep: bool) -> Row:
    while (column := min(row)) < beyond:
        if column not in pivots:
            if keep:
                pivots[column] = row
            return row
        row = cancel(row, pivots[column], column)
    return row
