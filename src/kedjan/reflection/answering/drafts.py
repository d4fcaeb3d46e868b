"""Keeping what somebody is writing, as it is written, and never over what another page or device has kept unseen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from kedjan.access.service import Actor, Changed, NotHere
from kedjan.reflection import models
from kedjan.reflection.answering.asked import Place, Sheet, draft_value, mask_of, place
from kedjan.reflection.answering.rules import as_kept
from kedjan.reflection.answering.tags import require_known
from kedjan.reflection.answering.values import Draft, Written


def save_draft(
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
) -> Draft:
    """Keep what is written so far. `seen` is the draft's version (0: none yet), `writer` the open page it comes from.

    Kept also when the assignment can no longer be answered. Where another page or device has kept something else since
    `seen`, Changed carries that draft. The same page never collides with itself: an answer it lost is no obstacle.
    """
    at = place(by, now, round, code)
    require_known(at, written)
    return keep(by, now, at, Sheet(at.area(area), key, seen, written, writer))


def keep(by: Actor, now: datetime, at: Place, sheet: Sheet) -> Draft:
    """Keep a draft of one who has been found to be asked."""
    kept = as_kept(sheet.written)
    mine = own_draft(by, at, sheet.area)
    with transaction.atomic():
        mine_to_write = mine.filter(Q(version=sheet.seen) | Q(writer=sheet.writer), id=sheet.key)
        fields = {"version": F("version") + 1, "saved_at": now, "writer": sheet.writer}
        if mine_to_write.update(**_said(kept), **fields):
            return draft_value(mine.get())
        there = mine.first()
        if there is None:
            return _begun(by, now, at, sheet, kept)
    value = draft_value(there)
    if value.written == kept:
        return value
    raise Changed(by=by.name, at=there.saved_at, current=value)


def own_draft(by: Actor, at: Place, area: UUID) -> QuerySet[models.Draft]:
    """Return the one draft that there may be."""
    return models.Draft.objects.filter(assignment=at.assignment, account_id=by.account, service_area_id=area)


def _said(kept: Written) -> dict[str, Any]:
    return {
        "text": kept.text,
        "action_short": kept.action_short,
        "action_long": kept.action_long,
        "emotion": kept.emotion,
        "mask": mask_of(kept),
    }


def _begun(by: Actor, now: datetime, at: Place, sheet: Sheet, kept: Written) -> Draft:
    """Keep a first draft under its key; nothing written is not kept, and a key that is somebody else's is NotHere."""
    if kept == Written():
        return Draft(sheet.key, 0, kept, None)
    others = models.Loop.objects.filter(loop=sheet.key).exclude(
        respondent__account_id=by.account, assignment=at.assignment, service_area_id=sheet.area
    )
    if others.exists():
        raise NotHere("There is no such draft here.")
    row = models.Draft(
        id=sheet.key,
        provider_id=by.provider,
        assignment=at.assignment,
        account_id=by.account,
        service_area_id=sheet.area,
        saved_at=now,
        writer=sheet.writer,
        **_said(kept),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise NotHere("There is no such draft here.") from None
    return draft_value(row)
