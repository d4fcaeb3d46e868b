"""What people answers with about a file of staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


class StaffState(StrEnum):
    """What reading the file in does with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class StaffProblem:
    """What is wrong with one value; `message` and `expected` are English message ids that `values` fill."""

    column: str
    value: str
    message: str
    expected: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A row of the file and what it does: `makes_account` where there is none; `was` the last day before a change."""

    number: int
    state: StaffState
    address: str = ""
    role: str = ""
    unit_name: str = ""
    starts: date | None = None
    ends: date | None = None
    was: date | None = None
    makes_account: bool = False
    problems: tuple[StaffProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffLedger:
    """A file row by row, as it would be read in now; `revision` changes when that does. `waits` until it is decided."""

    id: UUID
    file_name: str
    waits: bool
    lines: tuple[StaffLine, ...]
    revision: str

    def count(self, state: StaffState) -> int:
        """Return how many rows are in a state."""
        return sum(line.state is state for line in self.lines)

    @property
    def accounts(self) -> int:
        """Return how many accounts would be made."""
        return len({line.address for line in self.lines if line.makes_account})
