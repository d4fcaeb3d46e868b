"""What reflection hands to rooms that count further: a round's loops as a table, and the loops that words are in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from kedjan.access.service import Actor, Refused
from kedjan.reflection import models
from kedjan.reflection.circle import Apart, kept_apart, not_by, not_by_own_staff_in, rounds_to_read, there_now_in
from kedjan.reflection.counting import Counted, counts_in
from kedjan.reflection.values import TagSet
from kedjan.reflection.wording import sought
from kedjan_statistics import loops_where as where
from kedjan_statistics.later import later
from kedjan_statistics.loops import Slice

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
else:
    ibis = later("ibis")
    pa = later("pyarrow")

MOST_KEPT = 300_000
"""Loops of the tables kept in memory: some tens of megabytes."""

type Codes = Mapping[str, Collection[UUID]]
type Loops = frozenset[str]


@dataclass(frozen=True, slots=True)
class LoopTable:
    """A round's loops at a revision, for counting. Columns of `table`: loop, assignment, area, respondent, emotion,
    tags, answered_on (see `kedjan_statistics.loops_table` and `loops_where`).

    `assignments` are code and heading in order; `dated`: whether any loop says when it was answered; `total`: all.
    `apart` are the respondents who are left out since the one who asks leads them, and whoever may put conditions
    together freely could else single each of them out; None where no manager asks, or the round lets managers read.
    """

    round: UUID
    title: str
    population: str
    revision: int
    emotion: bool
    tag_set: TagSet
    assignments: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    dated: bool
    total: Slice
    table: ibis.Table
    apart: frozenset[int] | None = None


def loop_table(*, by: Actor, round: UUID) -> LoopTable:
    """Return the round's loops as a table to one of its readers. Nothing of what anybody wrote is in it."""
    return loop_tables(by=by, rounds=[round])[round]


def loop_tables(*, by: Actor, rounds: Collection[UUID]) -> dict[UUID, LoopTable]:
    """Return several rounds' loops as tables to one who reads them all, in as few questions as for one."""
    rows = rounds_to_read(by, rounds)
    apart = kept_apart(by, rows)
    counts = counts_in(rows, apart=apart)
    found = _kept(rows, counts, apart)
    return {row.id: _handed(counts[row.id], *found[row.id], apart.get(row.id)) for row in rows}


def _handed(counts: Counted, table: ibis.Table, dated: bool, apart: frozenset[int] | None) -> LoopTable:
    return LoopTable(
        round=counts.round,
        title=counts.title,
        population=counts.population,
        revision=counts.revision,
        emotion=counts.emotion,
        tag_set=counts.tag_set,
        assignments=counts.assignments,
        areas=counts.areas,
        dated=dated,
        total=counts.summary.total,
        table=table,
        apart=apart,
    )


def loops_with_words(*, by: Actor, rounds: Collection[UUID], words: Collection[str]) -> dict[UUID, dict[str, Loops]]:
    """Return, for each round and search, the loops of `loop_table` whose texts it finds, of texts that `by` may read.

    One question for each search, however many rounds.
    """
    if not words:
        return {of: {} for of in rounds}
    rows = rounds_to_read(by, rounds)
    there = there_now_in(rows) & not_by_own_staff_in(by, rows)
    # As texts: to make an id of each would take most of the time.
    texts = {"of": Cast("round_id", CharField()), "hex": Cast("loop", CharField())}
    found: dict[UUID, dict[str, Loops]] = {row.id: {} for row in rows}
    for each in words:
        loops: dict[str, list[str]] = {row.id.hex: [] for row in rows}
        for of, loop in models.Loop.objects.filter(there, sought(each)).annotate(**texts).values_list(*texts):
            loops[of.replace("-", "")].append(loop.replace("-", ""))
        for row in rows:
            found[row.id][each] = frozenset(loops[row.id.hex])
    return found


def that_match(counts: Counted, expression: where.Expression, codes: Codes) -> Q:
    """Return an expression as a condition on loops: the same ones as `loops_where.matching` picks from the table."""
    match expression:
        case where.And(parts):
            found = Q()
            for part in parts:
                found &= that_match(counts, part, codes)
            return found
        case where.Or(parts):
            some = [that_match(counts, part, codes) for part in parts]
            return _any(some)
        case where.Not(part):
            return _not(that_match(counts, part, codes))
        case _:
            return _condition(counts, expression, codes)


