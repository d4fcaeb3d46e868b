"""A reader who has kept every release and owns a linear solver; shares no code with what is tested.

The attacker knows which loops there are and whose they are only in the sense of the game: to tell whether what was
found is few persons. What is used to find it are the published cells and their numbers of loops alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

type Members = Mapping[str, str]


class Attacker:
    """`published` are the members (loop -> person) of every cell ever given out; `known` of cells known to exist."""

    def __init__(self, published: Iterable[Members], known: Iterable[Members] = (), k: int = 5) -> None:
        self.published, self.known, self.k = [set(c) for c in published], [set(c) for c in known], k
        self.person = {loop: person for cell in (*published, *known) for loop, person in cell.items()}
        kinds: dict[tuple[bool, ...], set[str]] = {}
        for loop in self.person:
            kinds.setdefault(tuple(loop in cell for cell in (*self.published, *self.known)), set()).add(loop)
        self.atoms = list(kinds.values())
        self.matrix = [[int(atom <= cell) for atom in self.atoms] for cell in self.published]

    def exact_finds(self) -> Iterator[set[str]]:
        """Sets of 1..k-1 persons about whom some sum and difference of published cells tells, and nobody else."""
        whole = rank(self.matrix)
        for persons in self._few_persons():
            own = self._answered_only_by(persons)
            rest = [[row[a] for a in range(len(self.atoms)) if a not in own] for row in self.matrix]
            if own and rank(rest) < whole:
                yield persons

    def narrow_finds(self) -> Iterator[tuple[frozenset[str], float, float]]:
        """Groups of 1..k-1 persons whose number of loops lies within fewer than three, or is surely below k."""
        groups = {frozenset({a}) for a in range(len(self.atoms))}
        for one, other in combinations([*self.published, *self.known, set()], 2):
            groups |= {self._inside(one - other), self._inside(other - one), self._inside(one & other)}
        for group in groups:
            persons = {self.person[loop] for a in group for loop in self.atoms[a]}
            if 0 < len(persons) < self.k:
                low, high = self.bounds(group)
                if high - low < 3 - 1e-6 or high < self.k - 1e-6:
                    yield frozenset(persons), round(low, 6), round(high, 6)

    def bounds(self, group: Iterable[int]) -> tuple[float, float]:
        aim = np.zeros(len(self.atoms))
        aim[list(group)] = 1
        if not self.published:
            return 0, np.inf
        sizes = [len(cell) for cell in self.published]
        ends = [linprog(sign * aim, A_eq=np.array(self.matrix), b_eq=sizes) for sign in (1, -1)]
        return ends[0].fun, (np.inf if ends[1].status == 3 else -ends[1].fun)

    def _few_persons(self) -> Iterator[set[str]]:
        everyone = sorted(set(self.person.values()))
        size = min(self.k - 1, len(everyone))
        return (set(persons) for persons in combinations(everyone, size))

    def _answered_only_by(self, persons: set[str]) -> set[int]:
        return {a for a, atom in enumerate(self.atoms) if all(self.person[loop] in persons for loop in atom)}

    def _inside(self, loops: set[str]) -> frozenset[int]:
        return frozenset(a for a, atom in enumerate(self.atoms) if atom <= loops)


def rank(matrix: list[list[int]]) -> int:
    """Rank by Gaussian elimination in fractions."""
    rows = [[Fraction(value) for value in row] for row in matrix]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(found + 1, len(rows)):
            if rows[r][column]:
                times = rows[r][column] / rows[found][column]
                rows[r] = [mine - times * theirs for mine, theirs in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found
