"""Asking that pupils' results be given out: a small table is judged at once, a larger one by a worker.

What is asked is a row of its own until it is done, so that nothing is lost when a page is closed, and nothing is filled
in twice where it is refused.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Decision, NotHere, NotYours, ProviderScope, Refused, Right, decide
from kedjan.journal import service as journal
from kedjan.people.service import Held
from kedjan.releases import service as releases
from kedjan.results import models
from kedjan.results.carrying_out import LEASE, carried_out
from kedjan.results.giving_out import may_give_out, source_of
from kedjan.results.ports import house
from kedjan.results.reading import unit_names
from kedjan.results.shareable import KINDS, Shareable, ToShare, kind_of, stored
from kedjan.results.shared_values import Sharing, SharingState
from kedjan.results.values import Remark

ROOM = "results"
SMALL: Final = 72
"""Cells up to which a table is judged while the one who asks waits: a second or so. Two given out before are as one."""
MOST_WAITING: Final = 5
LATEST: Final = 20
KEPT: Final = timedelta(days=14)
LONGEST_PURPOSE: Final = 500
GOING_ON: Final = (SharingState.WAITING.value, SharingState.WORKING.value)
NOT_GIVEN: Final = (SharingState.REFUSED.value, SharingState.FAILED.value)
TOO_MANY: Final = noop("%(most)s sharings of yours are being judged already. Wait for one, or stop it.")
HOLDING: Final = noop("results that the person asked to share")


def share(*, by: Actor, now: datetime, key: UUID, asks: ToShare, purpose: str, instead: UUID | None = None) -> Sharing:
    """Ask that results be counted on what is in place and given out, with what must be hidden hidden.

    The same key twice is once. Small tables are judged at once, larger ones by a worker; what would show fewer than the
    threshold whatever is hidden is told in `refusals`. `instead` is one's own that was refused, and is left with this.
    For those who may share. Refuses what cannot be asked, and more than five waited for by the same person.
    """
    may_give_out(by)
    name, kind = kind_of(asks)
    kind.check(by, asks)
    if not purpose.strip():
        raise Refused("What is shared needs a title and a purpose.")
    if len(purpose.strip()) > LONGEST_PURPOSE:
        raise Refused("Write at most %(longest)s characters.", longest=LONGEST_PURPOSE)
    if not _of(by).filter(id=key).exists():
        if _own(by).filter(state__in=GOING_ON).count() >= MOST_WAITING:
            raise Refused(TOO_MANY, most=MOST_WAITING)
        what = {"id": key, "kind": name, "asked": stored(asks), "purpose": purpose.strip()}
        if _asked(by, now, what, instead):
            _begin(by, now, key, kind, asks)
    return sharing(by=by, id=key)


def sharing(*, by: Actor, id: UUID) -> Sharing:
    """Return how far a sharing has come, to the one who asked for it, who may have lost the right meanwhile."""
    return _value(_row(by, id))


def sharings(*, by: Actor) -> tuple[Sharing, ...]:
    """Return what is being judged now, whoever of those who may share asked for it, and one's own that were refused.

    The latest first. Those who may not share get their own alone.
    """
    seen = Q(asked_by=by.account, state__in=(*GOING_ON, *NOT_GIVEN))
    if decide(by, Right.SHARE_OUTSIDE, on=ProviderScope(by.provider)).allowed:
        seen |= Q(state__in=GOING_ON)
    return tuple(map(_value, _of(by).filter(seen).order_by("-asked_at", "id")[:LATEST]))


@transaction.atomic
def stop_sharing(*, by: Actor, now: datetime, id: UUID) -> Sharing:
    """Stop one's own sharing, or leave one that was refused; twice is once. Refuses one that has been given out."""
    _row(by, id)
    if _stopped(by, now, id):
        journal.record(by=by, now=now, room=ROOM, verb="stopped_sharing", kind="sharing", object_id=id.hex)
    row = _row(by, id)
    if row.state == SharingState.DONE:
        raise Refused("It has been shared already. It can be withdrawn instead.")
    return _value(row)


def forget_sharings(*, now: datetime) -> int:
    """Remove what was asked for over two weeks ago, of every provider; return how many. For the house."""
    return int(models.Sharing.objects.filter(asked_at__lte=now - KEPT).delete()[0])


class AskedToShare:
    """The part of results in the erasure of a person: what the person asked to share, given out or not."""

    def held(self, by: Actor, account: UUID) -> tuple[Held, ...]:
        """Return how much that is."""
        return (Held(HOLDING, models.Sharing.objects.filter(provider_id=by.provider, asked_by=account).count()),)

    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Remove it; what is being judged is not given out."""
        del now
        return int(models.Sharing.objects.filter(provider_id=by.provider, asked_by=account).delete()[0])


def _asked(by: Actor, now: datetime, what: Mapping[str, Any], instead: UUID | None) -> bool:
    """Keep what is asked; return whether it was not asked already, at the same moment."""
    try:
        with transaction.atomic():
            row = models.Sharing.objects.create(provider_id=by.provider, asked_by=by.account, asked_at=now, **what)
            journal.record(by=by, now=now, room=ROOM, verb="asked_to_share", kind="sharing", object_id=row.id.hex)
            if instead:
                _stopped(by, now, instead)
    except IntegrityError:
        if not _of(by).filter(id=what["id"]).exists():
            raise
        return False
    return True


def _begin(by: Actor, now: datetime, key: UUID, kind: Shareable[ToShare], asks: ToShare) -> None:
    """Carry it out at once where it is small, and let a worker do it where it is not."""
    left = SMALL - kind.cells(asks, len(asks.units) or len(unit_names(by=by)))
    if left >= 0 and releases.cells_before(by=by, source=source_of(by.provider), most=2 * left) <= 2 * left:
        carried_out(key, now=now, clock=lambda: now, by=by)
    else:
        house().start(key)


def _stopped(by: Actor, now: datetime, id: UUID) -> int:
    mine = _own(by).filter(id=id, state__in=(*GOING_ON, *NOT_GIVEN))
    return mine.update(state=SharingState.STOPPED, lease=None, lease_until=None, done_at=now)


def _of(by: Actor) -> QuerySet[models.Sharing]:
    return models.Sharing.objects.filter(provider_id=by.provider)


def _own(by: Actor) -> QuerySet[models.Sharing]:
    return _of(by).filter(asked_by=by.account)


def _row(by: Actor, id: UUID) -> models.Sharing:
    row = _of(by).filter(id=id).first()
    if row is None:
        raise NotHere("There is no such sharing here.")
    if row.asked_by != by.account:
        raise NotYours(Decision(allowed=False, reason="Only the person who asked for a sharing may follow it."))
    return row


def _value(row: models.Sharing) -> Sharing:
    seconds = 0
    if row.state == SharingState.WORKING and row.begun_at and row.lease_until:
        seconds = int((row.lease_until - LEASE - row.begun_at).total_seconds())
    return Sharing(
        row.id,
        row.kind,
        KINDS[row.kind].read(row.asked),
        row.purpose,
        SharingState(row.state),
        seconds,
        tuple(Remark(message, values) for message, values in row.refusals),
        row.asked_by,
        row.asked_at,
    )
