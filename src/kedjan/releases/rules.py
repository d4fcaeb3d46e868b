"""What is hidden of a proposal and what is refused: decisions on plain values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kedjan.releases.ends import only_ends
from kedjan.releases.values import (
    Alike,
    Given,
    Grouping,
    HiddenCell,
    Refusal,
    ReleaseCell,
    ReleaseTable,
    SharedTable,
    Summand,
    Threshold,
)
from kedjan_statistics.disclosure import Cell, Leak, Plan, overlaps, plan
from kedjan_statistics.disclosure_nobody import Told, hidden_for_nobody
from kedjan_statistics.figure import Figure, Hidden, Missing

RULES = "2026-3"
"""Version of the rules a release was judged by: threshold on persons, sums exactly, bounds by linear programming.

Since 2026-2 also what follows from numbers counted, where nobody or everybody in a group was; since 2026-3 also that
nobody of few was counted, where the same persons were in a part and in the whole.
"""

NOTHING = "Everything would be hidden, so there is nothing to share."

PROTECTED = "protected"
"""The one reason readers are told: the difference between the two would narrow what they must reckon with."""

THRESHOLDS = {
    threshold.kind: threshold
    for threshold in (
        Threshold("staff_reflections", 5, "Fewer than 5 persons of the staff (our rule for reflections)."),
        Threshold("survey_answers", 5, "Fewer than 5 answers (Skolinspektionen's rule for its school survey)."),
        Threshold("pupil_results_unit", 10, "Fewer than 10 pupils at a unit (Skolverket's rule since 2023/24)."),
        Threshold(
            "pupil_results_provider", 5, "Fewer than 5 pupils at the provider (Skolverket's rule since 2023/24)."
        ),
    )
}

type Number = int
"""A group of loops by its place among all that are judged together: first the proposed ones, then the earlier."""


@dataclass(frozen=True, slots=True)
class EarlierCell:
    """A cell of an earlier release of the same source; a cell that is not `shown` was hidden in it.

    `among` are the persons among whom its own were counted, by what was counted: several where the same persons were
    counted in several groups.
    """

    release: str
    label: str
    members: Mapping[str, str]
    measure: str
    shown: bool
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    among: Mapping[str, frozenset[frozenset[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The tables as they would be shared, what is hidden in them, why they are refused, and which cells are shown.

    `alike` are the groups shown where all answered alike. `leaks` says that what was shared earlier shows too few by
    itself, which nothing that is hidden now can mend.
    """

    tables: tuple[SharedTable, ...]
    hidden: tuple[HiddenCell, ...]
    refusals: tuple[Refusal, ...]
    shown: tuple[bool, ...]
    alike: tuple[Alike, ...] = ()
    leaks: bool = False


def judge(
    tables: Sequence[ReleaseTable],
    earlier: Sequence[EarlierCell],
    grouping: Grouping | None,
    threshold: int,
    *,
    told: Callable[[], object] = lambda: None,
) -> Judgement:
    """Judge all cells of the tables together with the earlier ones. `shown` follows the cells, table by table.

    `told` is called at each step of it: what it raises ends the judging.

    Refuses, as a fault of the caller, tables that do not say what their figures describe (ValueError).
    """
    for table in tables:
        check(table)
    cells = [(table, cell) for table in tables for cell in table.cells]
    numbers = _same_groups([cell for _, cell in cells])
    answer = _plan([cell for _, cell in cells], numbers, earlier, grouping, threshold, told=told)
    labels = {n: Summand(cell.label, 1) for n, (_, cell) in zip(numbers, cells, strict=True)}
    labels |= {len(cells) + n: Summand(cell.label, 1, cell.release) for n, cell in enumerate(earlier)}
    reasons = [
        answer.hidden.get(number) or ("chosen" if cell.left_out else "")
        for number, (_, cell) in zip(numbers, cells, strict=True)
    ]
    for place in _of_nobody(cells, reasons, earlier, threshold):
        reasons[place] = "complementary"
    hidden = tuple(
        _hidden(table, cell, reason, answer.because.get(number), labels)
        for number, reason, (table, cell) in zip(numbers, reasons, cells, strict=True)
        if reason
    )
    unseen = {(cell.table, cell.cell) for cell in hidden}
    shared = tuple(_shared(table, unseen, threshold) for table in tables)
    refusals = (*_by_overlaps(grouping, threshold), *_by_leaks(answer, labels, threshold), *_by_emptiness(shared))
    visible = tuple(
        not reason and _seen(table, cell, unseen) for reason, (table, cell) in zip(reasons, cells, strict=True)
    )
    alike = _alike([cell for is_seen, (_, cell) in zip(visible, cells, strict=True) if is_seen])
    return Judgement(shared, hidden, refusals, visible, alike, bool(answer.leaks))


