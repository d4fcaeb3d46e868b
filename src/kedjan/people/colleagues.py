"""The people of a provider by name, to be chosen among when somebody is given a task."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from kedjan.access.service import Actor, Decision, Right, Role, holds_anywhere, require
from kedjan.people import models
from kedjan.people.duties import accounts_with_duty
from kedjan.people.values import Holder


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be given a task: the name, and the roles that they hold, in the order of the duties' start."""

    id: UUID
    name: str
    roles: tuple[Role, ...]


def may_find_colleagues(*, by: Actor) -> Decision:
    """Return whether `by` leads rounds at some unit or decides on proposals, and so may choose among all by name."""
    decides = holds_anywhere(by, Right.DECIDE_PROPOSALS)
    return decides if decides.allowed else holds_anywhere(by, Right.LEAD_ROUNDS)


def colleagues(*, by: Actor, day: date, search: str = "") -> tuple[Colleague, ...]:
    """Return by name those with an open account and a duty on a day; only those whose name holds `search`.

    For those whom `may_find_colleagues` allows. Protected persons are never among them: they cannot be
    found by name.
    """
    require(may_find_colleagues(by=by))
    rows = models.Account.objects.filter(
        provider_id=by.provider,
        is_active=True,
        protected_identity=False,
        id__in=accounts_with_duty(day),
    )
    asked = search.strip().casefold()  # in Python, since SQLite knows no capitals but those of ASCII
    named = rows.order_by("name", "id").values_list("id", "name")
    found = [(account, name) for account, name in named if asked in name.casefold()]
    held: dict[UUID, list[Role]] = {account: [] for account, _name in found}
    ongoing = Q(ends=None) | Q(ends__gte=day)
    duties = models.Duty.objects.filter(ongoing, provider_id=by.provider, starts__lte=day).order_by("starts", "role")
    for account, role in duties.values_list("account_id", "role"):
        if account in held and Role(role) not in held[account]:
            held[account].append(Role(role))
    return tuple(Colleague(account, name, tuple(held[account])) for account, name in found)


def holders(
    *,
    by: Actor,
    day: date,
    roles: Collection[Role] | None = None,
    accounts: Collection[UUID] | None = None,
) -> tuple[Holder, ...]:
    """Return who holds which role where on a day, open accounts only: those with `roles`, of `accounts`, or all.

    For who leads rounds at some unit. Protected persons are among them, by id only.
    """
    require(holds_anywhere(by, Right.LEAD_ROUNDS))
    rows = models.Duty.objects.filter(
        Q(ends=None) | Q(ends__gte=day), provider_id=by.provider, starts__lte=day, account__is_active=True
    )
    if roles is not None:
        rows = rows.filter(role__in=[role.value for role in roles])
    if accounts is not None:
        rows = rows.filter(account_id__in=set(accounts))
    found = rows.order_by("starts", "role", "id").values_list("account_id", "role", "unit_id")
    return tuple(Holder(account, Role(role), unit) for account, role, unit in found)


def working_at(*, by: Actor, day: date, accounts: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return the units where these accounts have duties on a day: for rooms that count people by where they work."""
    rows = models.Duty.objects.filter(
        Q(ends=None) | Q(ends__gte=day), provider_id=by.provider, starts__lte=day, account_id__in=set(accounts)
    )
    found: dict[UUID, set[UUID]] = {}
    for account, unit in rows.values_list("account_id", "unit_id"):
        found.setdefault(account, set()).add(unit)
    return {account: frozenset(units) for account, units in found.items()}


def accounts_by_address(*, by: Actor, addresses: Collection[str]) -> dict[str, UUID]:
    """Return the open accounts of the provider by address in small letters, those that there are.

    For who leads rounds at some unit, who has the addresses already.
    """
    require(holds_anywhere(by, Right.LEAD_ROUNDS))
    rows = models.Account.objects.annotate(small=Lower("email")).filter(
        provider_id=by.provider, is_active=True, small__in={address.lower() for address in addresses}
    )
    return dict(rows.values_list("small", "id"))
