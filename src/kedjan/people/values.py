"""What people answers with."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kedjan.access.service import Role


@dataclass(frozen=True, slots=True)
class Duty:
    """A role at a unit between dates (`ends` None: goes on). An edit has `seen` its `version`."""

    id: UUID
    role: Role
    unit: UUID
    unit_name: str
    starts: date
    ends: date | None
    version: int = 1
    given_by: str = "hand"


@dataclass(frozen=True, slots=True)
class Person:
    """An account as others may see it: a protected person has no name and no address here."""

    id: UUID
    name: str
    email: str
    protected: bool
    active: bool
    version: int
    duties: tuple[Duty, ...]
    has_signed_in: bool = False


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What is held of one's own account: also the language chosen (empty: none) and when one last signed in."""

    person: Person
    language: str
    last_signed_in: datetime | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail goes to: the address, and the language that the person chose (empty: none chosen)."""

    id: UUID
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty that began or ends near a day, with whose it is as others may see it."""

    account: UUID
    name: str
    duty: Duty


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with an open account who holds a role at a unit on a day."""

    account: UUID
    role: Role
    unit: UUID
