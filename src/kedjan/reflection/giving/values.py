"""What giving answers with: whom a round asks, what stops an assignment, and files of addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Refused, Role, Slice
from kedjan.reflection.ledger_values import Note, Problem, RowState
from kedjan.reflection.rules import noop
from kedjan.reflection.values import Assignment

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


class Theme(StrEnum):
    """Where a template comes from: the study's nine themes, other themes, or the provider itself."""

    OWN = "own"
    STUDY = "study"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Template:
    """An assignment to begin from: without a code, goal and days. `key` is its name in the library or its id."""

    key: str
    name: str
    theme: Theme
    assignment: Assignment
    language: str


class EventKind(StrEnum):
    """A meeting where assignments are answered, or one where what was found is told."""

    MEETING = "meeting"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Event:
    """A day of a round's schedule; `codes` are the assignments it is about."""

    id: UUID
    kind: EventKind
    day: date
    starts: time | None = None
    minutes: int | None = None
    text: str = ""
    codes: tuple[str, ...] = ()
    held_on: date | None = None


class WarningKind(StrEnum):
    """Why a schedule should be looked at again (C05)."""

    OPENS_AFTER_DEADLINE = "opens_after_deadline"
    CLOSES_AFTER_DEADLINE = "closes_after_deadline"
    LOAD = "load"


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning about assignments. `day` is when they open or close; of a load, when the first of them opens."""

    kind: WarningKind
    codes: tuple[str, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes that a round asks of each person; `unknown` are the assignments that say none."""

    in_meetings: int
    outside: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """A round's days: its events in order, what it asks, and what to look at. `deadline` is the round's last day."""

    deadline: date | None
    assignments: tuple[Assignment, ...]
    events: tuple[Event, ...]
    warnings: tuple[Warned, ...]
    load: Load


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """A file with a schedule: rows that cannot be taken in, what it would give, and codes that would be new."""

    problems: tuple[Problem, ...]
    schedule: Schedule
    new_codes: tuple[str, ...]
    notes: tuple[Note, ...] = ()

    @property
    def acceptable(self) -> bool:
        """Return whether every row can be taken in."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class ProblemArea:
    """A problem area that a situation analysis sets out from: who found it, and what it rests on."""

    id: UUID
    text: str
    found_by: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class AnalysisRound:
    """A round that belongs to a situation analysis."""

    id: UUID
    title: str
    opened_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class SituationAnalysis:
    """A situation analysis (C01): why, on what, for what, who takes part, when, and what came of it.

    `seen` for edits is `version`. `unit` is the part of the organisation it is about.
    """

    id: UUID
    title: str
    reason: str
    basis: str
    purposes: tuple[str, ...]
    unit: UUID | None
    unit_name: str
    participants: str
    starts: date | None
    ends: date | None
    outcome: str
    version: int
    problem_areas: tuple[ProblemArea, ...]
    rounds: tuple[AnalysisRound, ...]
    may_lead: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """An assignment that somebody has neither answered nor abstained from."""

    round: UUID
    code: str
    opens_on: date
    closes_on: date


type MissingByCode = Mapping[str, tuple[Missing, ...]]
