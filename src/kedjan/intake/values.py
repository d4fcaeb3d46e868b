"""What intake answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Slice
from kedjan.results.service import FactKind, LedgerState, Remark, Wrong


class DeliveryState(StrEnum):
    """How far a delivered file has come; the values are stored."""

    READING = "reading"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"
    UNDONE = "undone"
    UNREADABLE = "unreadable"
    EMPTIED = "emptied"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that came in: what it is, how far it has come, and how many of its rows would do or did what.

    `revision` is the ledger's: what accepting must have seen. `error` says why it could not be read, as a message id
    that `error_values` fill. `same_as` is when the very same file was read in before and still counts.
    """

    id: UUID
    kind: FactKind | None
    shape: str
    file_name: str
    state: DeliveryState
    progress: int
    new: int
    changed: int
    unchanged: int
    refused: int
    remarks: tuple[Remark, ...]
    error: str
    error_values: Mapping[str, object]
    revision: int
    made_by: UUID
    made_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    unit: UUID | None
    day: date | None
    same_as: datetime | None = None

    @property
    def rows(self) -> int:
        """Return how many rows were read, those that are wrong among them."""
        return self.new + self.changed + self.unchanged + self.refused


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row: its number in the file, what accepting does with it, the pupil's number, what is said and was said.

    `said` and `was` are in the order of the ledger's `columns`; `was` has None where nothing is other than before.
    A row that is refused has what is wrong instead.
    """

    number: int
    state: LedgerState
    pupil: str = ""
    said: tuple[str, ...] = ()
    was: tuple[str | None, ...] = ()
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """A delivery with some of its rows; `withheld` where they are not shown to the one who asks."""

    delivery: Delivery
    columns: tuple[str, ...]
    rows: Slice[LedgerRow]
    withheld: bool = False


class Outcome(StrEnum):
    """What became of one file of several that were accepted together."""

    ACCEPTED = "accepted"
    OTHERWISE = "otherwise"
    REFUSED = "refused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Decided:
    """One file of several that were accepted together, as it is now.

    `OTHERWISE` where its ledger says something else than was seen; `REFUSED` with why, as a message id that `values`
    fill; `LEFT` where there were too many rows for one time. Only an accepted one counts.
    """

    delivery: Delivery
    outcome: Outcome
    message: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
