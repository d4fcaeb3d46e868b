"""Loops counted: in all, by assignment, by service area and both, as tables and as plain whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kedjan_statistics.engine import fetch
from kedjan_statistics.figure import Figure, Missing, ratio
from kedjan_statistics.later import later
from kedjan_statistics.loops_columns import Columns, columns
from kedjan_statistics.loops_counted import counted
from kedjan_statistics.loops_persons import Lookup, Memberships, memberships, words
from kedjan_statistics.loops_table import EMOTIONS, LoopRow, is_table, natural, tag_set

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
else:
    ibis = later("ibis")
    pa = later("pyarrow")


__all__ = ["Measured", "Slice", "Summary", "counts", "regrouped", "summarise", "tag_counts"]

STEPS: Final = ("emotion_minus_2", "emotion_minus_1", "emotion_0", "emotion_plus_1", "emotion_plus_2")

type Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Slice:
    """What is counted in one set of loops: whole numbers only; shares and means are figures made from them.

    `tags` counts uses of tags, `emotion_steps` the answers from -2 to 2, `tag_loops` the loops with each tag in the
    order of the tag set.
    """

    loops: int
    persons: int
    tags: int
    emotion_answers: int
    emotion_sum: int
    emotion_steps: tuple[int, int, int, int, int]
    tag_loops: tuple[int, ...]

    @property
    def tags_per_loop(self) -> Figure | Missing:
        return ratio(self.tags, self.loops, "per_loop", "no_loops")

    @property
    def mean_emotion(self) -> Figure | Missing:
        """Over the loops with an emotion, so that totals are weighted by loops: never a mean of means."""
        return ratio(self.emotion_sum, self.emotion_answers, "mean", "no_emotion")

    def share(self, tag: int) -> Figure | Missing:
        """The loops with the tag (its number in the tag set) of all loops in the slice."""
        return ratio(self.tag_loops[tag], self.loops, "share", "no_loops")


@dataclass(frozen=True, slots=True)
class Summary:
    """Every slice of a round. A group of service areas stands in `by_area` under its own name, after the areas.

    Assignments and areas are in natural order, groups in the order given. Only combinations that occur are in
    `by_assignment_and_area`; `at` answers for the others with an empty slice.
    """

    tags: tuple[str, ...]
    total: Slice
    by_assignment: dict[str, Slice]
    by_area: dict[str, Slice]
    by_assignment_and_area: dict[tuple[str, str], Slice]

    def at(self, assignment: str, area: str) -> Slice:
        return self.by_assignment_and_area.get((assignment, area)) or _sum((), len(self.tags), 0)


def summarise(
    loops: ibis.Table | Columns | Iterable[LoopRow], tags: Sequence[str], groups: Groups | None = None
) -> Summary:
    """All slices of the loops as exact whole numbers; persons are distinct respondents in each.

    An Ibis table is counted where its rows live, columns and rows here. `groups`: name to the service areas in it;
    areas without loops add nothing. Refuses a group named as an area.
    """
    names = tag_set(tags)
    if isinstance(loops, Columns):
        counts, persons = counted(loops, len(names))
        slices = {key: _made(many, 0, steps, each) for key, (many, steps, each) in counts.items()}
        return _rolled_up(names, slices, persons, dict(groups or {}))
    if is_table(loops):
        measured = Measured(loops, names)
        (persons,) = memberships(measured.loops, measured.lookup)
        return measured.summary(persons, groups)
    return summarise(columns(loops, names), names, groups)


class Measured:
    """The cells of assignment and area counted, and which cell's persons are to be told apart."""

    def __init__(self, loops: ibis.Table, tags: tuple[str, ...]) -> None:
        found = fetch(_measured(loops, len(tags), ("assignment", "area")))
        self.loops, self.tags = loops, tags
        self.lookup = Lookup({name: found[name] for name in ("assignment", "area")}, words(range(found.num_rows)))
        self._cells = {(row["assignment"], row["area"]): _slice(row, len(tags)) for row in found.to_pylist()}

    def summary(self, persons: Memberships, groups: Groups | None) -> Summary:
        return _rolled_up(self.tags, self._cells, persons, dict(groups or {}))


def counts(loops: ibis.Table, tags: Sequence[str], by: Sequence[str] = ("assignment",)) -> ibis.Table:
    """A row per combination of the columns in `by` (all loops where empty), as an expression.

    Columns: those of `by`, then loops, persons, tags, tags_per_loop, emotion_answers, emotion_sum, mean_emotion
    (null without emotions) and the five emotion steps.
    """
    many = len(tag_set(tags))
    people = loops.group_by(list(by)) if by else loops
    persons = people.aggregate(persons=loops.respondent.nunique())
    measured = _measured(loops, many, by)
    joined = measured.join(persons, list(by)) if by else measured.cross_join(persons)
    uses = sum((joined[f"tag_{number}"] for number in range(many)), ibis.literal(0))
    return joined.select(
        *by,
        "loops",
        "persons",
        tags=uses,
        tags_per_loop=uses / joined.loops.nullif(0),
        emotion_answers=_answers(joined),
        emotion_sum=_emotion_sum(joined),
        mean_emotion=_emotion_sum(joined) / _answers(joined).nullif(0),
        **{name: joined[name] for name in STEPS},
    )


