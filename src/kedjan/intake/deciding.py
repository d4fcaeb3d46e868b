"""Files accepted whole, and undone: what they say is written first, and one transaction makes it count."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Changed, Refused
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.intake import models
from kedjan.intake.fetching import has_come_in
from kedjan.intake.packing import put_ledger, unpacked, versions_in
from kedjan.intake.proposing import may, note, stored, value
from kedjan.intake.values import Decided, Delivery, Outcome
from kedjan.people import service as people
from kedjan.results import service as results

ATTEMPTS = 5
"""How often accepting and undoing are tried anew when others put things in place meanwhile."""
MOST_ROWS = 1_000_000
"""Rows after which no more files are accepted at a time: whoever asked waits for the page."""


def accept(*, by: Actor, now: datetime, id: UUID, seen: int) -> Delivery:
    """Let everything that a waiting file says count, at once. Accepting again changes nothing.

    Refuses a file with a refused row. `seen` is the ledger's revision: where what is in place is another by now, the
    file is compared anew, and where its ledger then says anything else, Changed carries the delivery as it is then. A
    file that changes nothing leaves no trace but in the history. Interrupted, nothing counts, and it can be accepted
    again.
    """
    row = stored(by, id)
    if row.state == "accepted":
        return value(row)
    waiting = models.Waiting.objects.filter(delivery=row, ledger__isnull=False).first()
    if row.state != "proposed" or waiting is None:
        raise Refused("The file does not wait for anybody's decision. Choose it again.")
    if row.refused:
        raise Refused("%(refused)s rows are wrong. Mend the file and choose it again.", refused=row.refused)
    for _ in range(ATTEMPTS):
        if seen == row.revision and _counts(by, now, row, waiting):
            return value(stored(by, id))
        if not _compare_anew(by, row, waiting):
            return value(stored(by, id))
        if seen != row.revision:
            break
    raise _changed(by, row)


def accept_several(*, by: Actor, now: datetime, seen: Mapping[UUID, int]) -> list[Decided]:
    """Accept files that wait, each by itself and by the revision `seen` of it, those first that came first.

    What keeps one of them from counting keeps no other. Beyond a million rows the rest goes on waiting.
    """
    rows = models.Delivery.objects.filter(provider_id=by.provider, id__in=seen)
    ids = list(rows.order_by("made_at", "file_name", "id").values_list("id", flat=True))
    may(by)
    decided: list[Decided] = []
    counted = 0
    for each in ids:
        if counted >= MOST_ROWS:
            decided.append(Decided(value(stored(by, each)), Outcome.LEFT))
            continue
        decided.append(_decided(by, now, each, seen[each]))
        if decided[-1].outcome is Outcome.ACCEPTED:
            counted += decided[-1].delivery.rows
    return decided


def _decided(by: Actor, now: datetime, id: UUID, seen: int) -> Decided:
    """Accept one of several files, and return what became of it."""
    try:
        return Decided(accept(by=by, now=now, id=id, seen=seen), Outcome.ACCEPTED)
    except Changed as changed:
        return Decided(changed.current, Outcome.OTHERWISE)
    except Refused as refusal:
        return Decided(value(stored(by, id)), Outcome.REFUSED, refusal.message, refusal.values)


def undo(*, by: Actor, now: datetime, id: UUID) -> Delivery:
    """Let an accepted file count no more; what came before and after it stays. Undone twice is once."""
    row = stored(by, id)
    if row.state == "undone":
        return value(row)
    if row.state != "accepted":
        raise Refused("The file has not been read in.")
    kind = FactKind(row.kind)
    for attempt in range(ATTEMPTS):
        years = facts.versions(by=by, kind=kind, years=facts.years_of(by=by, delivery=row.id))
        prepared = results.prepare_undoing(by=by, kind=kind, delivery=row.id, years=years)
        try:
            with transaction.atomic():
                results.put(by=by, now=now, prepared=prepared, delivery=row.id, undone=True)
                undone = models.Delivery.objects.filter(id=row.id, state="accepted").update(
                    state="undone", decided_by=by.account, decided_at=now
                )
                if undone:
                    note(by, now, row, "undone")
        except results.Superseded:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            break
    return value(stored(by, id))


def _counts(by: Actor, now: datetime, row: models.Delivery, waiting: models.Waiting) -> bool:
    """Let a ledger count; False where something else is in place than it was held against."""
    kind, versions = FactKind(row.kind), versions_in(row)
    if facts.versions(by=by, kind=kind, years=set(versions)) != versions:
        return False
    rows = unpacked(bytes(waiting.ledger or b""))
    try:
        prepared = (
            results.prepare(by=by, now=now, kind=kind, rows=rows, versions=versions, delivery=row.id)
            if row.new or row.changed
            else None
        )
        with transaction.atomic():
            if _decide(by, now, row) and prepared:
                results.put(by=by, now=now, prepared=prepared, delivery=row.id)
    except results.Superseded:
        return False
    return True


def _compare_anew(by: Actor, row: models.Delivery, waiting: models.Waiting) -> bool:
    """Compare with what is in place now, and keep that. The revision is another only where the ledger says otherwise:
    one file of twelve that came together does not make the others other than they were.

    False where the file was accepted meanwhile, by the same form sent twice or by somebody else.
    """
    kind, rows = FactKind(row.kind), unpacked(bytes(waiting.ledger or b""))
    said = [name for name in rows.column_names if name not in ("key", "state") and not name.startswith("was_")]
    compared = results.compare(by=by, kind=kind, rows=rows.select(said))
    revision, remarks = row.revision, row.remarks
    put_ledger(row, waiting, compared)
    if compared.says_as(rows) and row.remarks == remarks:
        row.revision = revision
    with transaction.atomic():
        now = models.Delivery.objects.select_for_update().get(id=row.id).state
        if now == "proposed":
            row.save()
            waiting.save()
    if now not in ("accepted", "proposed"):
        raise Refused("Somebody else has decided on the file.")
    return now == "proposed"


def _changed(by: Actor, row: models.Delivery) -> Changed:
    """Return who put something in place last, and the delivery as it is now."""
    last = models.Delivery.objects.filter(provider_id=by.provider, kind=row.kind, state__in=["accepted", "undone"])
    latest = last.order_by("-decided_at").first()
    who = people.shown_name(by=by, id=latest.decided_by) if latest and latest.decided_by else ""
    return Changed(by=who, at=latest.decided_at if latest else row.made_at, current=value(row))


def _decide(by: Actor, now: datetime, row: models.Delivery) -> bool:
    """Let the delivery be accepted; False where it was accepted meanwhile; refused where it was decided otherwise."""
    accepted = models.Delivery.objects.filter(id=row.id, state="proposed").update(
        state="accepted", decided_by=by.account, decided_at=now
    )
    if not accepted and stored(by, row.id).state == "accepted":
        return False
    if not accepted:
        raise Refused("Somebody else has decided on the file.")
    models.Waiting.objects.filter(delivery=row).delete()
    has_come_in(row.fetch_id, FactKind(row.kind))
    note(by, now, row, "accepted")
    return True
