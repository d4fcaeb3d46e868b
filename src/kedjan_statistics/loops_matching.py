"""Which loops an expression holds for: of an Ibis table as a column to filter by, of columns as a truth value for each.

loops.filter(matching(loops, where.parse("not(tag:Övrigt)"), tags))
held.having(matching(held, where.parse("not(tag:Övrigt)"), tags))
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any, Protocol, overload

from kedjan_statistics import loops_where as where
from kedjan_statistics.later import later
from kedjan_statistics.loops_columns import ABSENT, UNKNOWN, Columns
from kedjan_statistics.loops_table import tag_set

if TYPE_CHECKING:
    import ibis
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray
else:
    ibis = later("ibis")
    np = later("numpy")
    pa = later("pyarrow")


__all__ = ["matching"]

type Groups = Mapping[str, Sequence[str]]
type Truths = NDArray[np.bool_]


@overload
def matching(
    loops: Columns,
    expression: where.Expression,
    tags: Sequence[str],
    *,
    groups: Groups | None = None,
    found: Mapping[where.Condition, Truths] | None = None,
) -> Truths: ...


@overload
def matching(
    loops: ibis.Table,
    expression: where.Expression,
    tags: Sequence[str],
    *,
    groups: Groups | None = None,
    found: Mapping[where.Condition, Collection[str]] | None = None,
) -> ibis.BooleanValue: ...


def matching(
    loops: Columns | ibis.Table,
    expression: where.Expression,
    tags: Sequence[str],
    *,
    groups: Groups | None = None,
    found: Mapping[where.Condition, Any] | None = None,
) -> Any:
    """Which loops the expression holds for. A table also has `loop` (text) and `answered_on` (date or null).

    `groups`: areas by the name of their group. `found`: for each condition on words and codes, the loops it holds for:
    of a table their names, of columns a truth value for each. Refuses a tag outside the tag set and a condition on
    words or codes that has not been looked up.
    """
    of: _Loops = _InColumns(loops) if isinstance(loops, Columns) else _InTable(loops)
    return _Matching(of, tag_set(tags), groups or {}, found or {}).of(expression)


class _Loops(Protocol):
    """What is asked of loops, wherever they are."""

    def every(self, *, whole: bool) -> Any: ...
    def tagged(self, number: int) -> Any: ...
    def felt(self, steps: Collection[int]) -> Any: ...
    def unfelt(self) -> Any: ...
    def in_areas(self, names: Collection[str]) -> Any: ...
    def answering(self, code: str) -> Any: ...
    def answered(self, since: date | None, until: date | None) -> Any: ...
    def among(self, found: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class _Matching:
    loops: _Loops
    tags: tuple[str, ...]
    groups: Groups
    found: Mapping[where.Condition, Any]

    def of(self, expression: where.Expression) -> Any:
        match expression:
            case where.And(parts):
                return reduce(lambda one, other: one & other, map(self.of, parts), self.loops.every(whole=True))
            case where.Or(parts):
                return reduce(lambda one, other: one | other, map(self.of, parts), self.loops.every(whole=False))
            case where.Not(part):
                return ~self.of(part)
            case _:
                return self._condition(expression)

    def _condition(self, condition: where.Condition) -> Any:
        loops = self.loops
        match condition:
            case where.Tag(name):
                if name not in self.tags:
                    raise ValueError(f"tag {name!r} is not in the tag set: {', '.join(self.tags)}")
                return loops.tagged(self.tags.index(name))
            case where.Emotion(steps):
                given = loops.felt([step for step in steps if step is not None])
                return given | loops.unfelt() if None in steps else given
            case where.Area(name):
                return loops.in_areas(self.groups.get(name, [name]))
            case where.Assignment(code):
                return loops.answering(code)
            case where.Period(since, until):
                return loops.answered(since, until)
            case where.Words() | where.Code():
                if condition not in self.found:
                    raise ValueError(f"not looked up: {where.text(condition)}")
                return loops.among(self.found[condition])


@dataclass(frozen=True, slots=True)
class _InColumns:
    loops: Columns

    def every(self, *, whole: bool) -> Truths:
        return np.full(len(self.loops), whole)

    def tagged(self, number: int) -> Truths:
        has = (self.loops.masks >> number & 1).astype(bool)
        return has[self.loops.kind]

    def felt(self, steps: Collection[int]) -> Truths:
        return np.isin(self.loops.emotion, np.array(list(steps), np.int8))

    def unfelt(self) -> Truths:
        absent: Truths = self.loops.emotion == np.int8(ABSENT)
        return absent

    def in_areas(self, names: Collection[str]) -> Truths:
        return np.array([area in names for area in self.loops.areas], bool)[self.loops.area]

    def answering(self, code: str) -> Truths:
        return np.array([each == code for each in self.loops.assignments], bool)[self.loops.assignment]

    def answered(self, since: date | None, until: date | None) -> Truths:
        day = self.loops.day
        held: Truths = day != UNKNOWN
        if since:
            held &= day >= _number(since)
        if until:
            held &= day <= _number(until)
        return held

    def among(self, found: Truths) -> Truths:
        return found


@dataclass(frozen=True, slots=True)
class _InTable:
    loops: ibis.Table

    def every(self, *, whole: bool) -> Any:
        return ibis.literal(whole)

    def tagged(self, number: int) -> Any:
        return (self.loops.tags >> number) & 1 == 1

    def felt(self, steps: Collection[int]) -> Any:
        return self.loops.emotion.isin(list(steps)).fill_null(False)

    def unfelt(self) -> Any:
        return self.loops.emotion.isnull()

    def in_areas(self, names: Collection[str]) -> Any:
        return self.loops.area.isin(list(names))

    def answering(self, code: str) -> Any:
        return self.loops.assignment == code

    def answered(self, since: date | None, until: date | None) -> Any:
        day = self.loops.answered_on
        held = [day >= since] if since else []
        held += [day <= until] if until else []
        return reduce(lambda one, other: one & other.fill_null(False), held, day.notnull())

    def among(self, found: Collection[str]) -> Any:
        ids = pa.table({"loop": pa.array(list(found), pa.string())})
        return self.loops.loop.isin(ibis.memtable(ids).loop)


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days
