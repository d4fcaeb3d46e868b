"""Files of staff: shown as a ledger first, then read in whole or not at all; the same file twice changes nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from kedjan.access.service import Actor, Changed, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people import models
from kedjan.people.managing import ROLES
from kedjan.people.staff_compared import Compared, compared
from kedjan.people.staff_values import StaffLedger, StaffState
from kedjan_formats import staff, tables
from kedjan_formats.unreadable import Unreadable, in_words

WAITING = "waiting"
KIND = "staff_file"


@transaction.atomic
def propose_staff(*, by: Actor, now: datetime, data: bytes, name: str, key: UUID) -> StaffLedger:
    """Read a file and return what it would do; nothing has changed yet. The same key twice is once."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    if not models.StaffFile.objects.filter(provider_id=by.provider, id=key).exists():
        try:
            rows, problems = staff.parse(tables.read(data, name=name, expected=staff.EXPECTED))
        except Unreadable as fault:
            raise Refused(fault.message, **in_words(fault.values)) from fault
        models.StaffFile.objects.create(
            id=key,
            provider_id=by.provider,
            file_name=name[:255],
            sha256=hashlib.sha256(data).hexdigest(),
            rows=[{**asdict(row), "starts": str(row.starts), "ends": str(row.ends or "")} for row in rows],
            problems=[asdict(problem) for problem in problems],
            made_by_id=by.account if models.Account.objects.filter(id=by.account).exists() else None,
            made_at=now,
        )
    return staff_ledger(by=by, id=key)


def staff_ledger(*, by: Actor, id: UUID) -> StaffLedger:
    """Return a file row by row as it would be read in now; one that is decided has no rows any more."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = _stored(by, id)
    return _ledger(row, _compared(row))


@transaction.atomic
def accept_staff(*, by: Actor, now: datetime, id: UUID, seen: str) -> StaffLedger:
    """Read everything in, as the ledger `seen` showed it; Changed where it would now do something else.

    Refused: a file with refused rows, and one that would leave nobody to manage accounts. Decided before: nothing.
    """
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = _stored(by, id, lock=True)
    if row.state != WAITING:
        return _ledger(row, _compared(row))
    entries = _compared(row)
    ledger = _ledger(row, entries)
    if ledger.revision != seen:
        raise Changed(by="", at=now, current=ledger)
    if ledger.count(StaffState.REFUSED):
        raise Refused("Some rows cannot be read in. Mend them, and choose the file anew.")
    _put_in(by.provider, entries)
    counts = {state.value: ledger.count(state) for state in StaffState} | {"accounts": ledger.accounts}
    _decide(row, "accepted")
    journal.record(by=by, now=now, room="people", verb="read_staff", kind=KIND, object_id=id.hex, details=counts)
    return ledger


@transaction.atomic
def discard_staff(*, by: Actor, now: datetime, id: UUID) -> None:
    """Throw a file away that has not been read in."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = _stored(by, id, lock=True)
    if row.state == WAITING:
        _decide(row, "discarded")
        journal.record(by=by, now=now, room="people", verb="discarded_staff", kind=KIND, object_id=id.hex)


def forget_staff_files(*, now: datetime) -> int:
    """Empty files that nobody has decided on for a week, and remove those over ninety days old; return how many."""
    old = models.StaffFile.objects.filter(made_at__lt=now - timedelta(days=7), state=WAITING)
    emptied = old.update(state="discarded", rows=[], problems=[])
    return emptied + models.StaffFile.objects.filter(made_at__lt=now - timedelta(days=90)).delete()[0]


def _put_in(provider: UUID, entries: Sequence[Compared]) -> None:
    made = {entry.row.address: uuid4() for entry in entries if entry.line.makes_account}
    names = {entry.row.address: entry.row.name for entry in reversed(entries) if entry.row.name}
    models.Account.objects.bulk_create(
        models.Account(id=key, provider_id=provider, email=address, name=names[address], password=make_password(None))
        for address, key in made.items()
    )
    models.Duty.objects.bulk_create(
        models.Duty(
            provider_id=provider,
            account_id=entry.account or made[entry.row.address],
            unit_id=entry.unit,
            role=entry.role,
            starts=entry.row.starts,
            ends=entry.row.ends,
            given_by="file",
        )
        for entry in entries
        if entry.line.state is StaffState.NEW and entry.unit
    )
    changed = [entry for entry in entries if entry.line.state is StaffState.CHANGED and entry.duty]
    rows = {row.id: row for row in models.Duty.objects.filter(id__in=[entry.duty for entry in changed])}
    for entry in changed:
        row = rows[entry.duty]  # type: ignore[index]  # only those with a duty
        row.ends, row.version = entry.row.ends, row.version + 1
    models.Duty.objects.bulk_update(rows.values(), ["ends", "version"], batch_size=500)
    _require_a_manager(provider, [row for row in rows.values() if row.role in ROLES and row.ends])


def _require_a_manager(provider: UUID, ended: Sequence[models.Duty]) -> None:
    """Refuse, once it is done, what would leave nobody to manage accounts the day after the last of these duties."""
    if not ended:
        return
    last = max(row.ends for row in ended if row.ends)
    after = last + timedelta(days=1) if last < date.max else last
    roots = [unit.id for unit in organisation.unit_tree(provider=provider).units if unit.parent is None]
    managing = models.Duty.objects.filter(
        Q(ends=None) | Q(ends__gte=after), provider_id=provider, role__in=ROLES, unit_id__in=roots, starts__lte=after
    )
    if not managing.filter(account__is_active=True).exists():
        raise Refused("Nobody else would manage accounts here. Give somebody else that duty first.")


def _stored(by: Actor, id: UUID, *, lock: bool = False) -> models.StaffFile:
    rows = models.StaffFile.objects.select_for_update() if lock else models.StaffFile.objects.all()
    row = rows.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such file here.")
    return row


def _decide(row: models.StaffFile, state: str) -> None:
    models.StaffFile.objects.filter(id=row.id).update(state=state, rows=[], problems=[])


def _compared(row: models.StaffFile) -> tuple[Compared, ...]:
    rows = [_row(each) for each in row.rows]
    problems = [staff.Problem(**{**each, "values": tuple(map(tuple, each["values"]))}) for each in row.problems]
    return compared(row.provider_id, rows, problems)


def _row(kept: dict[str, Any]) -> staff.StaffRow:
    starts, ends = date.fromisoformat(kept["starts"]), kept["ends"]
    return staff.StaffRow(**{**kept, "starts": starts, "ends": date.fromisoformat(ends) if ends else None})


def _ledger(row: models.StaffFile, entries: Sequence[Compared]) -> StaffLedger:
    lines = tuple(entry.line for entry in entries)
    revision = hashlib.sha256(repr(lines).encode()).hexdigest()
    return StaffLedger(row.id, row.file_name, row.state == WAITING, lines, revision)
