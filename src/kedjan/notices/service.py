"""The door of notices: something to tell somebody, once, and the letters that tell it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import models as db
from django.db import transaction

from kedjan.access.service import Actor, NotHere
from kedjan.notices import models
from kedjan.notices.erasing import Told
from kedjan.notices.rules import MOST_TRIES, due_at, next_try
from kedjan.notices.values import Delivered, Kind, Letter, Notice, Pace, Post, Write
from kedjan.people import service as people
from kedjan.people.service import Recipient

__all__ = [
    "Delivered",
    "Kind",
    "Letter",
    "Notice",
    "Pace",
    "Post",
    "Recipient",
    "Told",
    "Write",
    "ask_for_password_links",
    "deliver_due",
    "forget_old",
    "next_summary",
    "send_once",
    "send_to_many",
    "waiting",
]

KEPT = timedelta(days=90)
LEASE = timedelta(minutes=10)


@transaction.atomic
def send_once(
    *,
    by: Actor,
    now: datetime,
    event_key: str,
    account: UUID,
    kind: Kind,
    pace: Pace = Pace.WEEKLY,
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Put a notice in the outbox, and return whether it is new: the same event for the same person is one notice.

    Call it in the transaction of the event itself. `values` holds counts and ids, no texts or names. An account of
    another provider is NotHere; one's own events are told to others only, so a notice to oneself is not written.
    """
    if account == by.account:
        return False
    if account not in people.names_of(by=by, ids=[account]):
        raise NotHere("There is no such account here.")
    _, new = models.Notice.objects.get_or_create(
        provider_id=by.provider,
        account_id=account,
        event_key=event_key,
        defaults={"kind": kind, "values": dict(values or {}), "pace": pace, "at": now, "due": due_at(pace, now)},
    )
    return new


@transaction.atomic
def send_to_many(
    *,
    by: Actor,
    now: datetime,
    event_key: str,
    accounts: Collection[UUID],
    kind: Kind,
    pace: Pace = Pace.WEEKLY,
    values: Mapping[str, Any] | None = None,
) -> int:
    """Put the same notice in the outbox for many, in three queries, and return for how many it is new."""
    told = set(accounts) - {by.account}
    if told - set(people.names_of(by=by, ids=told)):
        raise NotHere("There is no such account here.")
    there = models.Notice.objects.filter(provider_id=by.provider, event_key=event_key, account_id__in=told)
    new = told - set(there.values_list("account_id", flat=True))
    given = {"kind": kind, "values": dict(values or {}), "pace": pace, "at": now, "due": due_at(pace, now)}
    models.Notice.objects.bulk_create(
        models.Notice(provider_id=by.provider, account_id=account, event_key=event_key, **given)
        for account in sorted(new)
    )
    return len(new)


def next_summary(now: datetime) -> datetime:
    """Return when the next week's summary goes."""
    return due_at(Pace.WEEKLY, now)


def ask_for_password_links(*, accounts: Collection[UUID | None], now: datetime) -> None:
    """Let a link to a password go to each account's own address; for None nothing goes, after the same work.

    Nothing secret is kept: whoever writes the letter makes the link, each time it is tried.
    """
    models.Asked.objects.bulk_create(models.Asked(account_id=account, at=now) for account in accounts)


def waiting(*, by: Actor) -> tuple[Notice, ...]:
    """Return the notices of the last ninety days to the actor, sent or not, the latest first: for one's start page."""
    rows = models.Notice.objects.filter(provider_id=by.provider, account_id=by.account).exclude(kind=Kind.PASSWORD_LINK)
    return tuple(map(_notice, rows.order_by("-id")[:50]))


def deliver_due(*, now: datetime, write: Write, post: Post, most: int = 200) -> Delivered:
    """Send what is due, in one letter per person and pace. `write` makes the letter and `post` sends it.

    Where there is nothing to say any more, `write` returns None and no letter goes.

    Rows are leased before posting and marked after it, so that two workers do not send the same letter; one that
    fails is tried again, later each time, and given up after eight tries. Notices to closed accounts are dropped.
    """
    _take_over(now)
    letters = sent = failed = 0
    for (provider, account, _), group in groupby(
        _lease(now, most), key=lambda n: (n.provider_id, n.account_id, n.pace)
    ):
        rows = list(group)
        ids = [row.id for row in rows]
        to = people.recipients(provider=provider, ids=[account]).get(account)
        if to is not None:
            letter = write(to, tuple(map(_notice, rows)))
            try:
                if letter is not None:
                    post(to, letter)
            except OSError:
                failed += 1
                _put_off(rows, now)
                continue
            if letter is not None:
                letters += 1
                sent += len(ids)
        models.Notice.objects.filter(id__in=ids).update(sent=now)
    return Delivered(letters, sent, failed)


def forget_old(*, now: datetime) -> int:
    """Remove notices older than ninety days, and return how many."""
    return models.Notice.objects.filter(at__lt=now - KEPT).delete()[0]


@transaction.atomic
def _take_over(now: datetime) -> None:
    """Make notices of what was asked for. Two workers at once make one, since an asking is an event of its own."""
    asked = list(models.Asked.objects.values_list("id", "account_id", "account__provider_id").order_by("at")[:500])
    new = [
        models.Notice(
            provider_id=provider,
            account_id=account,
            event_key=f"password:{asking.hex}",
            kind=Kind.PASSWORD_LINK,
            pace=Pace.ALONE,
            at=now,
            due=due_at(Pace.ALONE, now),
        )
        for asking, account, provider in asked
        if account
    ]
    models.Notice.objects.bulk_create(new, ignore_conflicts=True)
    models.Asked.objects.filter(id__in=[row[0] for row in asked]).delete()


def _lease(now: datetime, most: int) -> list[models.Notice]:
    with transaction.atomic():
        due = models.Notice.objects.filter(sent=None, due__lte=now, tries__lt=MOST_TRIES)
        rows = list(_locked(due).order_by("provider_id", "account_id", "pace", "id")[:most])
        models.Notice.objects.filter(id__in=[row.id for row in rows]).update(due=now + LEASE)
    return rows


def _locked(rows: db.QuerySet[models.Notice]) -> db.QuerySet[models.Notice]:
    """Lock rows where the store can, passing over those that another worker holds; SQLite has one writer anyway."""
    return rows.select_for_update(skip_locked=True) if db_skips_locked() else rows


def db_skips_locked() -> bool:
    """Return whether the store can pass over locked rows."""
    from django.db import connection

    return bool(connection.features.has_select_for_update_skip_locked)


def _put_off(rows: list[models.Notice], now: datetime) -> None:
    tries = max(row.tries for row in rows) + 1
    models.Notice.objects.filter(id__in=[row.id for row in rows]).update(tries=tries, due=next_try(tries, now))


def _notice(row: models.Notice) -> Notice:
    return Notice(row.id, row.account_id, Kind(row.kind), row.values, row.at, Pace(row.pace))
