"""Accepting a file whole: rows in chunks under a revision that one update makes visible."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from typing import Never
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import Actor, Changed, Refused
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import assignments_of, round_to_lead
from kedjan.reflection.comparing import Comparison, Entry, unpacked
from kedjan.reflection.giving.readiness import refuse_files
from kedjan.reflection.imports import keep_comparison, stored_batch
from kedjan.reflection.ledger import import_value, ledger_of
from kedjan.reflection.ledger_values import Import, ImportState, RowState
from kedjan.reflection.wording import searchable
from kedjan.reflection.writing import CHUNK, Progress, Superseded, Writing


def accept(*, by: Actor, now: datetime, batch: UUID, seen: int, progress: Progress | None = None) -> Import:
    """Make all of a waiting file's rows part of the round at once. Accepting again changes nothing.

    Refuses a file with a refused row. `seen` is the ledger's revision: where the round has moved on since, the file is
    compared anew and Changed carries the new ledger. A file that changes nothing is accepted without a new revision.
    `progress` is told rows done and rows in all. Interrupted, nothing is visible, and it can be accepted again.
    """
    row = stored_batch(by, batch)
    if row.state == ImportState.ACCEPTED:
        return import_value(row)
    if row.state != ImportState.PROPOSED or row.comparison is None:
        raise Refused("The file has been thrown away. Choose it again.")
    of = round_to_lead(by, row.round_id)
    refuse_files(of)
    if not seen == of.revision == row.compared_with:
        _compare_anew(by, row)
    if row.refused:
        raise Refused("%(refused)s rows are wrong. Mend the file and choose it again.", refused=row.refused)
    comparison = unpacked(row.comparison)
    writes = [entry for entry in comparison.entries if entry.state != RowState.UNCHANGED.value]
    try:
        writing = _written(of, row, comparison, writes, progress) if writes else None
        with transaction.atomic():
            _decide(by, now, row, writing, len(writes))
    except Superseded:
        _compare_anew(by, row)
    return import_value(stored_batch(by, batch))


def _compare_anew(by: Actor, row: models.Batch) -> Never:
    """Compare with the round as it is now, keep that, and tell what the ledger is by then."""
    of = round_to_lead(by, row.round_id)
    keep_comparison(row, of)
    row.save()
    last = models.Batch.objects.filter(round=of, made_revision=of.revision).first()
    who, when = (last.decided_by, last.decided_at) if last else (of.changed_by, of.changed_at)
    raise Changed(by=people.shown_name(by=by, id=who), at=when, current=ledger_of(by, row))


def _written(
    of: models.Round, row: models.Batch, comparison: Comparison, writes: Sequence[Entry], progress: Progress | None
) -> Writing:
    """Write the rows of the coming revision, unseen."""
    writing = Writing(of)
    assignments = _assignments(writing, of, row, comparison.new_assignments)
    respondents = _respondents(writing, of, {entry.respondent for entry in writes})
    done = 0
    for some in batched(writes, CHUNK):
        with writing.chunk():
            writing.close(entry.row for entry in some if entry.row is not None)
            models.Loop.objects.bulk_create(
                _loop(row, entry, assignments[entry.assignment], respondents[entry.respondent], since=writing.revision)
                for entry in some
            )
        done += len(some)
        if progress:
            progress(done, len(writes))
    return writing


def _loop(row: models.Batch, entry: Entry, assignment: int, respondent: int, *, since: int) -> models.Loop:
    return models.Loop(
        provider_id=row.provider_id,
        round_id=row.round_id,
        loop=UUID(entry.loop) if entry.loop else uuid4(),
        version=entry.version + 1,
        assignment_id=assignment,
        respondent_id=respondent,
        service_area_id=UUID(entry.area),
        emotion=entry.emotion,
        mask=entry.mask,
        text=entry.text,
        **searchable(entry.text),
        batch_id=row.id,
        since=since,
    )


def _assignments(writing: Writing, of: models.Round, row: models.Batch, new: Sequence[str]) -> dict[str, int]:
    """Return the assignments' ids by code; those that come with the file are made, hidden until it is accepted."""
    if new:
        with writing.chunk():
            models.Assignment.objects.filter(round=of, code__in=new).update(batch=row)
            there = set(models.Assignment.objects.filter(round=of).values_list("code", flat=True))
            models.Assignment.objects.bulk_create(
                models.Assignment(
                    provider_id=of.provider_id, round=of, code=code, heading=code, position=number, batch=row
                )
                for number, code in enumerate(new, start=1)
                if code not in there
            )
    known = models.Assignment.objects.filter(round=of) if new else assignments_of(of)
    return {each.code: each.id for each in known}


def _respondents(writing: Writing, of: models.Round, keys: set[str]) -> dict[str, int]:
    known = set(models.Respondent.objects.filter(round=of).values_list("key", flat=True))
    for some in batched(sorted(keys - known), CHUNK):
        with writing.chunk():
            models.Respondent.objects.bulk_create(
                models.Respondent(provider_id=of.provider_id, round=of, key=key) for key in some
            )
    return dict(models.Respondent.objects.filter(round=of).values_list("key", "id"))


def _decide(by: Actor, now: datetime, row: models.Batch, writing: Writing | None, rows: int) -> None:
    """Make the revision visible and the batch accepted, both or neither."""
    if writing:
        if models.Loop.objects.filter(batch=row, since=writing.revision).count() != rows:
            raise Superseded
        writing.show()
        refuse_files(writing.round)  # with the round's row held, so that nothing can be published beside it
    accepted = models.Batch.objects.filter(id=row.id, state="proposed").update(
        state="accepted",
        data=None,
        comparison=None,
        made_revision=writing.revision if writing else None,
        decided_by=by.account,
        decided_at=now,
    )
    if not accepted:
        raise Refused("Somebody else has decided on the file.")
    journal.record(
        by=by,
        now=now,
        room="reflection",
        verb="accepted_import",
        kind="round",
        object_id=row.round_id.hex,
        details={"import": row.id.hex, "new": row.new, "changed": row.changed, "unchanged": row.unchanged},
    )
