"""Accounts: adding, listing, changing, closing."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Prefetch, Q

from kedjan.access.service import PAGE, Actor, Changed, NotHere, ProviderScope, Refused, Right, Slice, decide, require
from kedjan.journal import service as journal
from kedjan.people import models
from kedjan.people.acting import day_of
from kedjan.people.duties import accounts_with_duty, duty_value
from kedjan.people.managing import keep_a_manager
from kedjan.people.naming import shown_as, shown_name
from kedjan.people.values import OwnAccount, Person, Recipient


@transaction.atomic
def add_account(
    *,
    by: Actor,
    now: datetime,
    email: str,
    name: str,
    password: str | None = None,
    protected: bool = False,
    key: UUID | None = None,
) -> Person:
    """Create an account in the actor's provider. The same key twice is once; an address in use there is refused.

    Whether anybody has the address at another provider is neither asked nor told.
    """
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    if key and models.Account.objects.filter(id=key, provider_id=by.provider).exists():
        return person(by=by, id=key)
    if models.Account.objects.filter(provider_id=by.provider, email__iexact=email.strip()).exists():
        raise Refused("The address is already in use.")
    fields = {"id": key} if key else {}
    account = models.Account.objects.create_user(
        email, password, provider_id=by.provider, name=name, protected_identity=protected, **fields
    )
    journal.record(by=by, now=now, room="people", verb="added", kind="account", object_id=account.id.hex)
    return person(by=by, id=account.id)


def people(*, by: Actor, search: str = "", page: int = 1, without_duty_on: date | None = None) -> Slice[Person]:
    """Return the provider's accounts by name, with duties: those that `search` finds by name or address, or all.

    A protected person is found by no search, and listed last. `without_duty_on` keeps the open accounts that hold
    no duty on that day.
    """
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    rows = models.Account.objects.filter(provider_id=by.provider, erased_on=None)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(email__icontains=search), protected_identity=False)
    if without_duty_on:
        rows = rows.filter(is_active=True).exclude(id__in=accounts_with_duty(without_duty_on))
    total = rows.count()
    start = (page - 1) * PAGE
    found = rows.prefetch_related(_duties()).order_by("protected_identity", "name", "id")[start : start + PAGE]
    return Slice(tuple(_person(row) for row in found), total, page + 1 if start + PAGE < total else None)


def person(*, by: Actor, id: UUID) -> Person:
    """Return one account of the actor's provider: one's own, or any to those who manage accounts."""
    if id != by.account:
        require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    there = models.Account.objects.filter(provider_id=by.provider, id=id, erased_on=None)
    row = there.prefetch_related(_duties()).first()
    if row is None:
        raise NotHere("There is no such account here.")
    return _person(row)


def own_account(*, by: Actor) -> OwnAccount:
    """Return what is held of the actor's own account; a protected name and address stay hidden here too."""
    row = models.Account.objects.prefetch_related(_duties()).get(provider_id=by.provider, id=by.account)
    return OwnAccount(_person(row), row.language, row.last_login)


@transaction.atomic
def change_account(*, by: Actor, now: datetime, id: UUID, seen: int, name: str | None, protected: bool) -> Person:
    """Change name (None: as it is) and protection, from version `seen`; else Changed with what it is now."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    fields = {"protected_identity": protected, "version": seen + 1, **({} if name is None else {"name": name})}
    changed = models.Account.objects.filter(provider_id=by.provider, id=id, version=seen, erased_on=None).update(
        **fields
    )
    current = person(by=by, id=id)
    if not changed:
        raise Changed(**last_change(by=by, id=id, now=now), current=current)
    journal.record(by=by, now=now, room="people", verb="changed", kind="account", object_id=id.hex)
    return current


def last_change(*, by: Actor, id: UUID, now: datetime) -> dict[str, Any]:
    """Return who changed the account last, and when."""
    for entry in journal.history_of(by=by, kind="account", object_id=id.hex):
        if entry.verb == "changed":
            return {"by": shown_name(by=by, id=entry.actor), "at": entry.at}
    return {"by": "", "at": now}


@transaction.atomic
def deactivate(*, by: Actor, now: datetime, id: UUID, active: bool = False) -> Person:
    """Close an account and end its sessions for good, or open it again with `active`. One's own cannot be closed."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    if id == by.account:
        raise Refused("You cannot close your own account.")
    if not active:
        keep_a_manager(by.provider, day=day_of(now), without_account=id)
    fields = {"is_active": active, "session_round": F("session_round") + 1}
    if not models.Account.objects.filter(provider_id=by.provider, id=id, erased_on=None).update(**fields):
        raise NotHere("There is no such account here.")
    journal.record(
        by=by, now=now, room="people", verb="opened" if active else "closed", kind="account", object_id=id.hex
    )
    return person(by=by, id=id)


def set_language(*, by: Actor, language: str) -> None:
    """Keep the language that a person chose."""
    models.Account.objects.filter(provider_id=by.provider, id=by.account).update(language=language)


def recipients(*, provider: UUID, ids: Collection[UUID]) -> dict[UUID, Recipient]:
    """Return where mail to accounts of a provider goes; closed accounts get none. For jobs only."""
    rows = models.Account.objects.filter(provider_id=provider, id__in=set(ids), is_active=True)
    return {row.id: Recipient(row.id, row.email, row.language) for row in rows}


def _duties() -> Prefetch:  # type: ignore[type-arg]  # three parameters that say nothing here
    return Prefetch("duties", queryset=models.Duty.objects.select_related("unit").order_by("-starts", "role"))


def _person(row: models.Account) -> Person:
    duties = tuple(duty_value(duty) for duty in row.duties.all())
    hidden = row.protected_identity
    return Person(
        row.id,
        shown_as(row.name, protected=hidden),
        "" if hidden else row.email,
        hidden,
        row.is_active,
        row.version,
        duties,
        row.last_login is not None,
    )
