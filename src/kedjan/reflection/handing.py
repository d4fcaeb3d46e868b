"""What reflection hands to rooms that count further: a round's loops as columns, and which of them words are in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.lookups import Exact

from kedjan.access.service import Actor, Refused
from kedjan.reflection.circle import kept_apart, rounds_to_read, there_now_in
from kedjan.reflection.counting import Counted, counts_in
from kedjan.reflection.finding import rows_with
from kedjan.reflection.held import Held, held_in
from kedjan.reflection.values import TagSet
from kedjan.reflection.wording import check_search, sought
from kedjan_statistics import loops_where as where
from kedjan_statistics.loops import Slice
from kedjan_statistics.loops_columns import Columns

type Numbers = Any
type Truths = Any
"""A truth value for each loop, as numpy has them."""

type Codes = Mapping[str, Collection[UUID]]


@dataclass(frozen=True, slots=True)
class LoopTable:
    """A round's loops at a revision, for counting, with nothing of what anybody wrote.

    `assignments` are code and heading in order; `dated`: whether any loop says when it was answered; `total`: all.
    `words`: for each search that was asked for, which of the loops have it, as a truth value for each.
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
    loops: Columns
    words: Mapping[str, Truths]
    held: Held
    apart: frozenset[int] | None = None

    def among(self, loops: Collection[UUID]) -> Truths:
        """Return which of the loops these are, as a truth value for each."""
        return self.held.with_ids(loops)


def loop_table(*, by: Actor, round: UUID, words: Collection[str] = ()) -> LoopTable:
    """Return the round's loops as columns to one of its readers, and which of them have some searches' words."""
    return loop_tables(by=by, rounds=[round], words=words)[round]


def loop_tables(*, by: Actor, rounds: Collection[UUID], words: Collection[str] = ()) -> dict[UUID, LoopTable]:
    """Return several rounds' loops to one who reads them all, in as few questions as for one.

    One question for each search, however many rounds.
    """
    rows = rounds_to_read(by, rounds)
    for each in words:
        check_search(each)
    apart = kept_apart(by, rows)
    counts = counts_in(rows, apart=apart)
    held = held_in(rows, {of: each.names for of, each in counts.items()}, apart)
    found = {each: rows_with(each, there_now_in(rows), *_ends(held.values())) for each in words} if held else {}
    return {row.id: _handed(counts[row.id], held[row.id], found, apart.get(row.id)) for row in rows}


def _ends(held: Collection[Held]) -> tuple[int, int]:
    """Return the first and last row of all that is held."""
    ends = [(int(each.rows.min()), int(each.rows.max())) for each in held if len(each.rows)]
    return min((first for first, _ in ends), default=0), max((last for _, last in ends), default=0)


def _handed(counts: Counted, held: Held, found: Mapping[str, Numbers], apart: frozenset[int] | None) -> LoopTable:
    return LoopTable(
        round=counts.round,
        title=counts.title,
        population=counts.population,
        revision=counts.revision,
        emotion=counts.emotion,
        tag_set=counts.tag_set,
        assignments=counts.assignments,
        areas=counts.areas,
        dated=held.dated,
        total=counts.summary.total,
        loops=held.columns,
        words={search: held.in_rows(rows) for search, rows in found.items()},
        held=held,
        apart=apart,
    )


def that_match(counts: Counted, expression: where.Expression, codes: Codes) -> Q:
    """Return an expression as a condition on loops: the same ones as `loops_matching.matching` picks from the table."""
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
