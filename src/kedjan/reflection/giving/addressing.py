"""Recipients from a file of addresses: shown row by row first, then taken in whole or not at all."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import round_to_lead
from kedjan.reflection.giving.declaring import follow_recipients
from kedjan.reflection.giving.inviting import count_invited
from kedjan.reflection.giving.recipients import Place, join, placed
from kedjan.reflection.giving.values import AddressLedger, AddressRow, Joined, Origin
from kedjan.reflection.ledger_values import Note, Problem, RowState
from kedjan.reflection.rounds import record
from kedjan.reflection.rules import noop
from kedjan_formats import addresses, tables
from kedjan_formats.addresses import Address, Addresses
from kedjan_formats.unreadable import in_words

UNKNOWN = (noop("Nobody here has this address."), noop("the address of an open account"))
NO_DUTY = (noop("The person has no duty today, and could not answer."), noop("somebody with a duty today"))
NO_AREA = (
    noop("No service area is set where the person works."),
    noop("a service area in the file, one of %(choices)s"),
)
WRONG_AREA = (noop("There is no such service area."), noop("one of %(choices)s"))


def read_recipients(*, by: Actor, now: datetime, round: UUID, data: bytes, name: str) -> AddressLedger:
    """Read a file of addresses and show what taking it in would do. Nothing is kept, and nothing changes.

    Refuses what is no table or has no column of addresses.
    """
    row = round_to_lead(by, round)
    return _compared(by, now, row, data, name)[0]


@transaction.atomic
def add_from_file(*, by: Actor, now: datetime, round: UUID, data: bytes, name: str) -> Joined:
    """Ask everybody in a file of addresses; those there already stay as they are. Refuses a file with a wrong row."""
    row = round_to_lead(by, round)
    ledger, places = _compared(by, now, row, data, name)
    wrong = ledger.count(RowState.REFUSED)
    if wrong:
        raise Refused("%(refused)s rows are wrong. Mend the file and choose it again.", refused=wrong)
    joined = join(row, people.day_of(now), places, Origin.FILE)
    if joined:
        count_invited(row.id)
        record(by, now, row, "added_recipients", {"number": joined})
        follow_recipients(by, now, row)
    return Joined(joined)


def _compared(by: Actor, now: datetime, row: models.Round, data: bytes, name: str) -> tuple[AddressLedger, list[Place]]:
    try:
        sheet = tables.read(data, name=name, expected=addresses.EXPECTED)
        file = addresses.parse(sheet)
    except tables.Unreadable as unreadable:
        raise Refused(unreadable.message, **in_words(unreadable.values)) from None
    comparing = _Comparing(by, now, row, file)
    rows = [comparing.row(each) for each in file.rows]
    rows += [
        AddressRow(
            wrong.row,
            RowState.REFUSED,
            wrong.value,
            problems=(Problem(wrong.row, wrong.column, wrong.value, wrong.message, wrong.expected, wrong.values),),
        )
        for wrong in file.problems
    ]
    notes = tuple(Note(note.message, note.values) for note in sheet.notes)
    return AddressLedger(tuple(sorted(rows, key=lambda each: each.number)), notes), list(comparing.places)


class _Comparing:
    """A file's rows beside the accounts, their duties and the recipients there are, each read once."""

    def __init__(self, by: Actor, now: datetime, row: models.Round, file: Addresses) -> None:
        self.file = file
        self.accounts = people.accounts_by_address(by=by, addresses=[each.address for each in file.rows])
        self.names = people.names_of(by=by, ids=set(self.accounts.values()))
        held = people.holders(by=by, day=people.day_of(now), accounts=set(self.accounts.values()))
        self.working = {each.account for each in held}
        found, _unplaced = placed(by, held)
        self.found: dict[UUID, list[UUID]] = {}
        for account, area in found:
            self.found.setdefault(account, []).append(area)
        known = organisation.service_areas(provider=row.provider_id)
        self.areas = {area.id: area.name for area in known}
        self.meant = {text.casefold(): area.id for area in known for text in (area.name, *area.aliases)}
        there = models.Recipient.objects.filter(round=row, left_on=None)
        self.there = set(there.values_list("account_id", "service_area_id"))
        self.places: dict[Place, None] = {}

    def row(self, each: Address) -> AddressRow:
        """Return what a row does, and remember whom it asks."""
        account = self.accounts.get(each.address)
        if account is None:
            return self._refused(each, self.file.address_column, each.address, UNKNOWN)
        if account not in self.working:
            return self._refused(each, self.file.address_column, each.address, NO_DUTY)
        given = self.meant.get(each.area.casefold())
        if each.area and given is None:
            return self._refused(each, self.file.area_column, each.area, WRONG_AREA)
        areas = [given] if given else self.found.get(account, [])
        if not areas:
            value = each.area if self.file.area_column else each.address
            return self._refused(each, self.file.area_column or self.file.address_column, value, NO_AREA)
        places = [(account, area) for area in areas]
        state = RowState.UNCHANGED if self.there.issuperset(places) else RowState.NEW
        self.places |= dict.fromkeys(places)
        names = tuple(self.areas[area] for area in areas)
        return AddressRow(each.number, state, each.address, self.names[account], names)

    def _refused(self, each: Address, column: str, value: str, words: tuple[str, str]) -> AddressRow:
        values = {"choices": list(self.areas.values())}
        problem = Problem(each.number, column, value, *words, values)
        return AddressRow(each.number, RowState.REFUSED, each.address, problems=(problem,))
