"""What goals answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal or success factor, with the goals it serves; `parent` is the goal it stands under.

    New words, a new place under another, a tie, a toning down and an end have `seen` its `version`.
    """

    id: UUID
    position: int
    text: str
    toned_down: bool
    motive: str
    serves: tuple[UUID, ...]
    framework: UUID
    parent: UUID | None = None
    ended_on: date | None = None
    version: int = 1

    @property
    def counts(self) -> bool:
        """Return whether it is asked about now: neither ended nor toned down."""
        return self.ended_on is None and not self.toned_down


@dataclass(frozen=True, slots=True)
class Framework:
    """A set of goals in order, each before those that stand under it.

    Another name, other days and another order have `seen` its `version`.
    """

    id: UUID
    name: str
    kind: str
    starts: date
    ends: date | None
    goals: tuple[Goal, ...]
    version: int = 1

    @property
    def leaves(self) -> tuple[Goal, ...]:
        """Return the goals that no other stands under and that have not ended."""
        over = {goal.parent for goal in self.goals if goal.ended_on is None}
        return tuple(goal for goal in self.goals if goal.id not in over and goal.ended_on is None)


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal to be put in with others under it."""

    text: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Two frameworks against each other: which of `rows` is tied to which of `columns`, whichever serves the other.

    `rows_alone` and `columns_alone` are those that count and are tied to nothing on the other side. `quiet` are tied
    to nothing either, but are toned down with a motive.
    """

    rows: Framework
    columns: Framework
    ties: frozenset[tuple[UUID, UUID]]
    rows_alone: tuple[Goal, ...]
    columns_alone: tuple[Goal, ...]
    quiet: tuple[Goal, ...]


class RowState(StrEnum):
    """What taking a file in does with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


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
    """A remark about how a file was read: an English message id that `values` fill."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file, what taking it in does, and what is wrong with it; `place` is what it belongs to."""

    number: int
    state: RowState
    place: str
    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that has been looked at. Taking it in has `seen` what was shown of it."""

    rows: tuple[FileRow, ...]
    notes: tuple[Note, ...]
    seen: str

    def number(self, state: RowState) -> int:
        """Return how many rows are of a state."""
        return sum(row.state is state for row in self.rows)

    @property
    def acceptable(self) -> bool:
        """Return whether it can be taken in, and would change something."""
        return not self.number(RowState.REFUSED) and bool(self.number(RowState.NEW) + self.number(RowState.CHANGED))
