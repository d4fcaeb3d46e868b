"""A reader who has kept every release and owns a linear solver; shares no code with what is tested.

The attacker knows which loops there are and whose they are only in the sense of the game: to tell whether what was
found is few persons. What is used to find it are the published cells with their numbers of loops and every number
counted in them; the attacker who counts knows who is in which part, as colleagues do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

    def counted_finds(self, counts: Iterable[Mapping[str, tuple[int, int]]]) -> Iterator[tuple[str, frozenset[str]]]:
        """1..k-1 persons about whom a number follows exactly, by what was counted in each published cell.

        `counts` follow the published cells: name -> (number, the most one loop can add). A number of k persons and
        more who all, or none, were counted is no find in itself; what is left of other cells without them may be.
        """
        every = list(counts)
        for name in sorted({name for each in every for name in each}):
            told = [(row, *each[name]) for row, each in zip(self.matrix, every, strict=True) if name in each]
            none, all_of_them = self._fixed([row for row, _, _ in told], [n for _, n, _ in told], told[0][2])
            for alike in (none, all_of_them):
                persons = self._persons_in(alike)
                if 0 < len(persons) < self.k:
                    yield name, persons
            free = [a for a in range(len(self.atoms)) if a not in none | all_of_them]
            whole = rank([[row[a] for a in free] for row, _, _ in told])
            for persons in self._unions_of_few(free):
                rest = [a for a in free if not self._persons_in({a}) <= persons]
                if rank([[row[a] for a in rest] for row, _, _ in told]) < whole:
                    yield name, persons

    def _fixed(self, rows: list[list[int]], numbers: list[int], most: int) -> tuple[set[int], set[int]]:
        """The parts in which none, and in which all, must have been counted: each part's own least and greatest."""
        limits = [(0, most * len(atom)) for atom in self.atoms]
        none, all_of_them = set(), set()
        for a in sorted({a for row in rows for a, inside in enumerate(row) if inside}):
            aim = np.zeros(len(self.atoms))
            aim[a] = 1
            if -linprog(-aim, A_eq=np.array(rows), b_eq=numbers, bounds=limits).fun < 1e-6:
                none.add(a)
            elif linprog(aim, A_eq=np.array(rows), b_eq=numbers, bounds=limits).fun > limits[a][1] - 1e-6:
                all_of_them.add(a)
        return none, all_of_them

    def _unions_of_few(self, atoms: Iterable[int]) -> set[frozenset[str]]:
        """Every set of 1..k-1 persons that is all the persons of some parts."""
        few = {persons for a in atoms if len(persons := self._persons_in({a})) < self.k}
        found, newest = set(few), set(few)
        while newest:
            newest = {one | other for one in newest for other in few if len(one | other) < self.k} - found
            found |= newest
        return found

    def _persons_in(self, atoms: Iterable[int]) -> frozenset[str]:
        return frozenset(self.person[loop] for a in atoms for loop in self.atoms[a])

    def _few_persons(self) -> Iterator[set[str]]:
        everyone = sorted(set(self.person.values()))
        size = min(self.k - 1, len(everyone))
        return (set(persons) for persons in combinations(everyone, size))

    def _answered_only_by(self, persons: set[str]) -> set[int]:
        return {a for a, atom in enumerate(self.atoms) if all(self.person[loop] in persons for loop in atom)}

    def _inside(self, loops: set[str]) -> frozenset[int]:
        return frozenset(a for a, atom in enumerate(self.atoms) if atom <= loops)


def found_by_sums(published: Sequence[Members], k: int = 10, most: int = 3) -> list[set[str]]:
    """Groups of one to k-1 pupils about whom some sum and difference of published cells tells, and of no other.

    A pupil is one row here, so it is enough to try the parts into which the cells divide the pupils, and up to `most`
    of them together.
    """
    attacker = Attacker(published, k=k)
    whole = rank(attacker.matrix)
    few = [place for place, atom in enumerate(attacker.atoms) if len(atom) < k]
    found: list[set[str]] = []
    for number in range(1, most + 1):
        for own in combinations(few, number):
            persons: set[str] = set().union(*(attacker.atoms[place] for place in own))
            rest = [[row[a] for a in range(len(attacker.atoms)) if a not in own] for row in attacker.matrix]
            if len(persons) < k and rank(rest) < whole:
                found.append(persons)
    return found


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
