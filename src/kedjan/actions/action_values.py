"""What crosses the door about actions and strategies."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Phase(StrEnum):
    """How far an action has come (F15, R11); the values are stored, and the first four have this order."""

    INITIATED = "initiated"
    IMPLEMENTED = "implemented"
    EMBEDDED = "embedded"
    SPREAD = "spread"
    PAUSED = "paused"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STOPPED = frozenset({Phase.PAUSED, Phase.CLOSED, Phase.WITHDRAWN})
"""Withdrawn is what becomes of an action when the yes that it came of is taken back."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an action is to be: who does it by when, what we shall see if it works, and when that is looked into."""

    text: str
    responsible: UUID
    by_when: date
    sign: str
    follow_up_on: date
    goal: UUID | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it stands. `seen` for edits is `version`.

    `follow_up_on` is None when it has been closed, paused or withdrawn. `handed_over_on`: when it last changed hands.
    """

    id: UUID
    proposal: UUID | None
    analysis: UUID | None
    goal: UUID | None
    text: str
    responsible: UUID
    by_when: date
    sign: str
    follow_up_on: date | None
    phase: Phase
    handed_over_on: date | None
    support_ended_on: date | None
    version: int
    changed_by: UUID
    changed_at: datetime

    @property
    def stopped(self) -> bool:
        """Return whether it is paused, closed or withdrawn."""
        return self.phase in STOPPED

    @property
    def withdrawn(self) -> bool:
        """Return whether the yes that it came of has been taken back."""
        return self.phase is Phase.WITHDRAWN


@dataclass(frozen=True, slots=True)
class SoughtActions:
    """Which actions are asked for; empty fields ask for all.

    In some phases, with all the words, for a goal, of who is responsible, and to be followed up by a day (`due_by`).
    """

    phases: tuple[Phase, ...] = ()
    words: str = ""
    goal: UUID | None = None
    responsible: UUID | None = None
    due_by: date | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What a follow-up found: how many use it of those who were meant to, and whether it was used all through the term.

    `routine` is the document that it stands in. The last three are what spreading asks for.
    """

    using: int
    intended: int
    all_term: bool = True
    routine: str = ""
    support_ended_on: date | None = None
    documented: bool = False
    analysed: bool = False
    research: bool = False


class StepKind(StrEnum):
    """What happened to an action; the values are stored."""

    BEGUN = "begun"
    FOLLOWED_UP = "followed_up"
    HANDED_OVER = "handed_over"
    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to an action, and the phase it left it in; `use` is what a follow-up found."""

    kind: StepKind
    phase: Phase
    text: str
    use: Use | None
    fell_back: bool
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Missing:
    """What an action lacks for its next phase: an English message id with values."""

    message: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class WholeAction:
    """An action with what has happened to it, the latest last, and what its next phase asks for."""

    action: Action
    steps: tuple[Step, ...]
    tends: bool
    decides: bool
    next_phase: Phase | None
    missing: tuple[Missing, ...]
    strategies: tuple["Strategy", ...]


class StrategyKind(StrEnum):
    """What a strategy is for (C25); the values are stored."""

    SAVES_TIME = "saves_time"
    METHOD = "method"
    FEWER_GOALS = "fewer_goals"
    TRUST = "trust"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TimeIndicator:
    """How much time something takes, before and after (None: not known yet), in which unit, and where that is from."""

    what: str
    unit: str
    before: Decimal
    after: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A value of a time indicator on a day, of how many (`number`) of whom; one taken away stands `removed`."""

    id: UUID
    day: date
    value: Decimal
    number: int
    whom: str
    removed: bool
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Strategy:
    """Several actions over longer time. `seen` for edits is `version`.

    `leader` is asked for a value of its time indicator on the day `measure_on`; `course` is how that has gone, by day.
    """

    id: UUID
    kind: StrategyKind
    text: str
    explanation: str
    indicator: TimeIndicator | None
    actions: tuple[UUID, ...]
    version: int
    changed_by: UUID
    changed_at: datetime
    leader: UUID | None = None
    measure_on: date | None = None
    ended_on: date | None = None
    why_ended: str = ""
    course: tuple[Measured, ...] = ()
