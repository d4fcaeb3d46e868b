"""When files of texts go: after two weeks, with the round's texts, and when somebody who wrote in them is erased."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.extracts import models, rules
from kedjan.extracts.asking import KEPT, ROOM
from kedjan.files import service as files
from kedjan.people import service as people
from kedjan.people.service import Held
from kedjan.privacy.service import Over
from kedjan.reflection import service as reflection

WHAT = noop("texts taken out as files")
HOLDING = noop("files of texts that some of the person's own are in")


def forget_extracts(*, now: datetime) -> int:
    """Remove the files asked for over two weeks ago, finished or not; return how many."""
    return _removed(models.Extract.objects.filter(asked_at__lte=now - KEPT), now)


def over(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Return how many files there are of rounds whose time is over; nothing is changed."""
    many = _of_ended(by, now).count()
    return (Over(ROOM, WHAT, many),) if many else ()


def dispose(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Remove the files of rounds whose time is over, and return what went."""
    found = over(by=by, now=now)
    _removed(_of_ended(by, now), now)
    return found


class TakenOut:
    """Extracts' part in the erasure of a person: every file goes that some of the person's texts are in."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return how many such files there are."""
        return (Held(HOLDING, len(self._with(by, account))),)

    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Remove them, and what the person asked for; a file being written is begun anew, without the texts."""
        mine = models.Extract.objects.filter(provider_id=by.provider, owner=account)
        gone = _removed(models.Extract.objects.filter(id__in=self._with(by, account)), now) + _removed(mine, now)
        rounds = {of for of, _ in reflection.loops_by(by=by, account=account)}
        running = models.Extract.objects.filter(round__in=rounds, state="running")
        running.update(state="waiting", lease=None, lease_until=None, progress=0)
        return gone

    def _with(self, by: Actor, account: UUID) -> list[UUID]:
        written = reflection.loops_by(by=by, account=account)
        loops = {loop for _, loop in written}
        rows = models.Extract.objects.filter(round__in={of for of, _ in written}, state="done").only("id", "texts")
        return [row.id for row in rows.iterator() if any(loop in loops for loop, _ in rules.unpacked(row.texts))]


def _of_ended(by: Actor, now: datetime) -> Any:
    return models.Extract.objects.filter(round__in=reflection.rounds_over(by=by, now=now))


def _removed(rows: Any, now: datetime) -> int:
    """Remove the rows and then their files: one that a crash leaves between the two is named by nothing."""
    gone = list(rows.values_list("id", "provider_id", "file_id"))
    for key, provider, file in gone:
        with transaction.atomic():
            models.Extract.objects.filter(id=key).delete()
            _forget(provider, now, [file] if file else [])
    return len(gone)


def _forget(provider: UUID, now: datetime, ids: Iterable[UUID]) -> None:
    files.forget(by=people.system_actor(provider=provider), now=now, ids=list(ids))
