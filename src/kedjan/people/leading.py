"""Who leads whom: whose own manager somebody is."""

from uuid import UUID

from kedjan.access.service import Actor, Role
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
