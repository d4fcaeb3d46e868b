"""Sending a reflection exactly once, and changing it until somebody has read it."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from kedjan.access.service import Actor, Changed, NotHere, NotYours, Refused
from kedjan.reflection import models
from kedjan.reflection.answering.asked import (
    Place,
    Sheet,
    draft_value,
    mask_of,
    own_loops,
    place,
    sent_value,
    written_in,
)
from kedjan.reflection.answering.drafts import keep, own_draft
from kedjan.reflection.answering.form import asks_emotion
from kedjan.reflection.answering.rules import as_kept, as_sent, faults
from kedjan.reflection.answering.tags import require_known
from kedjan.reflection.answering.telling import tell
from kedjan.reflection.answering.values import Incomplete, Sent, Written
from kedjan.reflection.wording import searchable


def send(
    *,
    by: Actor,
    now: datetime,
    round: UUID,
    code: str,
    area: UUID,
    key: UUID,
    seen: int,
    written: Written,
    writer: UUID,
    sent: int = 0,
) -> Sent:
    """Send what is written; with `sent`, the version sent before, send it changed. It counts once, however often sent.

    Refused with a reason where something is missing, where it is too late, and where a reader has read it; what is
    written is then kept as the draft. Changed carries what was sent, or kept, from another page or device meanwhile.
    """
    at = place(by, now, round, code)
    sheet = Sheet(at.area(area), key, seen, written, writer, sent)
    require_known(at, written)
    try:
        return _once(by, now, at, sheet)
    except (Changed, NotHere, NotYours):
        raise
    except Refused:
        with suppress(Changed):
            keep(by, now, at, sheet)
        raise


def _once(by: Actor, now: datetime, at: Place, sheet: Sheet) -> Sent:
    """Send in one transaction; of two at the same moment the database keeps one, and the other then finds it."""
    with suppress(IntegrityError), transaction.atomic():
        return _sent(by, now, at, sheet)
    with transaction.atomic():
        return _sent(by, now, at, sheet)


def _sent(by: Actor, now: datetime, at: Place, sheet: Sheet) -> Sent:
    whole = as_sent(sheet.written if asks_emotion(at) else replace(sheet.written, emotion=None))
    mine = models.Loop.objects.filter(own_loops(by), assignment=at.assignment, service_area_id=sheet.area)
    there = mine.defer("folded", "lemmas").first()
    if there is not None and written_in(there) == whole:
        _drop_draft(by, at, sheet)
        return sent_value(there, _reception(there))
    at.require_open(sheet.area)
    if found := list(faults(whole)):
        raise Incomplete(found)
    if there is not None:
        require_unread(there)
        if (there.version, there.loop) != (sheet.sent, sheet.key):
            raise Changed(by=by.name, at=now, current=sent_value(there, _reception(there)))
    _drop_draft(by, at, sheet)
    row = _stored(by, at, sheet, whole, before=there)
    models.Abstention.objects.filter(assignment=at.assignment, account_id=by.account).delete()
    tell(by, now, at.round, "changed_reflection" if there else "sent_reflection")
    return sent_value(row, None)


def require_unread(there: models.Loop) -> None:
    """Refuse what a reader has read; hold the rest, so that a reader who opens it at this moment comes after."""
    unread = models.Reception.objects.filter(loop=there.loop, read_at=None, state="unread")
    if not unread.update(version=F("version")):
        raise Refused("Somebody has read it, so it can no longer be changed. Write to the readers instead.")


def next_revision(row: models.Round) -> int:
    """Raise the round's revision inside the caller's transaction; refused while a file is being read in."""
    if not models.Round.objects.filter(id=row.id, writing=None).update(revision=F("revision") + 1):
        raise Refused("A file is being read into this round right now. Try again in a moment.")
    return models.Round.objects.values_list("revision", flat=True).get(id=row.id)


def _reception(there: models.Loop) -> models.Reception | None:
    return models.Reception.objects.filter(loop=there.loop).first()


def _drop_draft(by: Actor, at: Place, sheet: Sheet) -> None:
    """Take away the draft that this was; one with other words from another page or device is Changed, and stays."""
    there = own_draft(by, at, sheet.area).first()
    if there is None:
        return
    same = there.id == sheet.key and (there.version == sheet.seen or there.writer == sheet.writer)
    if not same and as_sent(written_in(there)) != as_sent(as_kept(sheet.written)):
        raise Changed(by=by.name, at=there.saved_at, current=draft_value(there))
    there.delete()


def _stored(by: Actor, at: Place, sheet: Sheet, whole: Written, *, before: models.Loop | None) -> models.Loop:
    """Store the reflection as the round's next revision; one that was taken back is not sent again by its old key."""
    revision = next_revision(at.round)
    if before:
        models.Loop.objects.filter(id=before.id).update(until=revision)
    elif models.Loop.objects.filter(loop=sheet.key).exists():
        raise NotHere("There is no such draft here.")
    row = models.Loop.objects.create(
        provider_id=by.provider,
        loop=sheet.key,
        version=before.version + 1 if before else 1,
        round=at.round,
        assignment=at.assignment,
        respondent=_respondent(by, at),
        service_area_id=sheet.area,
        emotion=whole.emotion,
        mask=mask_of(whole),
        text=whole.text,
        **searchable(whole.text),
        action_short=whole.action_short,
        action_long=whole.action_long,
        answered_on=at.today,
        since=revision,
    )
    if before is None:
        models.Reception.objects.create(provider_id=by.provider, round=at.round, loop=sheet.key)
    return row


def _respondent(by: Actor, at: Place) -> models.Respondent:
    """Return the actor as the round knows them; the first time by the account's own key."""
    there = models.Respondent.objects.filter(round=at.round, account_id=by.account).first()
    if there:
        return there
    return models.Respondent.objects.create(
        provider_id=by.provider,
        round=at.round,
        key=by.account.hex,
        account_id=by.account,
        protected=at.recipients[0].account.protected_identity,
    )
