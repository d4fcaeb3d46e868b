"""What reflection hands to rooms that count further: a round's loops as a table, and the loops that words are in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from kedjan.access.service import Actor, Refused
from kedjan.reflection import models
from kedjan.reflection.circle import not_by_own_staff, round_to_read, there_now
from kedjan.reflection.counting import Counted, counts_of
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

KEPT = 4

type Codes = Mapping[str, Collection[UUID]]


@dataclass(frozen=True, slots=True)
class LoopTable:
    """A round's loops at a revision, for counting. Columns of `table`: loop, assignment, area, respondent, emotion,
    tags, answered_on (see `kedjan_statistics.loops_table` and `loops_where`).

    `assignments` are code and heading in order; `dated`: whether any loop says when it was answered; `total`: all.
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


def loop_table(*, by: Actor, round: UUID) -> LoopTable:
    """Return the round's loops as a table to one of its readers. Nothing of what anybody wrote is in it."""
    row = round_to_read(by, round)
    counts = counts_of(row)
    table, dated = _kept(row, counts)
    return LoopTable(
        round=row.id,
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
    )


def loops_with_words(*, by: Actor, round: UUID, words: Collection[str]) -> dict[str, frozenset[str]]:
    """Return, for each search, the loops of `loop_table` whose texts it finds, of texts that `by` may read."""
    if not words:
        return {}
    row = round_to_read(by, round)
    there = there_now(row) & not_by_own_staff(by, row)
    found = {each: models.Loop.objects.filter(there, sought(each)).values_list("loop", flat=True) for each in words}
    return {each: frozenset(loop.hex for loop in loops) for each, loops in found.items()}


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


_tables: OrderedDict[object, tuple[ibis.Table, bool]] = OrderedDict()
_lock = Lock()


def _kept(row: models.Round, counts: Counted) -> tuple[ibis.Table, bool]:
    key = (row.id, row.revision, counts.assignments, tuple(counts.area_ids.items()))
    with _lock:
        if key in _tables:
            _tables.move_to_end(key)
            return _tables[key]
    made = _table(row, counts)
    with _lock:
        _tables[key] = made
        while len(_tables) > KEPT:
            _tables.popitem(last=False)
    return made


def _table(row: models.Round, counts: Counted) -> tuple[ibis.Table, bool]:
    rows = models.Loop.objects.filter(there_now(row)).values_list(
        Cast("loop", CharField()),
        "assignment__code",
        Cast("service_area_id", CharField()),
        "respondent_id",
        "emotion",
        "mask",
        "answered_on",
    )
    columns = list(zip(*rows, strict=True)) or [()] * 7
    names = {area.hex: name for name, area in counts.area_ids.items()}
    areas = {text: names[text.replace("-", "")] for text in set(columns[2])}
    table = pa.table(
        {
            "loop": pa.array([each.replace("-", "") for each in columns[0]], pa.string()),
            "assignment": pa.array(columns[1], pa.string()),
            "area": pa.array([areas[each] for each in columns[2]], pa.string()),
            "respondent": pa.array(columns[3], pa.int64()),
            "emotion": pa.array(columns[4], pa.int8()),
            "tags": pa.array(columns[5], pa.int64()),
            "answered_on": pa.array(columns[6], pa.date32()),
        }
    )
    return ibis.memtable(table), any(columns[6])
