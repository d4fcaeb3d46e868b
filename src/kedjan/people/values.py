"""What people answers with."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kedjan.access.service import Role


@dataclass(frozen=True, slots=True)
class Duty:
    """A role at a unit between dates (`ends` None: goes on)."""

    id: UUID
    role: Role
    unit: UUID
    unit_name: str
    starts: date
    ends: date | None


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
