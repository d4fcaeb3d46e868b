"""What goes from the outbox when a person is erased."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.notices import models
from kedjan.people.service import Held


class Told:
    """The outbox's part in the erasure of a person: notices to that person, sent or not."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return how many there are."""
        rows = models.Notice.objects.filter(provider_id=by.provider, account_id=account)
        return (Held(noop("notices"), rows.count()),)

    @transaction.atomic
    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Remove them."""
        del now
        return models.Notice.objects.filter(provider_id=by.provider, account_id=account).delete()[0]
