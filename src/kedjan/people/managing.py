"""Somebody must always be able to manage the accounts of a provider: nobody else could let anybody in again."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from kedjan.access.service import RIGHTS, Refused, Right
from kedjan.organisation import service as organisation
from kedjan.people import models

ROLES = [role.value for role, rights in RIGHTS.items() if Right.MANAGE_ACCOUNTS in rights]


def keep_a_manager(
    provider: UUID, *, day: date, without_duty: models.Duty | None = None, without_account: UUID | None = None
) -> None:
    """Refuse to take away a duty, or an account, when on `day` no open account would be left that manages accounts.

    Only what itself manages accounts is looked at. The rows are locked, so that two cannot end each other's duties.
    """
    tree = organisation.unit_tree(provider=provider)
    roots = [unit.id for unit in tree.units if unit.parent is None]
    managing = models.Duty.objects.filter(provider_id=provider, role__in=ROLES, unit_id__in=roots)
    rows = list(managing.filter(Q(ends=None) | Q(ends__gte=day), account__is_active=True).select_for_update())
    taken = [row for row in rows if row == without_duty or row.account_id == without_account]
    left = [row for row in rows if row not in taken and row.starts <= day]
    if taken and not left:
        raise Refused("Nobody else would manage accounts here. Give somebody else that duty first.")
