"""What follows within bounds from published sums: no group has fewer than no loops.

The unknowns are the loops of each atom. Every published cell is an equation, and its number of persons adds two
things: a part of it holds at least the persons that its other published part lacks, and at most as many loops as
there are persons, where each answers once. The least and greatest number of loops of a group under all of these
are found by linear programming (HiGHS). The equations are those of every other published sum too (tags, emotion),
so a wide interval for the loops means that these are free as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kedjan_statistics.disclosure_atoms import Atoms
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
else:
    np = later("numpy")


type Part = tuple[frozenset[int], float, frozenset[int]]
type Vector = npt.NDArray[np.float64]

NARROW = 3
"""An interval of fewer than three loops from end to end is as good as the number (methods 4.7)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Least and greatest number of loops, and the published cells that hold each end in place."""

    low: float
    high: float
    holding_low: frozenset[int] = frozenset()
    holding_high: frozenset[int] = frozenset()

    def reveals(self, k: int) -> bool:
        return self.high - self.low < NARROW - _SLACK or self.high < k - _SLACK

    def as_wide_as(self, other: Interval) -> bool:
        return self.low <= other.low + _SLACK and self.high >= other.high - _SLACK

    def holding(self, k: int) -> frozenset[int]:
        return self.holding_high if self.high < k - _SLACK else self.holding_low | self.holding_high


_SLACK = 1e-6


@dataclass(slots=True)
class Worlds:
    """Numbers of loops per atom that agree with what was published; they still do when a cell more is hidden."""

    seen: list[Vector] = field(default_factory=list)
    _by_atom: Vector | None = None

    def leave_free(self, target: Collection[int], k: int) -> bool:
        """True when two known worlds already differ enough for this target, so that nothing need be solved."""
        if not self.seen:
            return False
        if self._by_atom is None or self._by_atom.shape[1] != len(self.seen):
            self._by_atom = np.stack(self.seen, axis=1)
        sums = self._by_atom[list(target)].sum(axis=0)
        return not Interval(float(sums.min()), float(sums.max())).reveals(k)


class Equations:
    """The published cells as linear constraints on the loops of atoms; `published` are numbers of cells."""

    def __init__(self, atoms: Atoms, published: Iterable[int]) -> None:
        self._atoms = atoms
        self._published = sorted(c for c in set(published) if atoms.cells[c])

    def interval(self, target: Collection[int], worlds: Worlds) -> Interval:
        low, holding_low = self._end(target, 1.0, worlds)
        if free := set(target) - self._covered:
            worlds.seen.append(self._with_many(free))
            return Interval(low, float("inf"), holding_low)
        high, holding_high = self._end(target, -1.0, worlds)
        return Interval(low, high, holding_low, holding_high)

    @cached_property
    def _covered(self) -> frozenset[int]:
        return frozenset().union(*(self._atoms.cells[c] for c in self._published))

    def _with_many(self, free: Collection[int]) -> Vector:
        """A world where atoms that no published cell counts hold very many loops."""
        world = np.array(self._atoms.loops, dtype=float)
        world[list(free)] = 1e6
        return world

    def _end(self, target: Collection[int], sign: float, worlds: Worlds) -> tuple[float, frozenset[int]]:
        from scipy.optimize import linprog  # a third of a second to import: only where something is released

        objective = np.zeros(len(self._atoms.loops))
        objective[list(target)] = sign
        equal, equal_to, at_most, limits, origins = self._matrices
        answer = linprog(objective, A_eq=equal, b_eq=equal_to, A_ub=at_most, b_ub=limits, method="highs")
        if answer.status != 0 or answer.x is None or answer.fun is None:
            raise ArithmeticError(f"The bounds could not be found: {answer.message}")
        worlds.seen.append(answer.x)
        weights = [*answer.eqlin.marginals, *(answer.ineqlin.marginals if at_most is not None else ())]
        held = (origin for origin, weight in zip(origins, weights, strict=True) if abs(weight) > _SLACK)
        return sign * float(answer.fun), frozenset().union(*held)

    @cached_property
    def _matrices(self) -> tuple[Vector | None, Vector | None, Vector | None, Vector | None, list[frozenset[int]]]:
        distinct = {self._atoms.cells[c]: c for c in self._published}
        persons = list(self._by_persons(distinct))
        equal = _matrix(list(distinct), len(self._atoms.loops))
        equal_to = np.array([float(self._atoms.loops_of(inside)) for inside in distinct])
        at_most = _matrix([inside for inside, _, _ in persons], len(self._atoms.loops))
        limits = np.array([limit for _, limit, _ in persons])
        if at_most is not None:
            at_most *= np.sign(limits)[:, None]
        origins = [frozenset({c}) for c in distinct.values()] + [cells for _, _, cells in persons]
        return equal, (None if equal is None else equal_to), at_most, (None if at_most is None else limits), origins

    def _by_persons(self, distinct: dict[frozenset[int], int]) -> Iterator[Part]:
        """(atoms, limit, cells): at most `limit` loops, or at least so many where it is negative."""
        atoms = self._atoms
        count = {inside: len(atoms.people_of(inside)) for inside in distinct}
        for whole, number in distinct.items():
            for part, other in distinct.items():
                if part < whole and count[whole] > count[part]:
                    yield whole - part, float(count[part] - count[whole]), frozenset({number, other})
        for inside in set(atoms.cells) - set(distinct):
            if len(atoms.people_of(inside)) < atoms.loops_of(inside):
                continue
            around = [whole for whole in distinct if inside < whole and count[whole] < atoms.loops_of(whole)]
            if inside and around:
                nearest = min(around, key=count.__getitem__)
                yield inside, float(count[nearest]), frozenset({distinct[nearest]})


def _matrix(rows: Sequence[frozenset[int]], width: int) -> Vector | None:
    if not rows:
        return None
    matrix = np.zeros((len(rows), width))
    for number, inside in enumerate(rows):
        matrix[number, list(inside)] = 1.0
    return matrix
