"""How long files are kept, what is removed from them before that, and what a backup takes along."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.facts import models, shelves
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.privacy.service import Over

ROOM = "facts"


def over(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Return how many data sets have been kept until their day; nothing is changed."""
    rows = _over(by, now).count()
    return (Over(ROOM, noop("data sets of pupils' results"), rows),) if rows else ()


def dispose(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Remove the files of data sets whose day has come, and say so in the journal; the rows without them stay."""
    found = over(by=by, now=now)
    for row in _over(by, now):
        with transaction.atomic():
            row.removed_at, row.current = now, False
            row.save(update_fields=["removed_at", "current"])
            details = {"kind": row.kind, "school_year": row.school_year, "version": row.version, "rows": row.rows}
            journal.record(
                by=by, now=now, room=ROOM, verb="disposed", kind="data_set", object_id=row.id.hex, details=details
            )
        _drop_unnamed(row.provider_id, row.sha256)
    return found


def erase_pupils(*, by: Actor, now: datetime, keys: Collection[int], laid_by: Collection[UUID] | None = None) -> int:
    """Take pupils out of every file of the provider, of earlier versions too, and return from how many data sets.

    With `laid_by` only out of those that were laid out by these joins of pupils. Each file is written anew without them
    before its row names the new one; a crash leaves the one or the other. What others put in place meanwhile is gone
    through too.
    """
    seen: set[UUID] = set()
    touched = 0
    while new := _not_among(by, seen):
        seen |= {row.id for row in new}
        wanted = new if laid_by is None else [row for row in new if {*row.joins} & {each.hex for each in laid_by}]
        touched += sum(_without(by, now, row, keys) for row in wanted)
    return touched


def _not_among(by: Actor, seen: Collection[UUID]) -> list[models.DataSet]:
    rows = models.DataSet.objects.filter(provider_id=by.provider, removed_at=None)
    return [row for row in rows if row.id not in seen]


def _without(by: Actor, now: datetime, row: models.DataSet, keys: Collection[int]) -> bool:
    """Write a data set's file anew without pupils, and return whether any of them was in it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = shelves.read(row.provider_id, row.sha256)
    inside = pc.is_in(table["pupil"], value_set=pa.array(sorted(keys), type=pa.int32()))
    if not pc.any(inside).as_py():
        return False
    stored, before = shelves.put(row.provider_id, table.filter(pc.invert(inside))), row.sha256
    with transaction.atomic():
        row.sha256, row.size, row.rows = stored.sha256, stored.size, stored.rows
        row.save(update_fields=["sha256", "size", "rows"])
        journal.record(by=by, now=now, room=ROOM, verb="erased", kind="data_set", object_id=row.id.hex)
    _drop_unnamed(row.provider_id, before)
    return True


def sweep(*, now: datetime) -> int:
    """Remove from disk what no row names, an hour after it was written: a crash left it. Return how many files went."""
    before, named = now.timestamp() - 3600, {f"{sha256}{shelves.ENDING}" for _, sha256 in named_on_disk()}
    orphans = [path for path in shelves.paths() if path.name not in named and path.stat().st_mtime < before]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def named_on_disk(*, moment: str = "default") -> frozenset[tuple[UUID, str]]:
    """Return provider and checksum of every file that a row names: what a backup takes along.

    `moment` is the connection that sees the rows as the backup does.
    """
    rows = models.DataSet.objects.using(moment).filter(removed_at=None)
    return frozenset(rows.values_list("provider_id", "sha256"))


def kept_bytes(provider: UUID, sha256: str) -> bytes | None:
    """Return a file's bytes, for a backup; None where it is not on disk."""
    path = shelves.path_of(provider, sha256)
    return path.read_bytes() if path.is_file() else None


def put_back(provider: UUID, sha256: str, data: bytes) -> None:
    """Put a backup's file back where it lay."""
    shelves.put_back(provider, sha256, data)


def _over(by: Actor, now: datetime) -> QuerySet[models.DataSet, Any]:
    return models.DataSet.objects.filter(provider_id=by.provider, removed_at=None, kept_until__lt=people.day_of(now))


def _drop_unnamed(provider: UUID, sha256: str) -> None:
    if not models.DataSet.objects.filter(provider_id=provider, sha256=sha256, removed_at=None).exists():
        shelves.path_of(provider, sha256).unlink(missing_ok=True)
