"""Duties: given at a unit from a date, ended at a date."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kedjan.access.service import Actor, Changed, NotHere, ProviderScope, Refused, Right, Role, decide, require
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people import models
from kedjan.people.acting import day_of
from kedjan.people.managing import keep_a_manager
from kedjan.people.naming import shown_as, shown_name
from kedjan.people.values import Duty, DutyChange


@transaction.atomic
def give_duty(
    *,
    by: Actor,
    now: datetime,
    account: UUID,
    unit: UUID,
    role: Role,
    starts: date,
    ends: date | None = None,
    key: UUID | None = None,
) -> UUID:
    """Give a duty at a unit of the actor's provider. The same key twice is once; an end before the start is refused."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    if ends and ends < starts:
        raise Refused("The last day lies before the first.")
    if key and models.Duty.objects.filter(provider_id=by.provider, id=key).exists():
        return key
    if not models.Account.objects.filter(provider_id=by.provider, id=account, erased_on=None).exists():
        raise NotHere("There is no such account here.")
    if unit not in {each.id for each in organisation.unit_tree(provider=by.provider).units}:
        raise NotHere("There is no such unit here.")
    same = {"account_id": account, "unit_id": unit, "role": role.value, "starts": starts}
    if models.Duty.objects.filter(provider_id=by.provider, **same).exists():
        raise Refused("The person has that duty from that day already.")
    fields = {"id": key} if key else {}
    row = models.Duty.objects.create(provider_id=by.provider, ends=ends, **same, **fields)
    journal.record(
        by=by,
        now=now,
        room="people",
        verb="gave_duty",
        kind="account",
        object_id=account.hex,
        details={"role": role.value},
    )
    return row.id


@transaction.atomic
def end_duty(*, by: Actor, now: datetime, duty: UUID, ends: date, seen: int) -> None:
    """Set the last day of a duty from its version `seen`, else Changed with the duty as it now is.

    Refused: a day before its first, and leaving the provider without anybody who manages accounts.
    """
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = models.Duty.objects.filter(provider_id=by.provider, id=duty).select_related("unit").first()
    if row is None:
        raise NotHere("There is no such duty here.")
    if ends < row.starts:
        raise Refused("The last day lies before the first.")
    if row.ends is None or ends < row.ends:
        after = ends + timedelta(days=1) if ends < date.max else ends
        keep_a_manager(by.provider, day=max(after, day_of(now)), without_duty=row)
    if not models.Duty.objects.filter(id=duty, version=seen).update(ends=ends, version=seen + 1):
        row.refresh_from_db(fields=["ends", "version"])
        raise Changed(**_last_change(by, row, now), current=duty_value(row))
    details = {"duty": duty.hex, "version": seen + 1}
    who = row.account_id.hex
    journal.record(by=by, now=now, room="people", verb="ended_duty", kind="account", object_id=who, details=details)


def _last_change(by: Actor, row: models.Duty, now: datetime) -> dict[str, Any]:
    """Return who set the last day of the duty last, and when."""
    for entry in journal.history_of(by=by, kind="account", object_id=row.account_id.hex):
        if entry.verb == "ended_duty" and entry.details.get("duty") == row.id.hex:
            return {"by": shown_name(by=by, id=entry.actor), "at": entry.at}
    return {"by": "", "at": now}


def duty_value(row: models.Duty) -> Duty:
    """Return a stored duty, with the unit it is at, as it crosses the door."""
    return Duty(row.id, Role(row.role), row.unit_id, row.unit.name, row.starts, row.ends, row.version, row.given_by)


def duties_changing(*, by: Actor, day: date, days: int = 30, everybody: bool = False) -> tuple[DutyChange, ...]:
    """Return duties that began at most `days` before `day` or end at most `days` after it: one's own, or all."""
    if everybody:
        require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    near = timedelta(days=days)
    rows = models.Duty.objects.filter(
        Q(starts__range=(day - near, day)) | Q(ends__range=(day, day + near)), provider_id=by.provider
    )
    rows = rows if everybody else rows.filter(account_id=by.account)
    return tuple(
        DutyChange(
            row.account_id,
            shown_as(row.account.name, protected=row.account.protected_identity),
            duty_value(row),
        )
        for row in rows.select_related("account", "unit").order_by("starts", "id")
    )


def without_duty(*, by: Actor, day: date) -> int:
    """Return how many open accounts have no duty on a day: they can sign in, but nothing is open to them."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    accounts = models.Account.objects.filter(provider_id=by.provider, is_active=True)
    return accounts.exclude(id__in=accounts_with_duty(day)).count()


def accounts_with_duty(day: date) -> QuerySet[models.Duty, UUID]:
    """Return, as a query to filter by, the ids of the accounts that hold a duty on a day. It stays in this room."""
    ongoing = models.Duty.objects.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)
    return ongoing.values_list("account_id", flat=True)