def tag_counts(loops: ibis.Table, tags: Sequence[str], by: Sequence[str] = ("assignment",)) -> ibis.Table:
    """A row per tag of the tag set and combination of `by`, as an expression, used or not.

    Columns: those of `by`, tag, tag_number (its place in the tag set), tag_loops, loops, share.
    """
    names = tag_set(tags)
    measured = _measured(loops, len(names), by)
    lookup = ibis.memtable(pa.table({"tag": pa.array(names, pa.string()), "tag_number": pa.array(range(len(names)))}))
    crossed = measured.cross_join(lookup)
    used = ibis.cases(*((crossed.tag_number == n, crossed[f"tag_{n}"]) for n in range(len(names))), else_=0)
    return crossed.select(
        *by, "tag", "tag_number", tag_loops=used, loops=crossed.loops, share=used / crossed.loops.nullif(0)
    )


def regrouped(loops: ibis.Table, groups: Groups) -> ibis.Table:
    """The loops with each group added as a service area of its own: a loop in two groups is in the table twice more.

    For tables by area only; totals of it count such loops more than once.
    """
    parts = [
        loops.filter(loops.area.isin(list(areas))).mutate(area=ibis.literal(name)) for name, areas in groups.items()
    ]
    return ibis.union(loops, *parts) if parts else loops


def _measured(loops: ibis.Table, many: int, by: Sequence[str]) -> ibis.Table:
    """Loops, emotion steps and loops with each tag, in one pass."""
    measures: dict[str, Any] = {"loops": loops.count()}
    measures |= {name: (loops.emotion == step).sum().fill_null(0) for name, step in zip(STEPS, EMOTIONS, strict=True)}
    measures |= {f"tag_{number}": ((loops.tags >> number) & 1).sum().fill_null(0) for number in range(many)}
    return loops.aggregate(by=list(by), **measures)


def _answers(measured: ibis.Table) -> ibis.Value:
    return sum((measured[name] for name in STEPS), ibis.literal(0))


def _emotion_sum(measured: ibis.Table) -> ibis.Value:
    return sum((measured[name] * step for name, step in zip(STEPS, EMOTIONS, strict=True)), ibis.literal(0))


def _slice(row: Mapping[str, Any], many: int) -> Slice:
    steps = [int(row[name]) for name in STEPS]
    tag_loops = tuple(int(row[f"tag_{number}"]) for number in range(many))
    return _made(int(row["loops"]), 0, steps, tag_loops)


def _made(loops: int, persons: int, steps: Sequence[int], tag_loops: tuple[int, ...]) -> Slice:
    return Slice(
        loops=loops,
        persons=persons,
        tags=sum(tag_loops),
        emotion_answers=sum(steps),
        emotion_sum=sum(step * count for step, count in zip(EMOTIONS, steps, strict=True)),
        emotion_steps=(steps[0], steps[1], steps[2], steps[3], steps[4]),
        tag_loops=tag_loops,
    )


def _sum(slices: Iterable[Slice], many: int, persons: int) -> Slice:
    """The slices of loops that do not overlap as one. Persons do overlap, so their number is given."""
    every = tuple(slices)
    steps = [sum(part.emotion_steps[step] for part in every) for step in range(len(STEPS))]
    tag_loops = tuple(sum(part.tag_loops[number] for part in every) for number in range(many))
    return _made(sum(part.loops for part in every), persons, steps, tag_loops)


def _rolled_up(
    tags: tuple[str, ...], cells: dict[tuple[str, str], Slice], persons: Memberships, groups: dict[str, Sequence[str]]
) -> Summary:
    number = {key: index for index, key in enumerate(cells)}
    assignments = sorted({assignment for assignment, _ in cells}, key=natural)
    areas = {area: frozenset([area]) for area in sorted({area for _, area in cells}, key=natural)}
    if taken := areas.keys() & groups.keys():
        raise ValueError(f"a group cannot have the name of a service area: {min(taken)}")
    areas |= {name: frozenset(members) for name, members in groups.items()}

    def of(chosen: Iterable[tuple[str, str]]) -> Slice:
        keys = tuple(chosen)
        return _sum((cells[key] for key in keys), len(tags), persons.any_of(number[key] for key in keys))

    both = {
        (assignment, area): [(assignment, member) for member in members if (assignment, member) in cells]
        for assignment in assignments
        for area, members in areas.items()
    }
    return Summary(
        tags=tags,
        total=of(cells),
        by_assignment={name: of(key for key in cells if key[0] == name) for name in assignments},
        by_area={name: of(key for key in cells if key[1] in members) for name, members in areas.items()},
        by_assignment_and_area={key: of(members) for key, members in both.items() if members},
    )
