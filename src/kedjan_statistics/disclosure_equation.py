"""The sum a reader would do: how a row of the span is put together from published cells."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from kedjan_statistics.disclosure_span import Row


@dataclass(frozen=True, slots=True)
class Term[K: Hashable]:
    """A published cell in a reader's sum: `sign` +1 or -1, `earlier` where an earlier release gave it."""

    key: K
    sign: int
    earlier: bool


def equation(row: Mapping[int, int] | Row, cells: Mapping[int, frozenset[int]]) -> dict[int, int]:
    """The shortest sum of `cells` (number -> atoms) that gives `row`: number of cell -> sign.

    Shortest in the sum of absolute weights, found by linear programming. It serves to choose and to explain; that the
    row is within the span is known beforehand by exact arithmetic. Refuses a row outside the span.
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
        raise ArithmeticError(f"The row is no sum of the cells: {answer.message}")
    weights = answer.x[: len(numbers)] - answer.x[len(numbers) :]
    return {n: (1 if weight > 0 else -1) for n, weight in zip(numbers, weights, strict=True) if abs(weight) > 1e-6}
