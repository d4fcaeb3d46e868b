"""Who leads whom: whose own manager somebody is."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from kedjan.access.service import Actor, Role
from kedjan.organisation import service as organisation
from kedjan.people import models

MANAGERS = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.HEAD_OF_SERVICE_AREA, Role.CHIEF_EDUCATION_OFFICER})
"""Duties by which one is the manager of those who work at the unit and below it."""


def is_manager(*, by: Actor) -> bool:
    """Return whether the actor today leads anybody's work."""
    return any(held.role in MANAGERS for held in by.duties)


def led_by(*, by: Actor) -> frozenset[UUID]:
    """Return the accounts that have, or have had, a duty at a unit that the actor leads today; never one's own.

    Those who have moved on count too: what somebody wrote under a manager stays unread by that manager.
    """
    reach: set[UUID] = set()
    for held in by.duties:
        if held.role in MANAGERS:
            reach |= held.reach
    if not reach:
        return frozenset()
    rows = models.Duty.objects.filter(provider_id=by.provider, unit_id__in=reach).exclude(account_id=by.account)
    return frozenset(rows.values_list("account_id", flat=True))


def leading(*, by: Actor, among: Collection[UUID], day: date) -> frozenset[UUID]:
    """Return those among the accounts who on a day lead `by`: the same as `led_by`, seen from below."""
    ongoing = Q(ends=None) | Q(ends__gte=day)
    managing = models.Duty.objects.filter(
        ongoing, provider_id=by.provider, account_id__in=set(among), role__in=MANAGERS, starts__lte=day
    )
    held = [each for each in managing.values_list("account_id", "unit_id") if each[0] != by.account]
    if not held:
        return frozenset()
    own = set(models.Duty.objects.filter(account_id=by.account).values_list("unit_id", flat=True))
    tree = organisation.unit_tree(provider=by.provider)
    return frozenset(account for account, unit in held if own & tree.below(unit))
