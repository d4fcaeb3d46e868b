"""Statistical disclosure control: which cells must be hidden so that no group of fewer than k persons can be seen.

A published table says something about groups of loops (cells). Whoever holds several tables can add and subtract them.
`plan` therefore judges proposed cells together, and against everything published before (R4, methods 4.7):

1. a cell of 1..k-1 persons is hidden ("few_persons");
2. further cells are hidden ("complementary") until no sum or difference of published cells, to be computed exactly,
   tells about 1..k-1 persons alone,
3. and until no such group can be closed in within bounds: fewer than three loops wide, or never k loops. A group
   that earlier releases close in already, because later answers cut it out of a larger one, gets no narrower;
4. and until no number that is counted in the cells (loops at a step of emotion, loops with a tag) follows for such a
   group, when it is also known that nobody, or everybody, in some larger group was counted.

Cells of no persons are published as zero. The threshold looks at the persons who were asked (the denominator), not at
how many of them gave a certain answer. Group attributes of k persons and more are not protected.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kedjan_statistics.disclosure_atoms import Atoms, Cell, partition
from kedjan_statistics.disclosure_bounds import Equations, Interval, Worlds
from kedjan_statistics.disclosure_equation import Term, equation
from kedjan_statistics.disclosure_overlaps import Loop, Overlap, overlaps
from kedjan_statistics.disclosure_span import few_person_rows
from kedjan_statistics.disclosure_values import few_person_counts

__all__ = ["Cell", "Interval", "Leak", "Loop", "Overlap", "Plan", "Term", "bounds", "overlaps", "plan"]

THRESHOLD = 5


@dataclass(frozen=True, slots=True)
class Leak[K: Hashable]:
    """A group of 1..k-1 persons that would be seen if all cells of `terms` were published.

    `terms` is the sum a reader would do (each with a sign) where `kind` is "exact", and the cells that close the
    group in where it is "narrow"; then the loops lie within `low`..`high`. "counted" is a number counted in the cells
    that would follow for the group, since in other cells nobody or everybody was counted. "unproven" is a sum about k
    persons or more, in a tangle of overlapping cells where a search of reasonable length could not rule out fewer.
    """

    kind: str
    terms: tuple[Term[K], ...]
    persons: int
    loops: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Plan[K: Hashable]:
    """What is to be hidden of a proposal: cell key -> "few_persons", "complementary" or "chosen".

    `because` tells for each complementary cell what would be seen otherwise. `leaks` is what the earlier cells show
    exactly already, which no hiding can mend (they were given out under a lower threshold): refuse the release.
    """

    hidden: Mapping[K, str]
    because: Mapping[K, Leak[K]]
    leaks: tuple[Leak[K], ...]


def plan[K: Hashable](
    proposed: Iterable[Cell[K]],
    earlier: Iterable[Cell[K]] = (),
    k: int = THRESHOLD,
    *,
    hide: Collection[K] = (),
    structure: Iterable[Cell[K]] = (),
    told: Callable[[], object] = lambda: None,
) -> Plan[K]:
    """Decide what to hide of the cells `proposed` together, when the cells `earlier` were published before.

    `earlier` holds only cells given with their figures, each as it was then. `hide` are cells the releaser leaves out
    by choice. `structure` are cells that are not published at all but known to exist (the grid of assignment and area
    under a table of totals): they are protected too. `told` is called before each step: what it raises ends the work.
    Refuses two proposed cells with one key.
    """
    proposed, earlier, structure = list(proposed), list(earlier), list(structure)
    if len({cell.key for cell in proposed}) < len(proposed):
        raise ValueError("Two proposed cells have the same key.")
    hidden: dict[K, str] = {}
    because: dict[K, Leak[K]] = {}
    leaks: list[Leak[K]] = []
    for measure in dict.fromkeys(cell.measure for cell in proposed):
        cells = [[cell for cell in lot if cell.measure == measure] for lot in (proposed, earlier, structure)]
        worker = _Planner(cells[0], cells[1], cells[2], k, told)
        worker.hide_at_once(hide)
        worker.hide_what_sums_show()
        worker.hide_what_bounds_show()
        worker.hide_what_counts_show()
        hidden |= worker.hidden
        because |= worker.because
        leaks += worker.leaks
    return Plan(hidden, because, tuple(leaks))


def bounds[K: Hashable](target: Cell[K], published: Iterable[Cell[K]]) -> Interval:
    """Least and greatest number of loops a reader of the `published` cells must reckon with in `target`."""
    cells = [target, *published]
    atoms = partition(cells)
    return Equations(atoms, range(1, len(cells))).interval(atoms.cells[0], Worlds())


class _Planner[K: Hashable]:
    """One measure's cells by number: first the proposed, then the earlier, then those only known to exist."""

    def __init__(
        self,
        proposed: Sequence[Cell[K]],
        earlier: Sequence[Cell[K]],
        structure: Sequence[Cell[K]],
        k: int,
        told: Callable[[], object],
    ) -> None:
        self.cells = [*proposed, *earlier, *structure]
        self.own = range(len(proposed))
        self.before = range(len(proposed), len(proposed) + len(earlier))
        self.k = k
        self.told = told
        self.atoms = partition(self.cells)
        self.shown = {*self.own, *self.before}
        self.hidden: dict[K, str] = {}
        self.because: dict[K, Leak[K]] = {}
        self.leaks: list[Leak[K]] = []
        self._equations: dict[frozenset[int], Equations] = {}

    def hide_at_once(self, chosen: Collection[K]) -> None:
        for number in self.own:
            cell = self.cells[number]
            if 0 < cell.persons < self.k:
                self._hide(number, "few_persons")
            elif cell.key in chosen:
                self._hide(number, "chosen")

    def hide_what_sums_show(self) -> None:
        self.leaks += [self._exact(row, self.before)[0] for row in self._few_person_rows(self.before)]
        while not self.leaks and (rows := self._few_person_rows(self.shown)):
            for leak, numbers in sorted((self._exact(row, self.shown) for row in rows), key=_length):
                if numbers <= self.shown:
                    self._hide_one(numbers, leak)

    def hide_what_bounds_show(self) -> None:
        worlds = Worlds()
        for target in [] if self.leaks else protected_groups(self.atoms, self.k):
            self.told()
            while not worlds.leave_free(target, self.k):
                interval = self._known_from(self.shown).interval(target, worlds)
                if not interval.reveals(self.k) or interval.as_wide_as(self._known_before(target)):
                    break
                numbers = interval.holding(self.k)
                leak = self._leak("narrow", self._terms(numbers), target, interval.low, interval.high)
                self._hide_one(numbers if numbers & self.shown & {*self.own} else self.shown, leak)

    def hide_what_counts_show(self) -> None:
        """A number that the earlier cells alone give away cannot be mended; no new one is added to it."""
        for name in dict.fromkeys(name for number in self.own for name in self.cells[number].counts):
            while not self.leaks and (found := self._by_count(name)):
                row, numbers = found
                loops = self.atoms.loops_of(row)
                leak = self._leak("counted", self._terms(numbers), row, loops, loops)
                counted = {n for n in self.shown & {*self.own} if name in self.cells[n].counts}
                if not counted:
                    self.leaks.append(leak)
                    break
                self._hide_one(numbers & counted or counted, leak)

    def _by_count(self, name: str) -> tuple[frozenset[int], frozenset[int]] | None:
        self.told()
        counted = {n: self.cells[n].counts[name] for n in sorted(self.shown) if name in self.cells[n].counts}
        return few_person_counts(self.atoms, counted, self.k)

    def _known_before(self, target: Collection[int]) -> Interval:
        """What earlier releases alone tell: a group that later answers cut out may be narrow in them already."""
        return self._known_from(self.before).interval(target, Worlds())

    def _known_from(self, cells: Iterable[int]) -> Equations:
        """The equations of some cells, put up once for all groups that are asked about."""
        asked = frozenset(cells)
        if asked not in self._equations:
            self._equations = {each: of for each, of in self._equations.items() if each == frozenset(self.before)}
            self._equations[asked] = Equations(self.atoms, asked)
        return self._equations[asked]

    def _few_person_rows(self, shown: Iterable[int]) -> list[dict[int, int]]:
        self.told()
        return few_person_rows((self.atoms.cells[number] for number in shown), self.atoms.people, self.k)

    def _exact(self, row: Mapping[int, int], shown: Iterable[int]) -> tuple[Leak[K], frozenset[int]]:
        weights = equation(row, {number: self.atoms.cells[number] for number in shown})
        loops = self.atoms.loops_of(row)
        kind = "exact" if len(self.atoms.people_of(row)) < self.k else "unproven"
        return self._leak(kind, self._terms(weights), row, loops, loops), frozenset(weights)

    def _leak(self, kind: str, terms: tuple[Term[K], ...], atoms: Iterable[int], low: float, high: float) -> Leak[K]:
        atoms = list(atoms)
        return Leak(kind, terms, len(self.atoms.people_of(atoms)), self.atoms.loops_of(atoms), low, high)

    def _terms(self, weights: Mapping[int, int] | Iterable[int]) -> tuple[Term[K], ...]:
        signs = weights if isinstance(weights, Mapping) else dict.fromkeys(weights, 1)
        return tuple(Term(self.cells[n].key, sign, n in self.before) for n, sign in sorted(signs.items()))

    def _hide_one(self, numbers: Iterable[int], leak: Leak[K]) -> None:
        """Hide the smallest of the proposed cells among `numbers`: it tells least, so least is lost.

        One that was published before is known whether it is hidden or not, so another goes first. Where a tangle leaves
        only earlier ones to blame, they were found good before: it is the smallest of all.
        """
        shown = [number for number in self.own if number in self.shown]
        own = [number for number in numbers if number in shown] or shown
        known = {self.atoms.cells[number] for number in self.before}
        number = min(
            [number for number in own if self.atoms.cells[number] not in known] or own,
            key=lambda n: (self.cells[n].persons, len(self.cells[n].members), n),
        )
        self._hide(number, "complementary")
        self.because[self.cells[number].key] = leak

    def _hide(self, number: int, reason: str) -> None:
        self.shown.discard(number)
        self.hidden[self.cells[number].key] = reason


def _length[K: Hashable](seen: tuple[Leak[K], frozenset[int]]) -> tuple[int, list[int]]:
    """Short sums first: hiding for the sake of a long one is often done already."""
    return len(seen[1]), sorted(seen[1])


def protected_groups(atoms: Atoms, k: int) -> list[frozenset[int]]:
    """The groups of 1..k-1 persons a reader may ask for: atoms, cells, differences and intersections of cells,
    pairs of atoms, and everything that the persons of one of these have answered; smallest first.
    """
    few = [frozenset({a}) for a, people in enumerate(atoms.people) if len(people) < k]
    cells = set(atoms.cells)
    found = {*few, *cells}
    for one, other in combinations(cells, 2):
        found |= {one - other, other - one, one & other}
    found |= {one | other for one, other in combinations(few, 2)}
    small = {group for group in found if group and len(atoms.people_of(group)) < k}
    persons = {atoms.people_of(group) for group in small}
    small |= {frozenset(a for a, people in enumerate(atoms.people) if people <= all_of) for all_of in persons}
    return sorted(small, key=lambda group: (len(group), sorted(group)))
