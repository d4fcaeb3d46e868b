"""Where somebody who is asked stands: which assignment, within which service areas, and whether it can be answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kedjan.access.service import Actor, CircleScope, NotHere, Right, decide, require
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.answering.rules import OWN_STATES, window
from kedjan.reflection.answering.values import Draft, OwnState, Sent, TooLate, Window, Written

HAS_BEEN_PUBLISHED = ("published", "paused", "withdrawn")
DECIDES = (
    *("provider_id", "state", "opens_on", "closes_on", "emotion"),
    *("round__title", "round__emotion", "round__tag_set_id"),
)
"""What of an assignment and its round says who may answer, when, and with what."""


@dataclass(frozen=True, slots=True)
class Place:
    """An assignment before one who is, or was, asked; `recipients` are the rows that say so, by service area."""

    round: models.Round
    assignment: models.Assignment
    recipients: tuple[models.Recipient, ...]
    today: date

    def window(self, area: UUID) -> Window:
        """Return whether it can be answered within a service area today."""
        asked = any(each.service_area_id == area and each.left_on is None for each in self.recipients)
        row = self.assignment
        return window(row.state, row.opens_on, row.closes_on, asked=asked, today=self.today)

    def require_open(self, area: UUID) -> None:
        """Refuse, with the reason and the day, what cannot be answered today."""
        found = self.window(area)
        if found is not Window.OPEN:
            day = {Window.NOT_YET: self.assignment.opens_on, Window.CLOSED: self.assignment.closes_on}.get(found)
            raise TooLate(found, day)

    def area(self, id: UUID) -> UUID:
        """Return the service area, if one is or was asked there; otherwise NotHere."""
        if all(each.service_area_id != id for each in self.recipients):
            raise NotHere("You are not asked within that service area.")
        return id


@dataclass(frozen=True, slots=True)
class Sheet:
    """What comes from an open page: what is written, for which service area, under which key, from which versions.

    `seen` is the draft's version and `sent` the reflection's (0: none); `writer` is the page itself.
    """

    area: UUID
    key: UUID
    seen: int
    written: Written
    writer: UUID
    sent: int = 0


def place(by: Actor, now: datetime, round: UUID, code: str) -> Place:
    """Return where `by` stands before an assignment that has been published; NotYours to those who are not asked.

    It is read with what deciding needs and no texts: whoever sends waits for it, and so does everybody after them.
    """
    row = _published(by, round, code).only(*DECIDES).first()
    return _placed(by, now, row, models.Recipient.objects.filter(round_id=round, account_id=by.account))


def whole_place(by: Actor, now: datetime, round: UUID, code: str) -> Place:
    """Return the same with all that the page of the assignment shows, and the service areas in their order."""
    recipients = models.Recipient.objects.filter(round_id=round, account_id=by.account).select_related("service_area")
    in_order = recipients.order_by("service_area__order", "service_area__name")
    return _placed(by, now, _published(by, round, code).first(), in_order)


def _published(by: Actor, round: UUID, code: str) -> QuerySet[models.Assignment]:
    """Return the one assignment that there may be."""
    rows = models.Assignment.objects.filter(
        provider_id=by.provider, round_id=round, code=code, state__in=HAS_BEEN_PUBLISHED
    )
    return rows.select_related("round").order_by()


def _placed(by: Actor, now: datetime, row: models.Assignment | None, asked: QuerySet[models.Recipient]) -> Place:
    if row is None:
        raise NotHere("There is no such assignment here.")
    recipients = tuple(asked)
    members = frozenset(each.account_id for each in recipients)
    require(decide(by, Right.ANSWER_ASSIGNMENTS, on=CircleScope(row.provider_id, members, row.round.title)))
    return Place(row.round, row, recipients, people.day_of(now))


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Who reads what one writes in a round, by name; `withheld` says that readers who lead one do not (C07)."""

    names: tuple[str, ...] = ()
    withheld: bool = False


def read_by(by: Actor, today: date, rounds: Collection[models.Round]) -> Mapping[UUID, ReadBy]:
    """Return by round who reads what `by` writes there; one's own managers only where the round has declared it."""
    rows = list(models.RoundReader.objects.filter(round__in=rounds).values_list("round_id", "account_id"))
    accounts = {account for _, account in rows}
    names = people.names_of(by=by, ids=accounts)
    leading = people.leading(by=by, among=accounts, day=today)
    found = {}
    for each in rounds:
        readers = {account for of, account in rows if of == each.id and account in names}
        left_out = frozenset() if each.managers_read else readers & leading
        found[each.id] = ReadBy(tuple(sorted(names[account] for account in readers - left_out)), bool(left_out))
    return found


def own_loops(by: Actor) -> Q:
    """Return the condition on loops that are there now and that `by` has written."""
    return Q(provider_id=by.provider, respondent__account_id=by.account, until=None)


def written_in(row: models.Draft | models.Loop) -> Written:
    """Return what a stored row says."""
    tags = tuple(place for place in range(row.mask.bit_length()) if row.mask >> place & 1)
    return Written(row.text, tags, row.emotion, row.action_short, row.action_long)


def mask_of(written: Written) -> int:
    """Return the tags as a mask."""
    return sum(1 << place for place in set(written.tags))


def draft_value(row: models.Draft) -> Draft:
    """Return a stored draft as the value that crosses the door."""
    return Draft(row.id, row.version, written_in(row), row.saved_at)


def sent_value(row: models.Loop, reception: models.Reception | None) -> Sent:
    """Return a stored loop as its writer sees it."""
    return Sent(row.loop, row.version, written_in(row), row.answered_on, state_of(reception))


def state_of(reception: models.Reception | None) -> OwnState:
    """Return how far a reflection has come among its readers, for the one who wrote it."""
    if reception is None:
        return OwnState.SENT
    state = OWN_STATES[reception.state]
    return OwnState.READ if state is OwnState.SENT and reception.read_at else state
