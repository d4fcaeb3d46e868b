"""What goes of proposals in time, and when somebody whose answers they come from is erased."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.actions import models
from kedjan.people.service import Held
from kedjan.privacy import service as privacy
from kedjan.reflection import service as reflection

ALONG = reflection.GoesWithRounds(
    "actions", {noop("which answers proposals were gathered from"): (models.AnswerSource, "round")}
)
over, dispose = ALONG.over, ALONG.dispose
GATHERED = noop("that proposals were gathered from the person's answers")


class ForgetsWhoProposed:
    """The room's part in the erasure of a person."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return how many of the person's answers proposals come from."""
        return (Held(GATHERED, _behind(by, account).count()),)

    @transaction.atomic
    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Remove that the person's answers are behind proposals: later numbers are counted without them."""
        del now
        return privacy.remove(_behind(by, account))


def _behind(by: Actor, account: UUID) -> QuerySet[models.AnswerSource]:
    loops = [loop for _round, loop in reflection.loops_by(by=by, account=account)]
    return models.AnswerSource.objects.filter(provider_id=by.provider, loop__in=loops)