def _of_nobody(
    cells: Sequence[tuple[ReleaseTable, ReleaseCell]],
    reasons: Sequence[str],
    earlier: Sequence[EarlierCell],
    threshold: int,
) -> set[int]:
    """Which cells, by place, to hide more of those that are shown: by them nobody of few persons would be counted."""
    unseen = {(table.key, cell.key) for reason, (table, cell) in zip(reasons, cells, strict=True) if reason}
    persons = {(table.key, cell.key): frozenset(cell.members.values()) for table, cell in cells}
    own: dict[str, list[tuple[int, Told]]] = {}
    for place, (table, cell) in enumerate(cells):
        if not reasons[place] and cell.among and _seen(table, cell, unseen):
            counted = persons[table.key, cell.key]
            for name, key in cell.among.items():
                own.setdefault(name, []).append((place, Told(persons[table.key, key] | counted, counted)))
    before: dict[str, list[Told]] = {name: [] for name in own}
    for each in earlier:
        counted = frozenset(each.members.values())
        for name in each.among.keys() & own.keys() if each.shown else ():
            before[name] += (Told(among, counted) for among in each.among[name])
    return {
        some[number][0]
        for name, some in own.items()
        for number in hidden_for_nobody([told for _, told in some], before[name], threshold)
    }


def check(table: ReleaseTable) -> None:
    """Refuse a table where a figure has no place of its own, or another denominator than its cell, and members that
    are no texts: the same loop must be the same in every table of its source."""
    keys = [cell.key for cell in table.cells]
    given = [(place, cell, figure) for cell in table.cells for place, figure in cell.figures.items()]
    places = {(row.key, column.key) for row in table.rows for column in table.columns}
    if len(set(keys)) < len(keys):
        raise ValueError(f"Two cells of {table.key} have the same key.")
    if len({place for place, _, _ in given}) < len(given) or not {place for place, _, _ in given} <= places:
        raise ValueError(f"Each figure of {table.key} needs a place of its own in its rows and columns.")
    if not all(isinstance(each, str) for cell in table.cells for member in cell.members.items() for each in member):
        raise ValueError(f"The loops and persons of {table.key} are not all texts.")
    for place, cell, figure in given:
        if not figure.needs <= set(keys):
            raise ValueError(f"{place} in {table.key} needs a cell that is not there.")
        value = figure.value
        if not isinstance(value, Figure):
            continue
        if value.unit in {"mean", "per_loop"} and value.denominator != len(cell.members):
            raise ValueError(
                f"{place} in {table.key} has another denominator than its cell: give it a cell of its own."
            )
        if value.unit == "difference" and not figure.needs:
            raise ValueError(f"{place} in {table.key} is a difference and must name the other cell it needs.")


def _same_groups(cells: Sequence[ReleaseCell]) -> list[Number]:
    """The number of each cell's group: that of the first cell with the same loops."""
    first: dict[tuple[str, frozenset[str]], Number] = {}
    return [first.setdefault((cell.measure, frozenset(cell.members)), n) for n, cell in enumerate(cells)]


def _plan(
    cells: Sequence[ReleaseCell],
    numbers: Sequence[Number],
    earlier: Sequence[EarlierCell],
    grouping: Grouping | None,
    threshold: int,
    *,
    told: Callable[[], object],
) -> Plan[Number]:
    counts: dict[Number, dict[str, tuple[int, int]]] = {n: {} for n in numbers}
    for number, cell in zip(numbers, cells, strict=True):
        counts[number] |= {} if cell.left_out else cell.counts
    own = {n: Cell(n, cells[n].members, cells[n].measure, counts[n]) for n in numbers}
    before = [Cell(len(cells) + n, cell.members, cell.measure, cell.counts) for n, cell in enumerate(earlier)]
    shown = [cell for cell, was in zip(before, earlier, strict=True) if was.shown]
    unseen = [cell for cell, was in zip(before, earlier, strict=True) if not was.shown]
    wanted = {number for number, cell in zip(numbers, cells, strict=True) if not cell.left_out}
    structure = [*unseen, *_grid(grouping, start=len(cells) + len(earlier))]
    return plan(own.values(), shown, threshold, hide=set(own) - wanted, structure=structure, told=told)


