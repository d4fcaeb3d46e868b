"""Which accounts an address and a password open: at most one in each provider, and nothing told of the others.

Every address costs the same work: as many hashes as the address with the most accounts in the installation needs, and
never fewer than two. Whoever manages accounts at one provider cannot see by the time it takes that another has one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from kedjan.access.service import NotHere, Refused
from kedjan.people import models
from kedjan.people.password_rule import password_opens
from kedjan.people.throttle import Tries, may_try, take_back_try

LEAST = 2


@dataclass(frozen=True, slots=True)
class Opening:
    """The accounts that were opened. `right`: the password was, though passwords may be switched off where it was."""

    accounts: tuple[UUID, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that was opened, and the provider that it belongs to."""

    account: UUID
    provider: UUID


def opened_with(*, address: str, password: str, moment: datetime, now: datetime) -> Opening:
    """Return the open accounts with that address whose password it is.

    Wrong tries are counted for each account too, by the machine's `moment`, and a count that is full makes the right
    password wrong: somebody who lets another account with the same address begin again learns nothing by it.
    """
    slots = _slots(address)
    names = [row.id.hex if row else f"{address.strip().lower()}#{place}" for place, row in enumerate(slots)]
    counted = [may_try(what=Tries.WRONG_AT, who=name, moment=moment) for name in names]
    fitting = [_fits(row, password) for row in slots]
    right = [row for row, fits, may in zip(slots, fitting, counted, strict=True) if row and fits and may]
    found = [row for row in right if row.is_active]
    if found:
        for name in names:
            take_back_try(what=Tries.WRONG_AT, who=name, moment=moment)
    opened = tuple(row.id for row in found if password_opens(account=row.id, now=now))
    return Opening(opened, right=bool(found))


def still_opened(*, accounts: Collection[UUID], now: datetime) -> tuple[Opened, ...]:
    """Return those of the accounts, opened a while ago, that a password still opens, to choose one of."""
    rows = models.Account.objects.filter(id__in=set(accounts), is_active=True).order_by("provider__name")
    return tuple(Opened(row.id, row.provider_id) for row in rows if password_opens(account=row.id, now=now))


def accounts_asked_for(*, address: str) -> tuple[UUID | None, ...]:
    """Return the open accounts with that address, filled up with None to as many as for every other address."""
    return tuple(row.id if row and row.is_active else None for row in _slots(address))


def account_by_address(*, address: str, provider: UUID | None = None) -> UUID | None:
    """Return the open account with that address, of that provider or of the only one that has it. For commands only.

    Refused where several providers have one and none is named.
    """
    rows = _with(address).filter(is_active=True)
    found = list((rows.filter(provider_id=provider) if provider else rows).values_list("id", flat=True)[:2])
    if len(found) > 1:
        raise Refused("Several providers have an account with that address. Say which with --provider.")
    return found[0] if found else None


def provider_of(*, account: UUID) -> UUID:
    """Return which provider an account belongs to. For letters and for the pages before one has signed in."""
    found = models.Account.objects.filter(id=account).values_list("provider_id", flat=True).first()
    if found is None:
        raise NotHere("There is no such account.")
    return found


def _slots(address: str) -> list[models.Account | None]:
    rows: list[models.Account | None] = list(_with(address).order_by("id"))
    by_address = (
        models.Account.objects.annotate(small=Lower("email")).values("small").annotate(number=Count("provider"))
    )
    most = by_address.order_by("-number").values_list("number", flat=True).first() or 0
    return rows + [None] * (max(LEAST, most) - len(rows))


def _with(address: str) -> QuerySet[models.Account]:
    return models.Account.objects.annotate(small=Lower("email")).filter(small=address.strip().lower())


def _fits(row: models.Account | None, password: str) -> bool:
    if row is None:
        make_password(password)
        return False
    return row.check_password(password)
