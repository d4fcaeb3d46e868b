"""Loops as columns of numbers in memory, for whoever asks the same loops often: read once, then without an engine.

held = loops.columns(table, tags)                                 # from an Ibis table, or from rows
some = held.having(loops.matching(held, expression, tags))        # those that an expression of `loops_where` holds for
loops.summarise(some, tags), loops.combinations(some, tags)       # the same numbers as of a table of them
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kedjan_statistics.engine import fetch
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import LoopRow, emotion_step, is_table, mask, tag_set

if TYPE_CHECKING:
    import ibis
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")


__all__ = ["ABSENT", "UNKNOWN", "Columns", "beginnings", "columns", "held", "numbered"]

ABSENT: Final = -128
"""The emotion of a loop that has none."""

UNKNOWN: Final = -(2**31)
"""The day of a loop that has none."""

FEW: Final = 1 << 16
"""Numbers up to here are looked up in a table of all of them; larger ones only where there are about as many loops."""

type Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """Loops as numbers, a person's together.

    `assignment`, `area`, `kind`: places in `assignments`, `areas` and `masks`, in which nothing stands twice but which
    may hold more than these loops have; `person`: rising, the same for the same respondent; `emotion`: -2 to 2, or
    ABSENT; `day`: days since 1970, or UNKNOWN.
    """

    assignments: tuple[str, ...]
    areas: tuple[str, ...]
    masks: Numbers
    assignment: Numbers
    area: Numbers
    person: Numbers
    emotion: Numbers
    kind: Numbers
    day: Numbers

    def __len__(self) -> int:
        return len(self.person)

    def having(self, condition: Numbers) -> Columns:
        """The loops for which the condition, a truth value for each, holds."""
        rows = np.flatnonzero(condition)
        names = ("assignment", "area", "person", "emotion", "kind", "day")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})


def columns(loops: ibis.Table | Iterable[LoopRow], tags: Sequence[str]) -> Columns:
    """The loops as columns; days where the table has `answered_on`. Refuses the same rows as `loops_table.table`."""
    if is_table(loops):
        return _of_table(loops)
    bits = {name: 1 << index for index, name in enumerate(tag_set(tags))}
    every = tuple(loops)
    places = [_places([getattr(row, name) for row in every]) for name in ("assignment", "area", "respondent")]
    emotion = [emotion_step(row.emotion) for row in every]
    return held(
        (places[0][0], places[1][0]),
        assignment=places[0][1],
        area=places[1][1],
        person=places[2][1],
        emotion=np.array([ABSENT if step is None else step for step in emotion], np.int8),
        tags=np.array([mask(row.tags, bits) for row in every], np.int64),
    )[0]


def held(
    names: tuple[Sequence[str], Sequence[str]],
    *,
    assignment: Numbers,
    area: Numbers,
    person: Numbers,
    emotion: Numbers,
    tags: Numbers,
    day: Numbers | None = None,
) -> tuple[Columns, Numbers]:
    """Columns of loops in any order, and in which order they stand there.

    `names`: assignments and areas, in which those of the loops are places; `person`: any number for each respondent;
    `tags`: masks.
    """
    order = np.argsort(person)
    masks, kind = numbered(tags[order])
    made = Columns(
        assignments=tuple(names[0]),
        areas=tuple(names[1]),
        masks=masks,
        assignment=assignment[order].astype(np.int32),
        area=area[order].astype(np.int32),
        person=_rising(person[order]),
        emotion=emotion[order].astype(np.int8),
        kind=kind,
        day=np.full(len(order), UNKNOWN, np.int32) if day is None else day[order].astype(np.int32),
    )
    return made, order


def numbered(values: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct whole numbers from 0, rising, and for each of the values its place among them."""
    if values.max(initial=0) >= max(FEW, 4 * len(values)):
        found, place = np.unique(values, return_inverse=True)
        return found, place.astype(np.int32)
    there = np.bincount(values) != 0
    return np.flatnonzero(there), (np.cumsum(there, dtype=np.int32) - 1)[values]


def beginnings(numbers: Numbers) -> Numbers:
    """Where each run of equal numbers begins."""
    if not len(numbers):
        return np.zeros(0, np.int64)
    return np.concatenate([np.zeros(1, np.int64), np.flatnonzero(numbers[1:] != numbers[:-1]) + 1])


def _of_table(loops: ibis.Table) -> Columns:
    names = ["assignment", "area", "respondent", "emotion", "tags"]
    rows = fetch(loops.select(*names, *(["answered_on"] if "answered_on" in loops.columns else [])))
    coded = [rows[name].combine_chunks().dictionary_encode() for name in names[:3]]
    places = [each.indices.to_numpy(zero_copy_only=False) for each in coded]
    day = None
    if "answered_on" in rows.column_names:
        day = rows["answered_on"].cast("int32").fill_null(UNKNOWN).to_numpy()
    return held(
        (coded[0].dictionary.to_pylist(), coded[1].dictionary.to_pylist()),
        assignment=places[0],
        area=places[1],
        person=places[2],
        emotion=rows["emotion"].cast("int8").fill_null(ABSENT).to_numpy(),
        tags=rows["tags"].to_numpy(),
        day=day,
    )[0]


def _places(names: Sequence[str]) -> tuple[list[str], Numbers]:
    known: dict[str, int] = {}
    places = np.array([known.setdefault(name, len(known)) for name in names], np.int32)
    return list(known), places


def _rising(person: Numbers) -> Numbers:
    """Persons in order, numbered from 0 without gaps."""
    return np.cumsum(np.diff(person, prepend=person[:1]) != 0, dtype=np.int32)
