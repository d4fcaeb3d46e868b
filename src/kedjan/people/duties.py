"""Duties: given at a unit from a date, ended at a date."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, Role, decide, require
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people import models
from kedjan.people.acting import PROTECTED
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
    if not models.Account.objects.filter(provider_id=by.provider, id=account).exists():
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
def end_duty(*, by: Actor, now: datetime, duty: UUID, ends: date) -> None:
    """Set the last day of a duty; a day before its first is refused."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = models.Duty.objects.filter(provider_id=by.provider, id=duty).first()
    if row is None:
        raise NotHere("There is no such duty here.")
    if ends < row.starts:
        raise Refused("The last day lies before the first.")
    row.ends = ends
    row.save(update_fields=["ends"])
    journal.record(by=by, now=now, room="people", verb="ended_duty", kind="account", object_id=row.account_id.hex)


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
            PROTECTED if row.account.protected_identity else row.account.name,
            Duty(row.id, Role(row.role), row.unit_id, row.unit.name, row.starts, row.ends),
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
