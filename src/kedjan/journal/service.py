"""The door of the journal: what was done, and who read whose texts. It answers ids; people has the names."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kedjan.access.service import PAGE, Actor, ProviderScope, Right, Slice, decide, require
from kedjan.journal import models
from kedjan.journal.removing import forget_old
from kedjan.journal.values import Entry, Reading

__all__ = [
    "Entry",
    "Reading",
    "entries",
    "entries_after",
    "forget_old",
    "history_of",
    "record",
    "record_reading",
    "who_read",
]


def record(
    *,
    by: Actor,
    now: datetime,
    room: str,
    verb: str,
    kind: str,
    object_id: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write that `by` did `verb` to an object. `details` holds ids, codes and counts, no texts or names."""
    models.Entry.objects.create(
        provider=by.provider,
        at=now,
        actor=by.account,
        room=room,
        verb=verb,
        kind=kind,
        object_id=object_id,
        details=dict(details or {}),
    )


def record_reading(*, by: Actor, now: datetime, kind: str, object_id: str, persons: Collection[UUID]) -> None:
    """Write, before the page is answered, that `by` read texts of `persons`; one's own are not counted."""
    others = sorted(set(persons) - {by.account})
    if not others:
        return
    with transaction.atomic():
        reading = models.Reading.objects.create(
            provider=by.provider, at=now, reader=by.account, kind=kind, object_id=object_id
        )
        models.ReadPerson.objects.bulk_create(models.ReadPerson(reading=reading, person=person) for person in others)


def who_read(*, by: Actor, page: int = 1) -> Slice[Reading]:
    """Return who has read texts of `by`, the latest first. Nobody can ask about another person."""
    rows = models.Reading.objects.filter(provider=by.provider, persons__person=by.account).order_by("-id")
    start = (page - 1) * PAGE
    items = tuple(Reading(row.at, row.reader, row.kind, row.object_id) for row in rows[start : start + PAGE])
    # A first page that is not full is all there is; start pages, which ask for no other, are spared the counting.
    total = len(items) if start == 0 and len(items) < PAGE else rows.count()
    return Slice(items, total, page + 1 if start + PAGE < total else None)


def entries(*, by: Actor, page: int = 1) -> Slice[Entry]:
    """Return the provider's entries, the latest first, to those who may read the journal."""
    require(decide(by, Right.READ_JOURNAL, on=ProviderScope(by.provider)))
    rows = models.Entry.objects.filter(provider=by.provider).order_by("-id")
    total = rows.count()
    start = (page - 1) * PAGE
    return Slice(
        tuple(_entry(row) for row in rows[start : start + PAGE]), total, page + 1 if start + PAGE < total else None
    )


def history_of(*, by: Actor, kind: str, object_id: str) -> tuple[Entry, ...]:
    """Return what was done to one object, the latest first. The caller has decided that `by` may see it."""
    rows = models.Entry.objects.filter(provider=by.provider, kind=kind, object_id=object_id).order_by("-id")[:200]
    return tuple(_entry(row) for row in rows)


def entries_after(*, cursor: int, limit: int = 500) -> tuple[Entry, ...]:
    """Return entries of all providers after `cursor`, oldest first: for handlers that the house wires."""
    return tuple(_entry(row) for row in models.Entry.objects.filter(id__gt=cursor).order_by("id")[:limit])


def _entry(row: models.Entry) -> Entry:
    return Entry(row.id, row.at, row.actor, row.room, row.verb, row.kind, row.object_id, row.details)