def _condition(counts: Counted, condition: where.Condition, codes: Codes) -> Q:  # noqa: PLR0911 - a line for each kind
    match condition:
        case where.Tag(name):
            bit = 1 << _place(counts, name)
            return Q(Exact(F("mask").bitand(bit), bit))
        case where.Emotion(steps):
            given = Q(emotion__in=[step for step in steps if step is not None])
            return given | Q(emotion=None) if None in steps else given
        case where.Area(name):
            return Q(service_area_id=counts.area_ids[name]) if name in counts.area_ids else NEVER
        case where.Assignment(code):
            return Q(assignment__code=code)
        case where.Period(since, until):
            held = Q(answered_on__isnull=False)
            held &= Q(answered_on__gte=since) if since else Q()
            return held & (Q(answered_on__lte=until) if until else Q())
        case where.Words(words):
            return sought(words) or EVER
        case where.Code(name):
            return Q(loop__in=list(codes.get(name, ())))


NEVER, EVER = Q(id__in=[]), ~Q(id__in=[])


def _any(some: list[Q]) -> Q:
    found = NEVER
    for each in some:
        found |= each or EVER
    return found


def _not(condition: Q) -> Q:
    return ~condition if condition else NEVER


def _place(counts: Counted, name: str) -> int:
    for tag in counts.tag_set.tags:
        if tag.name == name:
            return tag.position
    raise Refused("There is no tag called %(name)s.", name=name)


_handed_out: OrderedDict[object, tuple[ibis.Table, bool, int]] = OrderedDict()
_lock = Lock()


def _kept(
    rows: Sequence[models.Round], counts: Mapping[UUID, Counted], apart: Apart
) -> dict[UUID, tuple[ibis.Table, bool]]:
    """Return the tables, those met lately from memory: as many as have so many rows in all, and the latest anyway."""
    keys = {row.id: _key(row, counts[row.id], apart) for row in rows}
    with _lock:
        found = {of: _handed_out[key][:2] for of, key in keys.items() if key in _handed_out}
        for of in found:
            _handed_out.move_to_end(keys[of])
    made = _tables([row for row in rows if row.id not in found], counts, apart)
    with _lock:
        for of, (table, dated) in made.items():
            _handed_out[keys[of]] = (table, dated, counts[of].summary.total.loops)
        while len(_handed_out) > 1 and sum(each[2] for each in _handed_out.values()) > MOST_KEPT:
            _handed_out.popitem(last=False)
    return found | made


def _key(row: models.Round, counts: Counted, apart: Apart) -> object:
    return (row.id, row.revision, counts.assignments, tuple(counts.area_ids.items()), apart.get(row.id))


COLUMNS = ("round_id", "hex", "assignment__code", "area", "respondent_id", "emotion", "mask", "answered_on")


def _tables(
    rows: Sequence[models.Round], counts: Mapping[UUID, Counted], apart: Apart
) -> dict[UUID, tuple[ibis.Table, bool]]:
    if not rows:
        return {}
    there = models.Loop.objects.filter(there_now_in(rows), not_by(apart, rows))
    split: dict[UUID, list[tuple[Any, ...]]] = {row.id: [] for row in rows}
    texts = {"hex": Cast("loop", CharField()), "area": Cast("service_area_id", CharField())}
    for each in there.annotate(**texts).values_list(*COLUMNS):
        split[each[0]].append(each)
    return {of: _table(mine, counts[of]) for of, mine in split.items()}


def _table(rows: Sequence[tuple[Any, ...]], counts: Counted) -> tuple[ibis.Table, bool]:
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    names = {area.hex: name for name, area in counts.area_ids.items()}
    areas = {text: names[text.replace("-", "")] for text in set(columns[3])}
    table = pa.table(
        {
            "loop": pa.array([each.replace("-", "") for each in columns[1]], pa.string()),
            "assignment": pa.array(columns[2], pa.string()),
            "area": pa.array([areas[each] for each in columns[3]], pa.string()),
            "respondent": pa.array(columns[4], pa.int64()),
            "emotion": pa.array(columns[5], pa.int8()),
            "tags": pa.array(columns[6], pa.int64()),
            "answered_on": pa.array(columns[7], pa.date32()),
        }
    )
    return ibis.memtable(table), any(columns[7])
