"""What follows from the numbers counted in published cells: that nobody, or everybody, in some groups was counted.

Sums tell about the loops of a row of the cells' span, whatever was counted. But a zero says more than a sum: if no loop
of a cell is at a step of emotion, none in any part of it is, and the parts fall out of every other sum. What is left
may be a row about few persons. The same goes for a cell where every loop was counted.

A reader is reckoned to know who is in which part. Of the possible numbers in the parts, those that cannot vary are
found by one linear program (HiGHS); what else the numbers tell exactly are the rows of the span without these parts.
That a group of k persons and more agrees is not protected (decision 0002), so such parts are no find in themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kedjan_statistics.disclosure_atoms import Atoms
from kedjan_statistics.disclosure_equation import equation
from kedjan_statistics.disclosure_span import few_person_rows
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
else:
    np = later("numpy")

type Found = tuple[frozenset[int], frozenset[int]]
"""The atoms of 1..k-1 persons that a number follows for, and the numbers of the cells it may follow from."""

_FREE = 0.5
"""Parts that can vary come out as 1, those that cannot as 0."""


def few_person_counts(atoms: Atoms, counted: Mapping[int, tuple[int, int]], k: int) -> Found | None:
    """A group of 1..k-1 persons whose number follows from `counted`: cell -> (number, the most one loop can add)."""
    counted = {cell: number for cell, number in counted.items() if atoms.cells[cell]}
    fixed = _fixed(atoms, counted)
    if not fixed:
        return None
    left = {cell: atoms.cells[cell] - fixed.keys() for cell in counted}
    for row in few_person_rows(left.values(), atoms.people, k):
        return frozenset(row), _with_those_that_fix(frozenset(equation(row, left)), atoms, counted, fixed)
    for all_or_none in (False, True):
        alike = frozenset(atom for atom, every in fixed.items() if every is all_or_none)
        if 0 < len(atoms.people_of(alike)) < k:
            return alike, frozenset(cell for cell in counted if atoms.cells[cell] & alike)
    return None


def _with_those_that_fix(
    summed: frozenset[int], atoms: Atoms, counted: Mapping[int, tuple[int, int]], fixed: Mapping[int, bool]
) -> frozenset[int]:
    """The cells of a sum, and all those that may tell what is fixed in them."""
    told = {atom for cell in summed for atom in atoms.cells[cell]} & fixed.keys()
    return summed | {cell for cell in counted if atoms.cells[cell] & told}


def _fixed(atoms: Atoms, counted: Mapping[int, tuple[int, int]]) -> dict[int, bool]:
    """The atoms where nobody (False) or everybody (True) must have been counted."""
    if not counted:
        return {}
    columns = sorted({atom for cell in counted for atom in atoms.cells[cell]})
    most = max(most for _, most in counted.values())
    room = np.array([float(atoms.loops[atom] * most) for atom in columns])
    numbers, free = _freest(_matrix(atoms, counted, columns), np.array([float(n) for n, _ in counted.values()]), room)
    return {
        atom: bool(number > limit / 2)
        for atom, number, limit, varies in zip(columns, numbers, room, free, strict=True)
        if varies < _FREE
    }


def _matrix(atoms: Atoms, counted: Mapping[int, tuple[int, int]], columns: list[int]) -> npt.NDArray[np.float64]:
    place = {atom: number for number, atom in enumerate(columns)}
    matrix = np.zeros((len(counted), len(columns)))
    for row, cell in enumerate(counted):
        matrix[row, [place[atom] for atom in atoms.cells[cell]]] = 1.0
    return matrix


def _freest(
    matrix: npt.NDArray[np.float64], sums: npt.NDArray[np.float64], room: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Possible numbers that keep off both ends wherever they can, and for each whether it can (1) or not (0).

    All is scaled by one factor of 1 and more, so that a small distance from an end counts as a whole one.
    """
    from scipy.optimize import linprog  # a third of a second to import: only where something is released

    cells, width = matrix.shape
    one, none = np.eye(width), np.zeros((width, 1))
    answer = linprog(
        np.concatenate([np.zeros(width), -np.ones(width), [0.0]]),
        A_eq=np.hstack([matrix, np.zeros((cells, width)), -sums[:, None]]),
        b_eq=np.zeros(cells),
        A_ub=np.vstack([np.hstack([-one, one, none]), np.hstack([one, one, -room[:, None]])]),
        b_ub=np.zeros(2 * width),
        bounds=[(0, None)] * width + [(0, 1)] * width + [(1, None)],
        method="highs",
    )
    if answer.status != 0 or answer.x is None:
        raise ArithmeticError(f"The numbers that cannot vary could not be found: {answer.message}")
    scale = answer.x[-1]
    return answer.x[:width] / scale, answer.x[width : 2 * width]
