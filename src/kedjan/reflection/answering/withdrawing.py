"""Taking back what one has sent, as long as nobody has read it."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from kedjan.access.service import Actor, NotHere
from kedjan.reflection import models
from kedjan.reflection.answering.sending import next_revision, require_unread
from kedjan.reflection.answering.telling import tell


@transaction.atomic
def withdraw_own(*, by: Actor, now: datetime, loop: UUID) -> None:
    """Take back a reflection of one's own that nobody has read; what it said becomes a draft again.

    Taking back what has been taken back changes nothing. Refused once it has been read. Possible also when the last
    day has passed.
    """
    mine = models.Loop.objects.filter(provider_id=by.provider, respondent__account_id=by.account, loop=loop, batch=None)
    row = mine.filter(until=None).select_related("round").first()
    if row is None:
        if mine.exists():
            return
        raise NotHere("There is no such reflection here.")
    require_unread(row)
    revision = next_revision(row.round)
    models.Loop.objects.filter(id=row.id).update(until=revision)
    models.Reception.objects.filter(loop=loop).delete()
    _back_to_draft(by, now, row)
    tell(by, now, row.round, "withdrew_reflection")


def _back_to_draft(by: Actor, now: datetime, row: models.Loop) -> None:
    """Keep it as a draft under a key of its own; changes that were begun and not sent stand before it."""
    whose = {"assignment_id": row.assignment_id, "account_id": by.account, "service_area_id": row.service_area_id}
    if models.Draft.objects.filter(**whose).update(id=uuid4(), version=F("version") + 1):
        return
    models.Draft.objects.create(
        id=uuid4(),
        provider_id=row.provider_id,
        saved_at=now,
        text=row.text,
        action_short=row.action_short,
        action_long=row.action_long,
        emotion=row.emotion,
        mask=row.mask,
        **whose,
    )
