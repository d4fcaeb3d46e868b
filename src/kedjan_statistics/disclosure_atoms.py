"""Cells of loops, and the smallest parts into which all known cells cut them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell[K: Hashable]:
    """A group of loops that one denominator counts, for example assignment 03 in Gymnasieskola.

    `members` says for every loop whose it is (loop id -> person id). A loop that was changed is a new loop with a new
    id and the same person. Cells of different `measure` have different denominators (loops; loops with an emotion):
    their figures cannot be subtracted from each other and are judged apart.

    `counts` is what its figures count among the loops: name -> (number, the most that one loop can add to it).
    """

    key: K
    members: Mapping[str, str]
    measure: str = "loops"
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False)
    people: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", frozenset(self.members.values()))

    @property
    def persons(self) -> int:
        """Distinct persons: one who answered twice counts once (R4)."""
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Atoms:
    """Loops that lie in exactly the same cells, taken together: no published sum can tell them apart.

    `loops[a]` and `people[a]` describe atom `a`; `cells[c]` is the set of atoms that makes up cell `c`.
    """

    loops: tuple[int, ...]
    people: tuple[frozenset[str], ...]
    cells: tuple[frozenset[int], ...]

    def people_of(self, atoms: Iterable[int]) -> frozenset[str]:
        return frozenset().union(*(self.people[atom] for atom in atoms))

    def loops_of(self, atoms: Iterable[int]) -> int:
        return sum(self.loops[atom] for atom in atoms)


def partition[K: Hashable](cells: Sequence[Cell[K]]) -> Atoms:
    """Cut all loops of the cells into atoms, in the order of the cells around them; refuses a loop that is said to be
    two persons'.

    In which order members come says nothing: the same cells are hidden in every process.
    """
    owner: dict[str, str] = {}
    signature: dict[str, list[int]] = {}
    for number, cell in enumerate(cells):
        for loop, person in cell.members.items():
            if owner.setdefault(loop, person) != person:
                raise ValueError(f"Loop {loop!r} belongs to two persons.")
            signature.setdefault(loop, []).append(number)
    grouped: dict[tuple[int, ...], list[str]] = {}
    for loop, numbers in signature.items():
        grouped.setdefault(tuple(numbers), []).append(loop)
    grouped = dict(sorted(grouped.items()))
    inside: list[set[int]] = [set() for _ in cells]
    for atom, cells_around in enumerate(grouped):
        for number in cells_around:
            inside[number].add(atom)
    return Atoms(
        loops=tuple(len(loops) for loops in grouped.values()),
        people=tuple(frozenset(owner[loop] for loop in loops) for loops in grouped.values()),
        cells=tuple(frozenset(atoms) for atoms in inside),
    )
