"""Erasing a person: previewed, asked for with a reason, done by every room, taken up again where it was interrupted."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.journal import service as journal
from kedjan.people import models
from kedjan.people.acting import day_of, system_actor
from kedjan.people.emptying import ROOM, empty
from kedjan.people.managing import keep_a_manager

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Held:
    """Something that is held about a person: how many of `what` (English message id).

    `why` says why it stays when the person is erased; empty where it goes.
    """

    what: str
    number: int
    why: str = ""


class Eraser(Protocol):
    """What each room that holds something about people does in an erasure; it may be asked again after a crash."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return what the room holds about the account, in counts."""

    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Remove or unhook what is to go, and return how many rows that was."""


type Note = Callable[[UUID, UUID], None]


@dataclass
class House:
    """What was lent: the rooms in the order that they erase, and what notes an id outside the rows."""

    erasers: tuple[Eraser, ...]
    note: Note


_lent: list[House] = []


def wire_erasure(*erasers: Eraser, note: Note) -> None:
    """Let rooms take part in erasures, uppermost first; done by the house, once, when something of it is needed.

    `note` keeps a provider's and an account's id where a backup put back does not reach.
    """
    _lent[:] = [House(erasers, note)]


def _house() -> House:
    if not _lent:
        import_string(settings.KEDJAN_WIRING)()
    return _lent[0]


def would_be_erased(*, by: Actor, id: UUID) -> tuple[Held, ...]:
    """Return what is held about somebody and would go, or stay with the reason, to those who manage accounts."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    _account(by, id)
    found = [each for eraser in _house().erasers for each in eraser.held(by, id)]
    own = Held(noop("the account, with name, address and password"), 1)
    duties = Held(noop("duties"), models.Duty.objects.filter(account=id).count())
    return tuple(each for each in (own, duties, *found, *_staying()) if each.number)


def erase_person(*, by: Actor, now: datetime, id: UUID, reason: str, key: UUID) -> None:
    """Erase somebody, for a stated reason: at once from the account, then room by room. Done twice is once.

    The account is closed and emptied in the first transaction. What then is interrupted is finished by the scheduler.
    Refused for oneself, without a reason, and for the last who manages accounts. Journalled without the name.
    """
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    said = " ".join(reason.replace("\x00", "").split())
    if not said or len(said) > LONGEST_REASON:
        raise Refused("Say why, in at most %(most)s characters.", most=LONGEST_REASON)
    if id == by.account:
        raise Refused("You cannot erase yourself.")
    _begin(by, now, id, said, key)
    finish_erasures(now=now)


def finish_erasures(*, now: datetime) -> int:
    """Let every room do its part of the erasures that are not done, and return how many got done. For the house."""
    done = 0
    for row in list(models.Erasure.objects.filter(done_at=None).order_by("at")):
        _house().note(row.provider_id, row.account_id)
        by = _asked_by(row)
        rows = sum(eraser.erase(by, now, row.account_id) for eraser in _house().erasers)
        with transaction.atomic():
            if models.Erasure.objects.filter(id=row.id, done_at=None).update(done_at=now):
                models.Duty.objects.filter(account=row.account_id).delete()
                _record(by, now, row.account_id, "finished_erasing", rows)
                done += 1
    return done


def erased(*, provider: UUID) -> frozenset[UUID]:
    """Return the accounts of a provider whose erasure was asked for. For the house, which keeps their ids elsewhere."""
    return frozenset(models.Erasure.objects.filter(provider_id=provider).values_list("account_id", flat=True))


def erase_again(*, by: Actor, now: datetime, accounts: Collection[UUID]) -> int:
    """Begin erasures anew for accounts that came back with an old backup, and return how many. For the house."""
    known = models.Erasure.objects.filter(account__in=accounts).values("account")
    back = models.Account.objects.filter(provider_id=by.provider, id__in=accounts).exclude(id__in=known)
    found = list(back.values_list("id", flat=True))
    for account in found:
        _begin(by, now, account, noop("Erased before; came back with a backup."), uuid4(), again=True)
    return len(found)


@transaction.atomic
def _begin(by: Actor, now: datetime, id: UUID, reason: str, key: UUID, *, again: bool = False) -> None:
    _account(by, id)
    if models.Erasure.objects.filter(account=id).exists():
        return
    if not again:
        keep_a_manager(by.provider, day=day_of(now), without_account=id)
    models.Erasure.objects.create(
        id=key, provider_id=by.provider, account_id=id, reason=reason, asked_by=by.account, at=now
    )
    empty(id, day_of(now))
    _record(by, now, id, "erased", 0)


def _asked_by(row: models.Erasure) -> Actor:
    """Return who asked, for the journal; the one who asked may have no duty left when it is finished."""
    if not row.asked_by.int:
        return system_actor(provider=row.provider_id)
    name = models.Account.objects.values_list("name", flat=True).get(id=row.asked_by)
    return Actor(row.asked_by, row.provider_id, name)


def _account(by: Actor, id: UUID) -> models.Account:
    row = models.Account.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such account here.")
    return row


def _record(by: Actor, now: datetime, account: UUID, verb: str, rows: int) -> None:
    details = {"rows": rows} if rows else {}
    journal.record(by=by, now=now, room=ROOM, verb=verb, kind="account", object_id=account.hex, details=details)


def _staying() -> tuple[Held, ...]:
    accounting = noop("It accounts for who did what, and goes after two years.")
    return (Held(noop("entries in the journal"), 1, accounting),)
