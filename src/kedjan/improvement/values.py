"""What crosses the door about conclusions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.evidence.service import Citation
from kedjan.improvement.reaction_values import Reaction, Reactions


class State(StrEnum):
    """How far a conclusion has come; the values are stored. Revised is settled, in other words than were fed back."""

    PRELIMINARY = "preliminary"
    FED_BACK = "fed_back"
    SETTLED = "settled"
    REVISED = "revised"
    STRUCK = "struck"


SETTLED = frozenset({State.SETTLED, State.REVISED})
DECIDED = SETTLED | {State.STRUCK}


class Ruling(StrEnum):
    """What was decided about a conclusion; the values are stored."""

    KEPT = "kept"
    CHANGED = "changed"
    STRUCK = "struck"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a conclusion, and why it was worded anew (empty for the first)."""

    number: int
    text: str
    explanation: str
    motive: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, with the motive: on which wording, and which had been fed back (None: none had)."""

    ruling: Ruling
    motive: str
    wording: int
    fed_back: int | None
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion in its present wording. A new wording has `seen` its `wording`, all else its `version`.

    `fed_wording` is the one that was fed back last, which could be answered until `closes_on`. `problem_area` is one
    of the analysis's, by its id.
    """

    id: UUID
    analysis: UUID
    position: int
    state: State
    strength: bool
    text: str
    explanation: str
    wording: int
    version: int
    problem_area: UUID | None
    goal: UUID | None
    fed_wording: int | None
    occasion: UUID | None
    closes_on: date | None
    changed_by: UUID
    changed_at: datetime

    @property
    def settled(self) -> bool:
        """Return whether it is settled, as it was fed back or revised."""
        return self.state in SETTLED

    @property
    def decided(self) -> bool:
        """Return whether it is settled or struck."""
        return self.state in DECIDED


@dataclass(frozen=True, slots=True)
class Line:
    """A conclusion in a list, with how many citations there are for it and against it."""

    conclusion: Conclusion
    supports: int
    counters: int


@dataclass(frozen=True, slots=True)
class NoStrength:
    """Why no conclusion of an analysis is a strength."""

    motive: str
    version: int
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """How somebody stands to the conclusions of an analysis.

    `writes`: sees preliminary ones and writes in them. `leads`: feeds back and decides. `asked`: was asked in a round
    of the analysis, and sees what was fed back. `reads`: reads one of its rounds, and so those who do not agree.
    """

    analysis: UUID
    title: str
    writes: bool
    leads: bool
    reads_all: bool
    asked: bool
    reads: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The conclusions of an analysis that somebody sees; `strength` says that one of them is, of those not struck."""

    place: Place
    lines: tuple[Line, ...]
    strength: bool
    no_strength: NoStrength | None


@dataclass(frozen=True, slots=True)
class Known:
    """A conclusion as it is told elsewhere: of which analysis, what was decided last, what is cited for and against.

    Citations that the actor may not see are there, unnamed.
    """

    conclusion: Conclusion
    analysis: str
    decision: Decision | None
    supports: tuple[Citation, ...]
    counters: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of settling a conclusion: an English message id with values."""

    message: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Whole:
    """A conclusion with all that somebody sees of it: wordings and decisions with the latest last, and evidence.

    `obstacles` are told to those who decide.
    """

    place: Place
    conclusion: Conclusion
    wordings: tuple[Wording, ...]
    decisions: tuple[Decision, ...]
    supports: tuple[Citation, ...]
    counters: tuple[Citation, ...]
    obstacles: tuple[Obstacle, ...]
    reactions: Reactions | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A conclusion as one who was asked is told of it: as it was fed back, as it is now, and what was decided last.

    `fed_text` is empty where it was never fed back to them.
    """

    conclusion: Conclusion
    fed_text: str
    decision: Decision | None
    mine: Reaction | None = None
    reactions: Reactions | None = None


@dataclass(frozen=True, slots=True)
class News:
    """Conclusions of an analysis in which one was asked: how many can be read until when, and when one was decided."""

    analysis: UUID
    title: str
    fed_back: int
    closes_on: date | None
    fed_at: datetime | None
    unsaid: int
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """How many who did not agree with conclusions of an analysis wait to be read and answered, since `closed_on`."""

    analysis: UUID
    title: str
    number: int
    closed_on: date


@dataclass(frozen=True, slots=True)
class ToDecide:
    """Conclusions of an analysis that were fed back and wait for a decision since `closed_on`."""

    analysis: UUID
    title: str
    number: int
    closed_on: date
