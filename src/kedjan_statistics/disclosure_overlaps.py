"""Groups that may not stand beside each other, because their difference is a group of fewer than k persons."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kedjan_statistics.disclosure_atoms import Cell, partition
from kedjan_statistics.disclosure_equation import equation
from kedjan_statistics.disclosure_span import few_person_rows


@dataclass(frozen=True, slots=True)
class Loop:
    """One answer: `key` is its id, `assignment` what was answered, `area` and `respondent` by whom."""

    key: str
    assignment: str
    area: str
    respondent: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Groups (`plus` less `minus`, by name) that together show the areas `seen`, which hold 1..k-1 `persons`.

    `loops` is what would be seen: assignment -> loops, for each assignment of the loops given. `hide` is the group to
    leave out: the smallest of them; the others may then be shown with `hide` as a hidden member.
    """

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    seen: tuple[str, ...]
    persons: int
    loops: Mapping[str, int]
    hide: str


def overlaps(loops: Iterable[Loop], groups: Mapping[str, Collection[str]], k: int = 5) -> tuple[Overlap, ...]:
    """Name the choices among `groups` (name -> its areas) that show a group of 1..k-1 persons by subtraction.

    A group that is itself so small is no overlap: its own cells are hidden. Leave out the whole round as a group: what
    it would show beside a partition is mended by hiding single cells. An empty answer means the groups may be chosen
    together.
    """
    loops = list(loops)
    cells = [
        Cell(name, {loop.key: loop.respondent for loop in loops if loop.area in areas})
        for name, areas in groups.items()
    ]
    cells = [cell for cell in cells if cell.persons >= k]
    areas_of = {cell.key: frozenset(groups[cell.key]) & {loop.area for loop in loops} for cell in cells}
    found = []
    while equation_found := _next(cells, k):
        plus, minus, keys = equation_found
        seen = [loop for loop in loops if loop.key in keys]
        counts = Counter(loop.assignment for loop in seen)
        sizes = {cell.key: (cell.persons, len(areas_of[cell.key])) for cell in cells}
        hide = min((*plus, *minus), key=sizes.__getitem__)
        found.append(
            Overlap(
                plus=plus,
                minus=minus,
                seen=tuple(sorted({loop.area for loop in seen})),
                persons=len({loop.respondent for loop in seen}),
                loops={assignment: counts[assignment] for assignment in sorted({loop.assignment for loop in loops})},
                hide=hide,
            )
        )
        cells = [cell for cell in cells if cell.key != hide]
    return tuple(found)


def _next(cells: list[Cell[str]], k: int) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]] | None:
    """The first sum of cells that shows few persons: names added, names subtracted, the loops seen."""
    atoms = partition(cells)
    rows = few_person_rows(atoms.cells, atoms.people, k)
    if not rows:
        return None
    signs = equation(rows[0], dict(enumerate(atoms.cells)))
    keys = {loop for cell in cells for loop in cell.members}
    inside = {loop: frozenset(n for n, cell in enumerate(cells) if loop in cell.members) for loop in keys}
    signatures = {frozenset(n for n, members in enumerate(atoms.cells) if atom in members) for atom in rows[0]}
    return (
        tuple(cells[n].key for n, sign in signs.items() if sign > 0),
        tuple(cells[n].key for n, sign in signs.items() if sign < 0),
        frozenset(loop for loop in keys if inside[loop] in signatures),
    )
