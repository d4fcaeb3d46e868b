"""What giving answers with: whom a round asks, what stops an assignment, and files of addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Refused, Role, Slice
from kedjan.reflection.ledger_values import Note, Problem, RowState
from kedjan.reflection.rules import noop

NOT_READY = noop("The assignment cannot be published yet: something is missing.")


class Origin(StrEnum):
    """How somebody became a recipient."""

    ROLE = "role"
    HAND = "hand"
    FILE = "file"


class Missing(StrEnum):
    """What an assignment lacks before it can be published (C04)."""

    HEADING = "heading"
    GOAL = "goal"
    USED_FOR = "used_for"
    MINUTES = "minutes"
    WINDOW = "window"
    RECIPIENTS = "recipients"
    READERS = "readers"


class NotReady(Refused):
    """An assignment cannot be published yet; carries what it lacks."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(NOT_READY)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is asked, within a service area. A protected person has no name here."""

    account: UUID
    name: str
    area: UUID
    area_name: str
    origin: Origin
    joined_on: date


@dataclass(frozen=True, slots=True)
class RecipientRule:
    """Everybody with one of the roles at a unit or below it. `area` None: the one that each unit answers within.

    `persons` is how many it asks today whom no rule before it does.
    """

    id: UUID
    unit: UUID
    unit_name: str
    roles: tuple[Role, ...]
    area: UUID | None
    area_name: str
    persons: int


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many persons are asked within a service area."""

    area: UUID
    name: str
    persons: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody whom no service area was found for, and the unit that has none."""

    account: UUID
    name: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a round asks, for those who lead it. Somebody asked within two areas is in both, and one of `persons`.

    `unplaced` fit a rule, but work where no service area is set.
    """

    lines: Slice[Recipient]
    persons: int
    areas: tuple[AreaCount, ...]
    rules: tuple[RecipientRule, ...]
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of it: how many joined and left (rows, not persons), and those for whom no service area was found."""

    joined: int = 0
    left: int = 0
    unplaced: tuple[Unplaced, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A row of a file of addresses, and what accepting it does. The states are new, unchanged and refused."""

    number: int
    state: RowState
    address: str
    name: str = ""
    areas: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressLedger:
    """A file of addresses row by row; it is accepted whole or not at all."""

    rows: tuple[AddressRow, ...]
    notes: tuple[Note, ...] = ()

    def count(self, state: RowState) -> int:
        """Return how many rows are in a state."""
        return sum(row.state is state for row in self.rows)

    @property
    def acceptable(self) -> bool:
        """Return whether no row is refused and some row is new."""
        return not self.count(RowState.REFUSED) and bool(self.count(RowState.NEW))


type MissingByCode = Mapping[str, tuple[Missing, ...]]
