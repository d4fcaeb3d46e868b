"""Writing many loops as the coming revision of a round, unseen until one update makes them visible.

Whoever writes holds the round's token. A newer writer takes the token over and clears what the older left, for
instance when the machine was switched off; the older one is stopped at its next chunk.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import Refused
from kedjan.reflection import models

CHUNK = 400

type Progress = Callable[[int, int], None]


class Writing:
    """The right to write the coming revision of one round."""

    def __init__(self, row: models.Round) -> None:
        self.round = row
        self.token: UUID = uuid4()
        self.revision = row.revision + 1
        taken = models.Round.objects.filter(id=row.id, revision=row.revision).update(writing=self.token)
        if not taken:
            raise Superseded
        self._clear()

    def _clear(self) -> None:
        """Take away what an interrupted writer left of the revision that never came."""
        with transaction.atomic():
            self.hold()
            models.Loop.objects.filter(round=self.round, since__gte=self.revision).delete()
            models.Loop.objects.filter(round=self.round, until__gte=self.revision).update(until=None)

    def hold(self) -> None:
        """Make sure, inside a transaction, that nobody has taken over."""
        held = models.Round.objects.filter(id=self.round.id, writing=self.token).update(writing=self.token)
        if not held:
            raise Refused("Somebody else began reading a file into this round. Try again in a moment.")

    @contextmanager
    def chunk(self) -> Iterator[None]:
        """Hold the round during one transaction of writing some rows."""
        with transaction.atomic():
            self.hold()
            yield

    def close(self, rows: Iterable[int]) -> None:
        """Let these rows end with the coming revision; refuses a row that has ended already."""
        ids = list(rows)
        if ids and models.Loop.objects.filter(id__in=ids, until=None).update(until=self.revision) != len(ids):
            raise Superseded

    def show(self) -> None:
        """Make the revision visible: the one update that counts, inside the caller's transaction."""
        shown = models.Round.objects.filter(id=self.round.id, writing=self.token, revision=self.round.revision)
        if not shown.update(revision=self.revision, writing=None):
            raise Superseded


class Superseded(Exception):
    """The round has reached another revision than the one that was compared with."""
