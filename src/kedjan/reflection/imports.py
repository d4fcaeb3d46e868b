"""Files on their way in: proposed, looked at, thrown away."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kedjan.access.service import PAGE, Actor, NotHere, Refused, Slice, require
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection.circle import may_lead, round_to_lead, stored_round
from kedjan.reflection.comparing import Comparison, compare, packed
from kedjan.reflection.giving.readiness import refuse_files
from kedjan.reflection.ledger import import_value, ledger_of
from kedjan.reflection.ledger_values import Import, ImportState, Ledger, RowState

IN_A_LIST = ("data", "comparison")


def propose(*, by: Actor, now: datetime, round: UUID, data: bytes, name: str, key: UUID) -> Ledger:
    """Read a file and show what accepting it would do. Nothing in the round changes. The same key twice is once.

    Refuses what is no table, lacks columns, or is larger than 10 MB, and a round whose assignments are answered here.
    Rows that are wrong are in the ledger.
    """
    row = round_to_lead(by, round)
    refuse_files(row)
    known = models.Batch.objects.filter(provider_id=by.provider, id=key).first()
    if known:
        return ledger_of(by, known)
    batch = models.Batch(
        id=key,
        provider_id=by.provider,
        round=row,
        file_name=name.replace("\\", "/").rsplit("/", 1)[-1][:200],
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        made_by=by.account,
        made_at=now,
    )
    comparison = keep_comparison(batch, row)
    with transaction.atomic():
        batch.save(force_insert=True)
        journal.record(
            by=by,
            now=now,
            room="reflection",
            verb="proposed_import",
            kind="round",
            object_id=row.id.hex,
            details={"import": key.hex, "rows": len(comparison.entries), "refused": batch.refused},
        )
    return ledger_of(by, batch)


def keep_comparison(batch: models.Batch, row: models.Round) -> Comparison:
    """Compare the batch's file with the round as it is; the result is on the batch, which is not saved."""
    comparison = compare(row, bytes(batch.data or b""), batch.file_name)
    batch.comparison = packed(comparison)
    batch.compared_with = row.revision
    batch.notes = [[note.message, dict(note.values)] for note in comparison.notes]
    batch.new = comparison.count(RowState.NEW)
    batch.changed = comparison.count(RowState.CHANGED)
    batch.unchanged = comparison.count(RowState.UNCHANGED)
    batch.refused = comparison.count(RowState.REFUSED)
    return comparison


def ledger(*, by: Actor, batch: UUID, state: RowState | None = None, page: int = 1) -> Ledger:
    """Return a file's ledger, 50 rows a page, of all states or one; rows are withheld from those not to read them."""
    return ledger_of(by, stored_batch(by, batch), state, page)


def imports(*, by: Actor, round: UUID, page: int = 1) -> Slice[Import]:
    """Return the files read into a round and their undoings, the latest first; to those who lead rounds."""
    row = stored_round(by, round)
    require(may_lead(by))
    rows = models.Batch.objects.filter(Q(undoes=None) | ~Q(state="proposed"), round=row).defer(*IN_A_LIST)
    total, start = rows.count(), (page - 1) * PAGE
    found = rows.order_by("-made_at", "id")[start : start + PAGE]
    return Slice(tuple(import_value(each) for each in found), total, page + 1 if start + PAGE < total else None)


@transaction.atomic
def discard(*, by: Actor, now: datetime, batch: UUID) -> Import:
    """Throw a waiting file away. One already thrown away stays so; one accepted is refused: undo it instead."""
    row = stored_batch(by, batch)
    if row.state == ImportState.DISCARDED:
        return import_value(row)
    thrown = models.Batch.objects.filter(id=row.id, state="proposed").update(
        state="discarded", data=None, comparison=None, decided_by=by.account, decided_at=now
    )
    if not thrown:
        raise Refused("The file has been read in. Undo that instead.")
    journal.record(
        by=by,
        now=now,
        room="reflection",
        verb="discarded_import",
        kind="round",
        object_id=row.round_id.hex,
        details={"import": row.id.hex},
    )
    return import_value(stored_batch(by, batch))


def stored_batch(by: Actor, id: UUID) -> models.Batch:
    """Return the batch's row to one who leads rounds."""
    row = models.Batch.objects.filter(provider_id=by.provider, id=id).select_related("round").first()
    if row is None:
        raise NotHere("There is no such file here.")
    require(may_lead(by))
    return row
