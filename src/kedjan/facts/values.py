"""What facts answers with."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Refused


class FactKind(StrEnum):
    """What is counted; the values are stored."""

    GRADES = "grades"
    LATER_GRADES = "later_grades"
    ATTENDANCE = "attendance"
    LESSONS = "lessons"
    TESTS = "tests"
    DESTINATIONS = "destinations"
    STEPS = "steps"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on disk that no row names yet: its checksum in hex, `size` in bytes, and how many rows it has."""

    sha256: str
    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class DataSet:
    """An immutable data set: of which kind, of the school year that ends in `school_year`, where it came from.

    `version` is 0 for what was received in the delivery of that id; a combined one is `made_of` received ones.
    """

    id: UUID
    provider: UUID
    kind: FactKind
    school_year: int
    version: int
    delivery: UUID | None
    made_of: tuple[UUID, ...]
    sha256: str
    size: int
    rows: int
    made_at: datetime
    made_by: UUID
    kept_until: date


class Superseded(Refused):
    """Somebody else has put data of the same kind and year in place since one looked."""
