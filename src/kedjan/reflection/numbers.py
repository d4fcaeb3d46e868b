"""How many reflections a round holds, by how many persons and of which areas: asked once for each revision of it."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from kedjan.reflection import models
from kedjan.reflection.circle import there_in_each_round, there_now

type At = tuple[UUID, int]
"""A round and one of its revisions."""

KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Numbers:
    """Reflections that are there in a revision of a round, and the distinct persons who wrote them."""

    loops: int
    persons: int


class Kept[T]:
    """What is true of a revision, which never changes; the least used is forgotten first.

    Nothing is kept within a transaction: it may be rolled back, and its revision be written once more.
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._found: OrderedDict[At, T] = OrderedDict()
        self._lock = Lock()

    def get(self, at: At) -> T | None:
        """Return what is known, or None."""
        if connection.in_atomic_block:
            return None
        with self._lock:
            if at in self._found:
                self._found.move_to_end(at)
            return self._found.get(at)

    def keep(self, at: At, value: T) -> None:
        """Remember this, unless it may still be taken back."""
        if connection.in_atomic_block:
            return
        with self._lock:
            self._found[at] = value
            while len(self._found) > self._most:
                self._found.popitem(last=False)


_numbers: Kept[Numbers] = Kept()
_areas: Kept[frozenset[UUID]] = Kept()


def numbers_of(rows: Sequence[models.Round]) -> dict[UUID, Numbers]:
    """Return the numbers of rounds, in one question for all whose revision is new to this process, else in none."""
    known = {row.id: _numbers.get((row.id, row.revision)) for row in rows}
    new = {row.id: row.revision for row in rows if known[row.id] is None}
    found = {of: numbers or Numbers(0, 0) for of, numbers in known.items()}
    for of, revision, loops, persons in _counted(rows, new) if new else ():
        found[of] = Numbers(loops, persons)
        new[of] = revision  # the one that was counted, should another have come meanwhile
    for of, revision in new.items():
        _numbers.keep((of, revision), found[of])
    return found


def areas_in(row: models.Round) -> frozenset[UUID]:
    """Return the service areas that somebody has written in, in the round's revision."""
    at = (row.id, row.revision)
    found = _areas.get(at)
    if found is None:
        rows = models.Loop.objects.filter(there_now(row))
        found = frozenset(rows.values_list("service_area_id", flat=True).distinct())
        _areas.keep(at, found)
    return found


def _counted(rows: Sequence[models.Round], new: Collection[UUID]) -> list[tuple[UUID, int, int, int]]:
    asked = [row for row in rows if row.id in new]
    condition = there_now(asked[0]) if len(asked) == 1 else there_in_each_round() & Q(round__in=list(new))
    counted = models.Loop.objects.filter(condition).values_list("round_id", "round__revision").order_by()
    return list(counted.annotate(loops=Count("id"), persons=Count("respondent", distinct=True)))
