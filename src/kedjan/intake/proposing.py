"""Files on their way in: sent, read here or by a worker, looked at, thrown away."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import PAGE, Actor, NotHere, ProviderScope, Refused, Right, Slice, decide, require
from kedjan.facts.service import FactKind
from kedjan.intake import models
from kedjan.intake.packing import pressed, put_ledger, put_understood, unpacked, unpressed, words, wrong_in
from kedjan.intake.ports import house
from kedjan.intake.values import Delivery, DeliveryState, Ledger, LedgerRow
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.pupils import service as pupils
from kedjan.results import service as results
from kedjan.results.service import Asked, LedgerState, Remark, Wrong

ROOM = "intake"
LARGEST = 100 * 1024 * 1024
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
FAILED = noop("The file could not be read, though it was tried several times.")
KEPT_DAYS = 14
"""Days that a file waits for a decision."""
SMALL = 1_500_000
"""Bytes up to which a file is read while its sender waits."""
PROTECTED = noop("%(times)s pupils who are known here have a protected identity from now on.")
ALSO = noop("%(times)s grades are from examinations. They wait in a line of their own.")
BESIDE_OTHERS = noop("They stood among other grades, which wait in a line of their own.")
BESIDE = frozenset({"number", "pupil", "key", "sender_id", "state"})


def propose(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    data: bytes,
    name: str,
    unit: UUID | None = None,
    day: date | None = None,
) -> Delivery:
    """Take a file in to be looked at: nothing it says counts. The same key twice is once, for the same file.

    A form that was sent, gone back to and sent with another file, unit or day takes that in too, once.

    A small file is read at once, a larger one by a worker. `unit` and `day` are where and when a midterm matrix was
    filled in. Refuses an empty file and one of more than 100 MB; what cannot be read is told in `error`.
    """
    may(by)
    return take_in(by=by, now=now, key=key, data=data, name=name, unit=unit, day=day)


def take_in(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    data: bytes,
    name: str,
    unit: UUID | None = None,
    day: date | None = None,
    fetch: UUID | None = None,
    instead: QuerySet[models.Delivery] | None = None,
) -> Delivery:
    """Take in what a person has sent, or what a `fetch` brought, `instead` of what waits from earlier ones."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = models.Delivery.objects.filter(provider_id=by.provider, id=key).first()
    if known and (known.sha256, known.unit, known.day) != (sha256, unit, day):
        key = uuid5(key, f"{sha256} {unit} {day}")
        known = models.Delivery.objects.filter(provider_id=by.provider, id=key).first()
    if known:
        return value(known)
    if not data:
        raise Refused("The file is empty.")
    if len(data) > LARGEST:
        raise Refused("The file is larger than %(most)s MB.", most=LARGEST // 1024 // 1024)
    with transaction.atomic():
        for each in instead or ():
            discard(by=by, now=now, id=each.id)
        row = models.Delivery.objects.create(
            id=key,
            provider_id=by.provider,
            file_name=name.replace("\\", "/").rsplit("/", 1)[-1][:200],
            sha256=sha256,
            unit=unit,
            day=day,
            fetch_id=fetch,
            made_by=by.account,
            made_at=now,
        )
        models.Waiting.objects.create(delivery=row, data=pressed(data))
        note(by, now, row, "proposed")
    if len(data) <= SMALL:
        _read(key, by, now, now, data)
    else:
        house().start(key)
    return delivery(by=by, id=key)


def read_delivery(*, id: UUID, now: datetime, moment: datetime, by: Actor | None = None) -> bool:
    """Read a file that nobody else is reading, with its sender's rights as they are now; return whether it was done.

    `by` is the sender where the house itself sent it. A crash leaves it leased: it is run again. Leases are counted by
    `moment`, the machine's own time.
    """
    row = models.Delivery.objects.filter(id=id).first()
    return row is not None and _read(id, by or people.actor_of(account=row.made_by, now=now), now, moment)


def _read(id: UUID, by: Actor, now: datetime, moment: datetime, data: bytes = b"") -> bool:
    """Read a file, its `data` where they are at hand, and keep what it says; return whether it was done."""
    lease = _leased(id, moment)
    if lease is None:
        return False
    row = models.Delivery.objects.select_related("waiting").get(id=id)
    waiting = row.waiting
    beside: list[tuple[models.Delivery, models.Waiting]] = []
    try:
        may(by)
        asked = Asked(row.unit, row.day)
        data = data or unpressed(bytes(waiting.data or b""))
        found = results.understand(by=by, now=now, data=data, name=row.file_name, asked=asked)
        newly = pupils.protect_known(by=by, now=now, numbers=found.protected) if found.protected else 0
        remarks = [Remark(PROTECTED, {"times": newly})] if newly else []
        remarks += [Remark(ALSO, {"times": len(each.rows) + each.refused}) for each in found.beside]
        _propose(by, now, row, waiting, replace(found, remarks=[*remarks, *found.remarks]))
        for each in found.beside:
            beside.append(_line_beside(row, each.kind))
            _propose(by, now, *beside[-1], replace(each, remarks=[Remark(BESIDE_OTHERS), *each.remarks]))
    except Refused as wrong:
        row.state, row.error, row.error_values = "unreadable", wrong.message, dict(wrong.values)
        beside.clear()
    with transaction.atomic():
        kept = _kept(row, waiting, lease, beside)
        for line, _ in beside if kept else ():
            note(by, now, line, "proposed")
    return kept


def _propose(
    by: Actor, now: datetime, row: models.Delivery, waiting: models.Waiting, found: results.Understood
) -> None:
    """Let a delivery hold what was read of its file, held against what is in place; neither row is saved.

    Pupils whom the file tells to be one, and who are two here, are kept as such at once.
    """
    put_understood(row, waiting, found)
    compared = results.compare(by=by, kind=found.kind, rows=found.rows)
    put_ledger(row, waiting, compared)
    if compared.told_as_one:
        pupils.tell_as_one(by=by, now=now, pairs=compared.told_as_one, told_in=row.id)
    row.state = "proposed"


def _line_beside(row: models.Delivery, kind: FactKind) -> tuple[models.Delivery, models.Waiting]:
    """Return another delivery of the same file, for what of another kind is in it: decided on by itself."""
    names = ("provider_id", "file_name", "sha256", "unit", "day", "fetch_id", "made_by", "made_at")
    made = models.Delivery(id=uuid5(row.id, kind.value), **{name: getattr(row, name) for name in names}, progress=100)
    return made, models.Waiting(delivery=made)


def read_left(*, now: datetime, moment: datetime, waited: timedelta) -> int:
    """Read the files that no worker has begun, and those that one left half done; return how many. For the house."""
    begun = Q(lease=None, made_at__lte=now - waited) | Q(lease_until__lte=moment)
    ids = models.Delivery.objects.filter(begun, state="reading").order_by("made_at").values_list("id", flat=True)
    return sum(read_delivery(id=each, now=now, moment=moment) for each in list(ids[:10]))


def _leased(id: UUID, moment: datetime) -> UUID | None:
    """Take a file for oneself until the lease ends; None where somebody else has it or it was tried too often."""
    free = Q(lease=None) | Q(lease_until__lte=moment) | Q(lease_until__gt=moment + LEASE)
    rows = models.Delivery.objects.filter(free, id=id, state="reading")
    if rows.filter(attempts__gte=MOST_ATTEMPTS).update(state="unreadable", error=FAILED, lease=None, lease_until=None):
        models.Waiting.objects.filter(delivery=id).delete()
        return None
    lease = uuid4()
    taken = rows.update(lease=lease, lease_until=moment + LEASE, attempts=F("attempts") + 1, progress=10)
    return lease if taken else None


def _kept(
    row: models.Delivery,
    waiting: models.Waiting,
    lease: UUID,
    beside: Collection[tuple[models.Delivery, models.Waiting]],
) -> bool:
    """Write what was read, unless somebody else has taken over or thrown the file away meanwhile."""
    with transaction.atomic():
        mine = models.Delivery.objects.select_for_update().filter(id=row.id, lease=lease, state="reading").exists()
        if not mine:
            return False
        row.lease, row.lease_until, row.progress = None, None, 100
        row.save()
        if row.state == "unreadable":
            waiting.delete()
        else:
            waiting.save()
        for line, its_waiting in beside:
            line.save(force_insert=True)
            its_waiting.save(force_insert=True)
    return True


def ledger(*, by: Actor, now: datetime, id: UUID, state: LedgerState | None = None, page: int = 1) -> Ledger:
    """Return a delivery with fifty of its rows, of all states or one.

    The rows are shown to the one who sent the file, while it waits; that they were looked at is in the journal.
    """
    row = stored(by, id)
    found = value(row, same_as=_same_before(row))
    waiting = models.Waiting.objects.filter(delivery=row, ledger__isnull=False).first()
    if waiting is None or waiting.ledger is None or row.made_by != by.account:
        return Ledger(found, (), Slice[LedgerRow]((), 0), withheld=waiting is not None)
    note(by, now, row, "looked_at_ledger")
    table = unpacked(bytes(waiting.ledger))
    columns = tuple(name for name in table.column_names if name not in BESIDE and not name.startswith("was_"))
    refused = _refused(waiting) if state in (None, LedgerState.REFUSED) else []
    if state:
        import pyarrow.compute as pc

        table = table.filter(pc.equal(table["state"], state.value))
    start, total = (page - 1) * PAGE, len(refused) + table.num_rows
    shown = refused[start : start + PAGE]
    left = PAGE - len(shown)
    rows = table.slice(max(0, start - len(refused)), left).to_pylist() if left else []
    lines = [*shown, *_lines(by, rows, columns)]
    return Ledger(found, columns, Slice(tuple(lines), total, page + 1 if start + PAGE < total else None))


def deliveries(*, by: Actor, page: int = 1) -> Slice[Delivery]:
    """Return the provider's files, the latest first, to those who may take files in."""
    may(by)
    rows = models.Delivery.objects.filter(provider_id=by.provider).order_by("-made_at", "id")
    return Slice.of(rows, page=page, value=value)


def waiting(*, by: Actor, own: bool = False, page: int = 1) -> Slice[Delivery]:
    """Return the files that wait for a decision, the first that came first; all, or the actor's own."""
    may(by)
    rows = models.Delivery.objects.filter(provider_id=by.provider, state="proposed")
    mine = rows.filter(made_by=by.account) if own else rows
    return Slice.of(mine.order_by("made_at", "file_name", "id"), page=page, value=value)


def deliveries_of(*, by: Actor, ids: Collection[UUID]) -> dict[UUID, Delivery]:
    """Return some of the provider's files by their ids; those that are not here are left out."""
    may(by)
    rows = models.Delivery.objects.filter(provider_id=by.provider, id__in=ids)
    return {row.id: value(row) for row in rows}


def delivery(*, by: Actor, id: UUID) -> Delivery:
    """Return how far one file has come."""
    return value(stored(by, id))


@transaction.atomic
def discard(*, by: Actor, now: datetime, id: UUID) -> Delivery:
    """Throw a waiting file away. One thrown away stays so; one accepted is refused: undo it instead."""
    row = stored(by, id)
    if row.state in ("discarded", "emptied"):
        return value(row)
    gone = models.Delivery.objects.filter(id=row.id, state__in=["reading", "proposed", "unreadable"]).update(
        state="discarded", lease=None, lease_until=None, decided_by=by.account, decided_at=now
    )
    if not gone:
        raise Refused("The file has been read in. Undo that instead.")
    models.Waiting.objects.filter(delivery=row).delete()
    note(by, now, row, "discarded")
    return value(stored(by, id))


def forget_waiting(*, now: datetime) -> int:
    """Empty the files that nobody has decided on for two weeks, of every provider; return how many. For the house."""
    old = models.Delivery.objects.filter(
        state__in=["reading", "proposed", "unreadable"], made_at__lt=now - timedelta(days=KEPT_DAYS)
    )
    with transaction.atomic():
        models.Waiting.objects.filter(delivery__in=old).delete()
        return old.update(state="emptied", lease=None, lease_until=None)


def may(by: Actor) -> None:
    """Refuse whoever may not take files in."""
    require(decide(by, Right.TAKE_IN_RESULTS, on=ProviderScope(by.provider)))


def stored(by: Actor, id: UUID) -> models.Delivery:
    """Return a delivery's row to one who may take files in."""
    row = models.Delivery.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such file here.")
    may(by)
    return row


def note(by: Actor, now: datetime, row: models.Delivery, verb: str) -> None:
    """Write in the journal what was done with a file: how many rows, and nothing of what they say."""
    details = {"kind": row.kind, "rows": row.new + row.changed + row.unchanged + row.refused}
    journal.record(by=by, now=now, room=ROOM, verb=verb, kind="delivery", object_id=row.id.hex, details=details)


def value(row: models.Delivery, *, same_as: datetime | None = None) -> Delivery:
    """Return a delivery as it crosses the door."""
    return Delivery(
        row.id,
        FactKind(row.kind) if row.kind else None,
        row.shape,
        row.file_name,
        DeliveryState(row.state),
        row.progress,
        row.new,
        row.changed,
        row.unchanged,
        row.refused,
        tuple(Remark(message, values) for message, values in row.remarks),
        row.error,
        row.error_values,
        row.revision,
        row.made_by,
        row.made_at,
        row.decided_by,
        row.decided_at,
        row.unit,
        row.day,
        same_as,
    )


def _same_before(row: models.Delivery) -> datetime | None:
    mine = {"provider_id": row.provider_id, "kind": row.kind, "sha256": row.sha256}
    same = models.Delivery.objects.filter(**mine, state="accepted").exclude(id=row.id)
    return same.order_by("-decided_at").values_list("decided_at", flat=True).first()


def _refused(waiting: models.Waiting) -> list[LedgerRow]:
    by_row: dict[int, list[Wrong]] = defaultdict(list)
    for each in wrong_in(waiting):
        by_row[each.row].append(each)
    return [LedgerRow(number, LedgerState.REFUSED, wrong=tuple(wrong)) for number, wrong in sorted(by_row.items())]


def _lines(by: Actor, rows: list[dict[str, object]], columns: tuple[str, ...]) -> list[LedgerRow]:
    units = results.unit_names(by=by)
    apart = pupils.protected(by=by, keys={key for row in rows if isinstance(key := row["key"], int)})
    lines = []
    for row in rows:
        state = LedgerState(str(row["state"]))
        was = tuple(
            words(name, old, units)
            if state is LedgerState.CHANGED and (old := row.get(f"was_{name}")) is not None and old != row[name]
            else None
            for name in columns
        )
        said = tuple(words(name, row[name], units) for name in columns)
        number = "" if row["key"] in apart else str(row["pupil"])
        lines.append(LedgerRow(int(str(row["number"])), state, number, said, was))
    return lines