def _grid(grouping: Grouping | None, *, start: Number) -> list[Cell[Number]]:
    """Each assignment in each area: nobody has published them, but everybody knows that they exist."""
    grid: dict[tuple[str, str], dict[str, str]] = {}
    for loop in grouping.loops if grouping else ():
        grid.setdefault((loop.assignment, loop.area), {})[loop.key] = loop.respondent
    return [Cell(start + n, members) for n, members in enumerate(grid.values())]


def _hidden(
    table: ReleaseTable,
    cell: ReleaseCell,
    reason: str,
    because: Leak[Number] | None,
    labels: Mapping[Number, Summand],
) -> HiddenCell:
    if because is None or because.kind == "unproven":
        return HiddenCell(table.key, cell.key, cell.label, reason)
    shows = tuple(replace(labels[term.key], sign=term.sign) for term in because.terms)
    return HiddenCell(table.key, cell.key, cell.label, reason, shows, because.persons, because.kind == "exact")


def _shared(table: ReleaseTable, unseen: set[tuple[str, str]], threshold: int) -> SharedTable:
    keys = {cell for of, cell in unseen if of == table.key}
    places = {
        place: _covered(given, threshold, lacking=bool(given.needs & keys))
        if {cell.key, *given.needs} & keys
        else given
        for cell in table.cells
        for place, given in cell.figures.items()
    }
    if table.ends:
        places = only_ends(places, tuple(row.key for row in table.rows), table.ends)
    return SharedTable(table.key, table.title, table.rows, table.columns, places, table.values, table.notes)


def _covered(given: Given, threshold: int, *, lacking: bool) -> Given:
    """What was not there needs no hiding, unless what it needs is hidden: then its absence tells about few persons."""
    there = isinstance(given.value, Figure | Hidden) or (lacking and isinstance(given.value, Missing))
    return replace(given, value=Hidden(PROTECTED, threshold)) if there else given


def _seen(table: ReleaseTable, cell: ReleaseCell, unseen: set[tuple[str, str]]) -> bool:
    """Whether some figure of a cell that is not hidden itself is shown, or it stands there to be needed by others."""
    needed = [{(table.key, need) for need in given.needs} for given in cell.figures.values()]
    return not needed or any(not needs & unseen for needs in needed)


def _alike(cells: Sequence[ReleaseCell]) -> tuple[Alike, ...]:
    """Nobody at a step, or nobody with a tag, is no agreement: that goes for most steps of most groups."""
    found = (
        Alike(cell.label, name, high=number > 0)
        for cell in cells
        for name, (number, most) in cell.counts.items()
        if cell.members and (number == most * len(cell.members) or (number == 0 and most > 1))
    )
    return tuple(dict.fromkeys(found))


def _by_overlaps(grouping: Grouping | None, threshold: int) -> list[Refusal]:
    return [
        Refusal(
            "%(plus)s beside %(minus)s would show %(seen)s: fewer than %(fewer_than)s persons.",
            {
                "plus": ", ".join(overlap.plus),
                "minus": ", ".join(overlap.minus),
                "seen": ", ".join(overlap.seen),
                "fewer_than": threshold,
            },
            overlap.loops,
            overlap.hide,
        )
        for overlap in (overlaps(grouping.loops, grouping.groups, threshold) if grouping else ())
    ]


def _by_leaks(answer: Plan[Number], labels: Mapping[Number, Summand], threshold: int) -> list[Refusal]:
    return [
        Refusal(
            "What has been shared earlier (%(cells)s) already shows fewer than %(fewer_than)s persons.",
            {"cells": ", ".join(labels[term.key].label for term in leak.terms), "fewer_than": threshold},
        )
        for leak in answer.leaks
    ]


def _by_emptiness(tables: Sequence[SharedTable]) -> list[Refusal]:
    if any(isinstance(given.value, Figure) for table in tables for given in table.places.values()):
        return []
    return [Refusal(NOTHING)]
