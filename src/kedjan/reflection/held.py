"""The loops of a round's revision, read once and held in memory as numbers: a revision never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import CharField, StringAgg, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from kedjan.reflection import models
from kedjan.reflection.circle import Apart, not_by, there_now_in
from kedjan_statistics.later import later
from kedjan_statistics.loops_columns import ABSENT, UNKNOWN, Columns, held

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")

MOST_HELD = 300_000
"""Loops held at most, and the latest round anyway: some fifteen megabytes."""

EPOCH = date(1970, 1, 1)

type Numbers = NDArray[Any]
type Names = tuple[tuple[tuple[int, str], ...], tuple[tuple[str, str], ...]]
"""Assignments by id with their codes, and areas by id with their names."""


@dataclass(frozen=True, slots=True)
class Held:
    """Loops as columns; in the same order the row of each (`rows`) and its id as 16 bytes (`ids`)."""

    columns: Columns
    rows: Numbers
    ids: Numbers

    @property
    def dated(self) -> bool:
        """Return whether any loop says when it was answered."""
        return bool((self.columns.day != UNKNOWN).any())

    def in_rows(self, rows: Numbers) -> Numbers:
        """Return for each loop whether it is in one of these rows."""
        return np.isin(self.rows, rows)

    def with_ids(self, ids: Collection[UUID]) -> Numbers:
        """Return for each loop whether it is one of these."""
        return np.isin(self.ids, np.array([each.bytes for each in ids], "S16"))


_held: OrderedDict[object, Held] = OrderedDict()
_lock = Lock()


def held_in(rows: Sequence[models.Round], names: Mapping[UUID, Names], apart: Apart) -> dict[UUID, Held]:
    """Return the loops of several rounds, without those of whom is kept `apart`; what is not held is read at once."""
    keys = {row.id: (row.id, row.revision, names[row.id], apart.get(row.id)) for row in rows}
    with _lock:
        found = {of: _held[key] for of, key in keys.items() if key in _held}
        for of in found:
            _held.move_to_end(keys[of])
    read = _read([row for row in rows if row.id not in found], names, apart)
    with _lock:
        _held.update({keys[of]: each for of, each in read.items()})
        while len(_held) > 1 and sum(len(each.columns) for each in _held.values()) > MOST_HELD:
            _held.popitem(last=False)
    return found | read


READ: Mapping[str, Combinable | str] = {
    "rows": "id",
    "assignments": "assignment_id",
    "areas": "service_area_id",
    "persons": "respondent_id",
    "emotions": Coalesce("emotion", Value(ABSENT)),
    "masks": "mask",
    "days": Coalesce(Cast("answered_on", CharField()), Value("")),
    "ids": "loop",
}


def _read(rows: Sequence[models.Round], names: Mapping[UUID, Names], apart: Apart) -> dict[UUID, Held]:
    """Read each round's loops as one row of long texts: a row for each loop would take several times as long."""
    if not rows:
        return {}
    there = models.Loop.objects.filter(there_now_in(rows), not_by(apart, rows)).order_by()
    texts = {name: StringAgg(Cast(of, CharField()), Value(",")) for name, of in READ.items()}
    found = {each["round_id"]: each for each in there.values("round_id").annotate(**texts)}
    return {row.id: _of(found.get(row.id, NOTHING), names[row.id]) for row in rows}


NOTHING: Mapping[str, Any] = dict.fromkeys(READ, "")


def _of(texts: Mapping[str, Any], names: Names) -> Held:
    columns, order = held(
        ([code for _, code in names[0]], [name for _, name in names[1]]),
        assignment=_looked_up({str(each): place for place, (each, _) in enumerate(names[0])}, texts["assignments"]),
        area=_looked_up({each: place for place, (each, _) in enumerate(names[1])}, texts["areas"]),
        person=_numbers(texts["persons"]),
        emotion=_numbers(texts["emotions"]),
        tags=_numbers(texts["masks"]),
        day=_days(texts["days"]) if texts["rows"] else None,
    )
    ids = np.frombuffer(bytes.fromhex(texts["ids"].replace("-", "").replace(",", "")), "S16")
    return Held(columns, _numbers(texts["rows"])[order], ids[order])


def _numbers(text: str) -> Numbers:
    return np.fromstring(text, np.int64, sep=",")


def _looked_up(places: Mapping[str, int], text: str) -> Numbers:
    """Return the place of each id, which the one database writes with strokes and the other without."""
    each = text.replace("-", "").split(",") if text else []
    return np.fromiter(map(places.__getitem__, each), np.int32, len(each))


def _days(text: str) -> Numbers:
    """Return each day as a number, of at least one loop; nothing between two commas is no day."""
    each = text.split(",")
    known = {day: (date.fromisoformat(day) - EPOCH).days if day else UNKNOWN for day in set(each)}
    return np.fromiter(map(known.__getitem__, each), np.int32, len(each))
