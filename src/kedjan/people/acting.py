"""Making the Actor of an account at a moment."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from kedjan.access.service import Actor, Held, NotHere, Role
from kedjan.organisation import service as organisation
from kedjan.people import models
from kedjan.people.naming import COMMAND_LINE, INSTALLATION, shown_as

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def actor_for(account: models.Account, now: datetime) -> Actor:
    """Return the Actor of a signed-in account: its duties on that day in Stockholm, with the units each reaches."""
    rows = duties_on(account.id, day_of(now))
    tree = organisation.unit_tree(provider=account.provider_id)
    roots = {unit.id for unit in tree.units if unit.parent is None}
    held = tuple(
        Held(Role(row.role), row.unit_id, row.unit.name, tree.below(row.unit_id), row.unit_id in roots) for row in rows
    )
    name = shown_as(account.name, protected=account.protected_identity)
    return Actor(account.id, account.provider_id, name, held)


def actor_of(*, account: UUID, now: datetime) -> Actor:
    """Return the Actor of an account by its id, for a job with its owner's rights; an inactive one is NotHere."""
    row = models.Account.objects.filter(id=account, is_active=True).first()
    if row is None:
        raise NotHere("There is no such account.")
    return actor_for(row, now)


def system_actor(*, provider: UUID, role: Role = Role.ADMINISTRATOR) -> Actor:
    """Return the Actor of the command line, for whoever holds the machine; it is journalled as such."""
    tree = organisation.unit_tree(provider=provider)
    root = next(unit for unit in tree.units if unit.parent is None)
    return Actor(INSTALLATION, provider, _(COMMAND_LINE), (Held(role, root.id, root.name, tree.below(root.id), True),))


def day_of(now: datetime) -> date:
    """Return which day it is in Sweden at a moment."""
    return now.astimezone(STOCKHOLM).date()


def hour_of(now: datetime) -> int:
    """Return which hour it is in Sweden at a moment, from 0 to 23."""
    return now.astimezone(STOCKHOLM).hour


def duties_on(account: UUID, day: date) -> list[models.Duty]:
    """Return the duties that hold on a day, both ends included."""
    ongoing = Q(ends=None) | Q(ends__gte=day)
    return list(
        models.Duty.objects.filter(ongoing, account_id=account, starts__lte=day)
        .select_related("unit")
        .order_by("starts", "role")
    )
