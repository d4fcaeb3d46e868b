"""A file on its way in: what it would do to a round, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Slice


class RowState(StrEnum):
    """What accepting the file does with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class ImportState(StrEnum):
    """Where a file stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    UNDONE = "undone"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Change:
    """A field (emotion, tags, text) before and after, as text; `old` is None for those who may not read the round."""

    field: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value; `message` and `expected` are English message ids that `values` fill."""

    row: int
    column: str
    value: str
    message: str
    expected: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about how the file was read: an English message id that `values` fill."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the file (its number there; 0 where the file is no longer kept) and what it does.

    `loop` is the reflection whose words as they are kept stand in it.
    """

    number: int
    state: RowState
    assignment: str = ""
    area: str = ""
    respondent: str = ""
    emotion: int | None = None
    tags: tuple[str, ...] = ()
    text: str = ""
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    loop: UUID | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """A file read in, or the undoing of one (`undoes`), with how many rows were what.

    `withdrawn` counts the reflections that an undoing took away; those it gave their earlier words are `changed`.
    """

    id: UUID
    round: UUID
    state: ImportState
    undoes: UUID | None
    file_name: str
    sha256: str
    new: int
    changed: int
    unchanged: int
    refused: int
    withdrawn: int
    made_by: UUID
    made_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    revision: int

    @property
    def acceptable(self) -> bool:
        """Return whether the file can be accepted: it waits, and no row is refused."""
        return self.state is ImportState.PROPOSED and not self.refused

    @property
    def changes_nothing(self) -> bool:
        """Return whether everything in the file is in the round already."""
        return not (self.new or self.changed or self.refused)


@dataclass(frozen=True, slots=True)
class Ledger:
    """An import with its rows. `batch.revision` is what accepting it has `seen`.

    `rows` are empty where `rows_withheld`: an accepted import's rows are texts, for the round's readers; a waiting
    one's are for its maker too. `new_assignments` are codes the file brings with it.
    """

    batch: Import
    rows: Slice[LedgerRow]
    notes: tuple[Note, ...] = ()
    new_assignments: tuple[str, ...] = ()
    new_respondents: int = 0
    rows_withheld: bool = False
