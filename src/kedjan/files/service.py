"""The door of files: keep, read, list, remove; and what was read in from files, to be undone as a whole."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.files import models
from kedjan.files.blobs import paths, put, read, remove_path
from kedjan.files.rules import LARGEST, media_type_of
from kedjan.files.taking import keep_taken, mark_undone, refuse_changed, taken, taken_to, things_to_undo
from kedjan.files.values import File, Taken, TakenThing
from kedjan.journal import service as journal

__all__ = [
    "LARGEST",
    "File",
    "Taken",
    "TakenThing",
    "content",
    "file",
    "files",
    "forget",
    "keep",
    "keep_taken",
    "kept_bytes",
    "mark_undone",
    "named_on_disk",
    "put_back",
    "refuse_changed",
    "remove",
    "sweep",
    "taken",
    "taken_to",
    "things_to_undo",
]


def keep(*, by: Actor, now: datetime, purpose: str, name: str, data: bytes, key: UUID) -> File:
    """Keep bytes for a purpose; the same key twice is once. Too large, or of a kind not known, is refused."""
    known = models.File.objects.filter(provider_id=by.provider, id=key).first()
    if known:
        return _file(known)
    if len(data) > LARGEST:
        raise Refused("The file is larger than %(most)s MB.", most=LARGEST // 1_000_000)
    media_type = media_type_of(data)
    if media_type is None:
        raise Refused("%(name)s is not a kind of file that can be kept here.", name=name)
    sha256 = hashlib.sha256(data).hexdigest()
    put(sha256, data)
    row = models.File(
        id=key,
        provider_id=by.provider,
        purpose=purpose,
        name=name[-200:],
        media_type=media_type,
        size=len(data),
        sha256=sha256,
        kept_at=now,
        kept_by=by.account,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            journal.record(by=by, now=now, room="files", verb="kept", kind="file", object_id=row.id.hex)
    except IntegrityError:  # the same key at the same moment: the other one has kept it
        known = models.File.objects.filter(provider_id=by.provider, id=key).first()
        if known is None:
            raise
        return _file(known)
    return _file(row)


def files(*, by: Actor, purpose: str) -> tuple[File, ...]:
    """Return the provider's files for a purpose, the latest first."""
    rows = models.File.objects.filter(provider_id=by.provider, purpose=purpose, removed_at=None)
    return tuple(_file(row) for row in rows.order_by("-kept_at"))


def file(*, by: Actor, id: UUID) -> File:
    """Return what is known of one file."""
    return _file(_row(by, id))


def content(*, by: Actor, id: UUID) -> bytes:
    """Return a file's bytes, checked against their checksum; the asking room has decided that `by` may have them."""
    row = _row(by, id)
    data = read(row.sha256)
    if data is None or hashlib.sha256(data).hexdigest() != row.sha256:
        raise NotHere("The file is not on disk as it was kept.")
    return data


@transaction.atomic
def remove(*, by: Actor, now: datetime, id: UUID) -> None:
    """Take a file out of use; its bytes go when nothing names them."""
    row = _row(by, id)
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    journal.record(by=by, now=now, room="files", verb="removed", kind="file", object_id=id.hex)


@transaction.atomic
def forget(*, by: Actor, now: datetime, ids: Collection[UUID]) -> None:
    """Let nothing be left of files: their rows go now, and `sweep` takes bytes that no other row names within hours."""
    rows = models.File.objects.filter(provider_id=by.provider, id__in=ids)
    gone = list(rows.values_list("id", flat=True))
    rows.delete()
    for each in gone:
        journal.record(by=by, now=now, room="files", verb="removed", kind="file", object_id=each.hex)


def named_on_disk() -> frozenset[str]:
    """Return the checksums that rows name, removed ones too: what a backup takes along."""
    return frozenset(models.File.objects.values_list("sha256", flat=True))


def kept_bytes(sha256: str) -> bytes | None:
    """Return the bytes under a checksum, for a backup; None where they are not on disk."""
    return read(sha256)


def put_back(sha256: str, data: bytes) -> None:
    """Put a backup's bytes back under their checksum."""
    put(sha256, data)


def sweep(*, now: datetime) -> int:
    """Remove from disk what no row names, an hour after it was written: a crash left it. Return how many files went."""
    before = now.timestamp() - 3600
    named = named_on_disk()
    orphans = [path for path in paths() if path.name not in named and path.stat().st_mtime < before]
    for path in orphans:
        remove_path(path)
    return len(orphans)


def _row(by: Actor, id: UUID) -> models.File:
    row = models.File.objects.filter(provider_id=by.provider, id=id, removed_at=None).first()
    if row is None:
        raise NotHere("There is no such file here.")
    return row


def _file(row: models.File) -> File:
    return File(row.id, row.purpose, row.name, row.media_type, row.size, row.sha256, row.kept_at)
