"""Emptying an account: what says who it was goes, and its id stays for what points at it."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan.people import models
from kedjan.people.acting import day_of
from kedjan.privacy import service as privacy
from kedjan.privacy.service import Over

ROOM = "people"
MONTHS = 24
ERASED = "Borttagen person"


def over(*, by: Actor, now: datetime, tied: Collection[UUID] = ()) -> tuple[Over, ...]:
    """Return how many accounts are to be emptied, and duties to go, two years after somebody's last duty ended.

    Duties of `tied` accounts stay: texts by these are still kept, and duties say which managers are not to read them.
    """
    counts = {
        noop("accounts, with name and address"): _ended(by, now).filter(erased_on=None).count(),
        noop("duties"): _duties(by, now, tied).count(),
    }
    return tuple(Over(ROOM, what, rows) for what, rows in counts.items() if rows)


def dispose(*, by: Actor, now: datetime, tied: Collection[UUID] = ()) -> tuple[Over, ...]:
    """Empty the accounts that are over, remove duties as `over` says, and return what went. Done again, nothing is."""
    found = over(by=by, now=now, tied=tied)
    for account in list(_ended(by, now).filter(erased_on=None).values_list("id", flat=True)):
        with transaction.atomic():
            empty(account, day_of(now))
            journal.record(by=by, now=now, room=ROOM, verb="disposed", kind="account", object_id=account.hex)
    privacy.remove(_duties(by, now, tied))
    return found


def empty(account: UUID, today: date) -> None:
    """Close an account and take away name, address, password, language and links, inside the caller's transaction."""
    models.IdentityLink.objects.filter(account=account).delete()
    models.Seat.objects.filter(account=account).delete()
    models.Account.objects.filter(id=account).update(
        name=ERASED,
        email=f"{account.hex}@borttagen.invalid",
        password=make_password(None),
        language="",
        last_login=None,
        protected_identity=False,
        is_active=False,
        erased_on=today,
        version=F("version") + 1,
        session_round=F("session_round") + 1,
    )


def _ended(by: Actor, now: datetime) -> QuerySet[models.Account]:
    """Return the accounts whose every duty ended two years ago; one that has never had a duty is not over."""
    latest = privacy.months_after(day_of(now), -MONTHS)
    rows = models.Account.objects.filter(provider_id=by.provider)
    rows = rows.annotate(held=Count("duties"), going_on=Count("duties", filter=Q(duties__ends=None)))
    return rows.annotate(last=Max("duties__ends")).filter(held__gt=0, going_on=0, last__lte=latest)


def _duties(by: Actor, now: datetime, tied: Collection[UUID]) -> QuerySet[models.Duty]:
    ended = _ended(by, now).exclude(id__in=tied).values("id")
    return models.Duty.objects.filter(provider_id=by.provider, account__in=ended)
