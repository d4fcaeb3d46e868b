"""Carrying out what somebody asked to share: with that person's rights as they are then, once, again after a crash."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, NotYours, Refused
from kedjan.people import service as people
from kedjan.pupils import service as pupils
from kedjan.releases import service as releases
from kedjan.results import models
from kedjan.results.erasing import erasures_asked
from kedjan.results.giving_out import give_out, may_give_out
from kedjan.results.shareable import KINDS

LEASE: Final = timedelta(minutes=5)
BEAT: Final = timedelta(seconds=2)
MOST_ATTEMPTS: Final = 3
FAILED: Final = noop("It could not be judged, though it was tried several times.")
ERASED: Final = noop("A pupil has been erased since this was counted. Try again.")
NO_LONGER: Final = noop("You may not share any more.")


class _Stopped(Exception):
    """Whoever asked has stopped it, or somebody else has taken it over."""


def carried_out(id: UUID, *, now: datetime, clock: Callable[[], datetime], by: Actor | None = None) -> bool:
    """Judge what nobody else is judging and give it out, with the asker's rights as they are now.

    Return whether it was given out here. Why it is refused is written on it. `by` is the asker where known already. A
    crash leaves it leased: it is run again. Leases are counted by `clock`, the machine's own time. What stops it
    meanwhile stops it at the next step, and never when it is out.
    """
    lease = _leased(id, clock())
    if lease is None:
        return False
    run = _Run(id, lease, clock)
    row = models.Sharing.objects.get(id=id)
    try:
        by = by or people.actor_of(account=row.asked_by, now=now)
        may_give_out(by)
    except (NotHere, NotYours):
        return run.refused([(NO_LONGER, {})], now)
    try:
        _given_out(by, now, row, run)
    except _Stopped:
        return False
    except releases.WouldLeak as refused:
        return run.refused([(each.message, each.values) for each in refused.refusals], now)
    except Refused as refused:
        return run.refused([(refused.message, refused.values)], now)
    return True


def carry_out_left(*, now: datetime, waited: timedelta, clock: Callable[[], datetime]) -> int:
    """Carry out what no worker has begun, and what one left half done; return how many were. For the house."""
    begun = Q(state="waiting", asked_at__lte=now - waited) | _left(clock())
    ids = models.Sharing.objects.filter(begun).order_by("asked_at", "id").values_list("id", flat=True)
    return sum(carried_out(each, now=now, clock=clock) for each in list(ids[:10]))


def _given_out(by: Actor, now: datetime, row: models.Sharing, run: "_Run") -> None:
    kind, erased = KINDS[row.kind], erasures_asked(by=by)
    asks = kind.read(row.asked)

    def along() -> None:
        pupils.held(by=by)
        if erasures_asked(by=by) != erased:
            raise Refused(ERASED)
        run.done(now)

    title, tables = kind.check(by, asks), kind.tables(by, asks)
    run.beat()
    give_out(
        by=by,
        now=now,
        key=row.id,
        tables=tables,
        title=title,
        purpose=row.purpose,
        told=run.beat,
        along=along,
    )
    run.ended("done", now)  # where it was out already, under the same key, nothing was given out along with it


@dataclass
class _Run:
    """One sharing while it is worked on: that it goes on, and how it ended."""

    id: UUID
    lease: UUID
    clock: Callable[[], datetime]
    beaten: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.beaten = self.clock()

    def beat(self) -> None:
        """Hold it for longer; stop where it is one's own no more."""
        moment = self.clock()
        if moment - self.beaten >= BEAT:
            self.beaten = moment
            if not self._mine().update(lease_until=moment + LEASE):
                raise _Stopped

    def done(self, now: datetime) -> None:
        """Write that it is out, in the transaction that gives it out."""
        if not self.ended("done", now):
            raise _Stopped

    def refused(self, why: Iterable[tuple[str, Mapping[str, Any]]], now: datetime) -> bool:
        """Write why it was not given out; return that it was not."""
        self.ended("refused", now, refusals=[[message, dict(values)] for message, values in why])
        return False

    def ended(self, state: str, now: datetime, **outcome: Any) -> int:
        """Write how it ended, where it is one's own still; return whether it was."""
        return self._mine().update(state=state, lease=None, lease_until=None, done_at=now, **outcome)

    def _mine(self) -> QuerySet[models.Sharing]:
        return models.Sharing.objects.filter(id=self.id, lease=self.lease, state="working")


def _left(moment: datetime) -> Q:
    """Return the condition on what was left by whoever began it; a lease too long is of a clock put back since."""
    return Q(state="working") & (Q(lease_until__lte=moment) | Q(lease_until__gt=moment + LEASE))


def _leased(id: UUID, moment: datetime) -> UUID | None:
    """Take it for oneself until the lease ends; None where somebody else has it or it was tried too often."""
    rows = models.Sharing.objects.filter(Q(state="waiting") | _left(moment), id=id)
    gone = {"state": "failed", "refusals": [[FAILED, {}]], "lease": None, "lease_until": None, "done_at": moment}
    if rows.filter(attempts__gte=MOST_ATTEMPTS).update(**gone):
        return None
    lease = uuid4()
    taken = rows.update(
        state="working", lease=lease, lease_until=moment + LEASE, begun_at=moment, attempts=F("attempts") + 1
    )
    return lease if taken else None
