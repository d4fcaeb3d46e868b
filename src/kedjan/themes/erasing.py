"""What goes from the close reading when the writer of a text is erased."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.people.service import Held
from kedjan.reflection import service as reflection
from kedjan.themes import models


class CloselyRead:
    """Themes' part in the erasure of a person: passages and quotes of what that person wrote, with the consents."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return quotes and marked passages of the person's texts, in counts."""
        loops = _loops(by, account)
        return (
            Held(noop("quotes, with what was answered about them"), _of(models.Quote, loops).count()),
            Held(noop("marked passages"), _of(models.Passage, loops).count()),
        )

    @transaction.atomic
    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Remove them; what the person marked as a reader of others stays, tied to an id that leads to nobody."""
        del now
        loops = _loops(by, account)
        return sum(_of(model, loops).delete()[0] for model in (models.Quote, models.Passage, models.Reading))


def _of(model: type[models.Quote | models.Passage | models.Reading], loops: list[UUID]) -> QuerySet[Any]:
    return model._default_manager.filter(loop__in=loops)


def _loops(by: Actor, account: UUID) -> list[UUID]:
    return [loop for _, loop in reflection.loops_by(by=by, account=account)]
