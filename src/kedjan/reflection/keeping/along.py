"""Disposal (gallring) in rooms above of what goes with the round that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan.privacy import service as privacy
from kedjan.privacy.service import Over
from kedjan.reflection.keeping.times import rounds_over


@dataclass(frozen=True, slots=True)
class GoesWithRounds:
    """What a room keeps about rounds, as it is called: its model and the way to its round.

    In an order in which nothing points at what has gone.
    """

    room: str
    kinds: Mapping[str, tuple[Any, str]]

    def over(self, *, by: Actor, now: datetime) -> tuple[Over, ...]:
        """Return how much there is of the rounds whose time is over: kinds and counts, no names; nothing is changed."""
        return self._there(rounds_over(by=by, now=now))

    def dispose(self, *, by: Actor, now: datetime) -> tuple[Over, ...]:
        """Remove what is kept about the rounds whose time is over, and return what went. Journalled in counts."""
        ended = rounds_over(by=by, now=now)
        found = self._there(ended)
        if found:
            details = {"rows": sum(each.rows for each in found)}
            journal.record(
                by=by, now=now, room=self.room, verb="disposed", kind="provider", object_id=by.provider.hex,
                details=details,
            )  # fmt: skip
        for rows in self._rows(ended).values():
            privacy.remove(rows)
        return found

    def _there(self, ended: tuple[UUID, ...]) -> tuple[Over, ...]:
        if not ended:
            return ()
        counts = {what: rows.count() for what, rows in self._rows(ended).items()}
        return tuple(Over(self.room, what, number) for what, number in counts.items() if number)

    def _rows(self, ended: tuple[UUID, ...]) -> dict[str, Any]:
        return {what: model.objects.filter(**{f"{to}__in": ended}) for what, (model, to) in self.kinds.items()}
