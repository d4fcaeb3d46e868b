"""Undoing an accepted file: a later revision in which its reflections are gone or say what they said before."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from kedjan.access.service import Actor, Refused
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection.circle import round_to_lead, there_now
from kedjan.reflection.imports import stored_batch
from kedjan.reflection.ledger import import_value
from kedjan.reflection.ledger_values import Import, ImportState
from kedjan.reflection.writing import CHUNK, Progress, Superseded, Writing


def undo(*, by: Actor, now: datetime, batch: UUID, progress: Progress | None = None) -> Import:
    """Take an accepted file back: new reflections are withdrawn, changed ones say again what they said before.

    Undoing again changes nothing. Refused where later files changed the same reflections (undo those first), where the
    file changed nothing, and for an undoing itself (read the file in again).
    """
    row = stored_batch(by, batch)
    if row.state == ImportState.UNDONE:
        return import_value(row)
    if row.state != ImportState.ACCEPTED or row.undoes_id:
        raise Refused("Only a file that has been read in can be undone.")
    if row.made_revision is None:
        raise Refused("The file changed nothing, so there is nothing to undo.")
    of = round_to_lead(by, row.round_id)
    made = models.Loop.objects.filter(round=of, batch=row, since=row.made_revision)
    later = made.filter(until__lte=of.revision).count()
    if later:
        raise Refused(
            "%(later)s of the same reflections have been changed by later files. Undo those first.", later=later
        )
    try:
        _undo(by, now, of, row, progress)
    except Superseded:
        raise Refused("The round changed meanwhile. Look again before you undo.") from None
    return import_value(stored_batch(by, batch))


def _undo(by: Actor, now: datetime, of: models.Round, row: models.Batch, progress: Progress | None) -> None:
    writing = Writing(of)
    undoing = _undoing(by, now, row)
    rows = list(models.Loop.objects.filter(round=of, batch=row, until=None).order_by("id"))
    restored = 0
    for number, some in enumerate(batched(rows, CHUNK), start=1):
        before = _before(row, some)
        with writing.chunk():
            writing.close(each.id for each in some)
            models.Loop.objects.bulk_create(
                _as_before(before[each.loop], each.version + 1, undoing, writing.revision)
                for each in some
                if each.loop in before
            )
        restored += len(before)
        if progress:
            progress(min(number * CHUNK, len(rows)), len(rows))
    with transaction.atomic():
        _decide(by, now, row, undoing, writing, withdrawn=len(rows) - restored)


def _undoing(by: Actor, now: datetime, row: models.Batch) -> models.Batch:
    """Return the batch that stands for the undoing; an interrupted one is taken up again."""
    undoing, _ = models.Batch.objects.get_or_create(
        undoes=row,
        provider_id=row.provider_id,
        defaults={
            "id": uuid4(),
            "round_id": row.round_id,
            "file_name": row.file_name,
            "sha256": row.sha256,
            "compared_with": row.made_revision or 0,
            "made_by": by.account,
            "made_at": now,
        },
    )
    return undoing


def _before(row: models.Batch, some: Sequence[models.Loop]) -> dict[UUID, models.Loop]:
    replaced = models.Loop.objects.filter(
        round_id=row.round_id, until=row.made_revision, loop__in=[each.loop for each in some]
    )
    return {each.loop: each for each in replaced}


def _as_before(old: models.Loop, version: int, undoing: models.Batch, revision: int) -> models.Loop:
    return models.Loop(
        provider_id=old.provider_id,
        round_id=old.round_id,
        loop=old.loop,
        version=version,
        assignment_id=old.assignment_id,
        respondent_id=old.respondent_id,
        service_area_id=old.service_area_id,
        emotion=old.emotion,
        mask=old.mask,
        text=old.text,
        folded=old.folded,
        lemmas=old.lemmas,
        action_short=old.action_short,
        action_long=old.action_long,
        answered_on=old.answered_on,
        batch=undoing,
        since=revision,
    )


def _decide(
    by: Actor, now: datetime, row: models.Batch, undoing: models.Batch, writing: Writing, *, withdrawn: int
) -> None:
    restored = models.Loop.objects.filter(batch=undoing, since=writing.revision).count()
    writing.show()
    models.Batch.objects.filter(id=undoing.id).update(
        state="accepted",
        made_revision=writing.revision,
        changed=restored,
        withdrawn=withdrawn,
        made_by=by.account,
        made_at=now,
        decided_by=by.account,
        decided_at=now,
    )
    if not models.Batch.objects.filter(id=row.id, state="accepted").update(state="undone"):
        raise Superseded
    _keep_assignments_in_use(writing.round, row)
    journal.record(
        by=by,
        now=now,
        room="reflection",
        verb="undid_import",
        kind="round",
        object_id=row.round_id.hex,
        details={"import": row.id.hex, "withdrawn": withdrawn, "restored": restored},
    )


def _keep_assignments_in_use(of: models.Round, row: models.Batch) -> None:
    """Assignments that came with the file go with it, save those that other files' reflections answer."""
    of.refresh_from_db(fields=["revision"])
    used = models.Loop.objects.filter(there_now(of)).values("assignment")
    models.Assignment.objects.filter(Q(batch=row), id__in=used).update(batch=None)
