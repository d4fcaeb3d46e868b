"""Whose texts are still kept."""

from uuid import UUID

from kedjan.access.service import Actor
from kedjan.reflection import models


def writers_kept(*, by: Actor) -> frozenset[UUID]:
    """Return the accounts that texts are still tied to, for the house when it disposes of what is over."""
    rows = models.Respondent.objects.filter(provider_id=by.provider, account__isnull=False)
    return frozenset(rows.values_list("account_id", flat=True))
