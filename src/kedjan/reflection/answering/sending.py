"""Sending a reflection exactly once, and changing it until somebody has read it."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
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
from kedjan.reflection.answering.values import Incomplete, Sent, Window, Written
from kedjan.reflection.rules import noop
from kedjan.reflection.wording import searchable
from kedjan.reflection.writing import Superseded

READ = noop("Somebody has read it, so it can no longer be changed. Write to the readers instead.")


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
    """Send as if nothing stood there; where something does, or comes meanwhile, the database says so, and it looks."""
    whole = as_sent(sheet.written if asks_emotion(at) else replace(sheet.written, emotion=None))
    if not sheet.sent and at.window(sheet.area) is Window.OPEN and not any(faults(whole)):
        with suppress(IntegrityError, Superseded):
            return _written(by, now, at, sheet, whole, there=None, draft=_own_words(by, at, sheet))
    with suppress(IntegrityError, Superseded):
        return _looked(by, now, at, sheet, whole)
    try:
        return _looked(by, now, at, sheet, whole)
    except (IntegrityError, Superseded):
        raise NotHere("There is no such draft here.") from None


def _own_words(by: Actor, at: Place, sheet: Sheet) -> models.Draft | None:
    """Return the page's own draft; Superseded where there is another, whose words have not been looked at."""
    draft = own_draft(by, at, sheet.area).only("id", "version", "writer").first()
    if draft is not None and not _of_page(draft, sheet):
        raise Superseded
    return draft


def _looked(by: Actor, now: datetime, at: Place, sheet: Sheet, whole: Written) -> Sent:
    """Look first and write then, so that the one who writes keeps everybody else waiting as short as can be."""
    there = _there(by, at, sheet)
    draft = own_draft(by, at, sheet.area).first()
    _keep_other_words(by, draft, sheet)
    if there is not None and written_in(there) == whole:
        own_draft(by, at, sheet.area).delete()
        return sent_value(there, _reception(there))
    at.require_open(sheet.area)
    if found := list(faults(whole)):
        raise Incomplete(found)
    if there is not None:
        _require_same(by, now, there, sheet)
    return _written(by, now, at, sheet, whole, there=there, draft=draft)


def _written(
    by: Actor,
    now: datetime,
    at: Place,
    sheet: Sheet,
    whole: Written,
    *,
    there: models.Loop | None,
    draft: models.Draft | None,
) -> Sent:
    """Store it in place of what is there and of its draft; refused by the database where either is another by now."""
    row = _reflection(by, at, sheet, whole, before=there)
    respondent = models.Respondent.objects.filter(round=at.round, account_id=by.account).only("id").first()
    with transaction.atomic():
        row.since = next_revision(at.round)
        row.respondent = respondent or _respondent(by, at)
        if there is not None:
            _end(there, row.since)
        _store(row)
        if draft and not models.Draft.objects.filter(id=draft.id, version=draft.version).delete()[0]:
            raise Superseded
        models.Abstention.objects.filter(assignment=at.assignment, account_id=by.account).delete()
        tell(by, now, at.round, "changed_reflection" if there else "sent_reflection")
    return sent_value(row, None)


def _there(by: Actor, at: Place, sheet: Sheet) -> models.Loop | None:
    mine = models.Loop.objects.filter(own_loops(by), assignment=at.assignment, service_area_id=sheet.area)
    return mine.defer("folded", "lemmas").first()


def _of_page(draft: models.Draft, sheet: Sheet) -> bool:
    """Return whether a draft is what the page has seen, or has kept itself."""
    return draft.id == sheet.key and (draft.version == sheet.seen or draft.writer == sheet.writer)


def _keep_other_words(by: Actor, draft: models.Draft | None, sheet: Sheet) -> None:
    """Refuse to take away a draft with other words, from another page or device, that the sender has not seen."""
    if draft is None or _of_page(draft, sheet):
        return
    if as_sent(written_in(draft)) != as_sent(as_kept(sheet.written)):
        raise Changed(by=by.name, at=draft.saved_at, current=draft_value(draft))


def _require_same(by: Actor, now: datetime, there: models.Loop, sheet: Sheet) -> None:
    """Refuse to change what a reader has read; what has been changed since it was opened is Changed."""
    current = sent_value(there, _reception(there))
    if current.read:
        raise Refused(READ)
    if (there.version, there.loop) != (sheet.sent, sheet.key):
        raise Changed(by=by.name, at=now, current=current)


def _end(there: models.Loop, revision: int) -> None:
    require_unread(there)
    if not models.Loop.objects.filter(id=there.id, until=None).update(until=revision):
        raise Superseded


def require_unread(there: models.Loop) -> None:
    """Refuse what a reader has read; hold the rest, so that a reader who opens it at this moment comes after."""
    unread = models.Reception.objects.filter(loop=there.loop, read_at=None, state="unread")
    if not unread.update(version=F("version")):
        raise Refused(READ)


def next_revision(row: models.Round) -> int:
    """Raise the round's revision inside the caller's transaction; refused while a file is being read in.

    Everybody who sends in the round waits for this row, so it is raised and read in one question.
    """
    rows = connection.ops.quote_name(models.Round._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {rows} SET revision = revision + 1 WHERE id = %s AND writing IS NULL RETURNING revision",  # noqa: S608  our own name
            [models.Round._meta.pk.get_db_prep_value(row.id, connection)],
        )
        found = cursor.fetchone()
    if found is None:
        raise Refused("A file is being read into this round right now. Try again in a moment.")
    return int(found[0])


def _reception(there: models.Loop) -> models.Reception | None:
    return models.Reception.objects.filter(loop=there.loop).first()


def _reflection(by: Actor, at: Place, sheet: Sheet, whole: Written, *, before: models.Loop | None) -> models.Loop:
    """Return the row to be stored, still without its revision and respondent."""
    return models.Loop(
        provider_id=by.provider,
        loop=sheet.key,
        version=before.version + 1 if before else 1,
        round=at.round,
        assignment=at.assignment,
        service_area_id=sheet.area,
        emotion=whole.emotion,
        mask=mask_of(whole),
        text=whole.text,
        **searchable(whole.text),
        action_short=whole.action_short,
        action_long=whole.action_long,
        answered_on=at.today,
    )


def _store(row: models.Loop) -> None:
    """Store a reflection; the database refuses a key that has been another's, or was taken back."""
    row.save(force_insert=True)
    if row.version == 1:
        models.Reception.objects.create(provider_id=row.provider_id, round_id=row.round_id, loop=row.loop)


def _respondent(by: Actor, at: Place) -> models.Respondent:
    """Make the actor known to the round, by the account's own key."""
    return models.Respondent.objects.create(
        provider_id=by.provider,
        round=at.round,
        key=by.account.hex,
        account_id=by.account,
        protected=at.recipients[0].account.protected_identity,
    )
