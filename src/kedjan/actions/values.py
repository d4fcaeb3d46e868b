"""What crosses the door about proposals and what is decided about them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Slice
from kedjan.actions.action_values import Action
from kedjan.reflection.service import Sight
from kedjan_statistics.figure import Value


class Ruling(StrEnum):
    """What is decided about a proposal; the values are stored."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    TAKEN_BACK = "taken_back"


class Standing(StrEnum):
    """How a proposal stands: it waits, its day has passed, it was decided, or a yes to it has been taken back."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    YES = "yes"
    NO = "no"
    LATER = "later"
    TAKEN_BACK = "taken_back"


class Order(StrEnum):
    """How proposals are ordered in a list."""

    NUMBER = "number"
    SUPPORT = "support"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal in its present words. `seen` for edits is `version`; `answer_by` is the day its answer was promised.

    `merged_into` is the one that speaks for it, where it has been merged.
    """

    id: UUID
    analysis: UUID
    position: int
    text: str
    explanation: str
    goal: UUID | None
    answer_by: date
    merged_into: UUID | None
    version: int
    changed_by: UUID
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided and why, who answers for it, and for `later` when it is taken up again.

    `taken_back_on`: the day on which a yes was taken back, of a ruling that does so.
    """

    ruling: Ruling
    motive: str
    owner: UUID
    again_on: date | None
    by: UUID
    at: datetime
    taken_back_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a proposal, and who worded it so; the first has number 1."""

    number: int
    text: str
    explanation: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """How somebody stands to the proposals of an analysis.

    `writes`: gathers, words and merges. `decides`: decides on them. `reads_all`: reads every round and leads nobody:
    is told how many persons are behind, however few. `apart`: reads, but leads some who may have proposed something:
    is told neither how many are behind, nor of answers that may not be read.
    """

    analysis: UUID
    title: str
    writes: bool
    decides: bool
    reads_all: bool
    apart: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """How many of the proposals have an answer, those merged into others counted too; and how many are overdue."""

    answered: int
    of: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Which proposals are asked for: with all the words, for a goal, standing so; empty fields ask for all."""

    words: str = ""
    goal: UUID | None = None
    standing: Standing | None = None
    order: Order = Order.NUMBER


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in a list, with the goals of all that were merged into it.

    `support`: how many persons stand behind (None: nobody's answer is). `by_hand`: sources that are nobody's answer.
    """

    proposal: Proposal
    goals: tuple[UUID, ...]
    support: Value | None
    by_hand: int
    merged: int
    standing: Standing
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class AnsweredProposal:
    """A proposal that was decided on, as everybody may be told: `support`, `by_hand` and `merged` are as in `Line`."""

    proposal: Proposal
    support: Value | None
    by_hand: int
    merged: int
    decision: Decision
    action: Action | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered to the proposals of an analysis: `answered` of them, those merged into others counted too."""

    analysis: UUID
    title: str
    answered: int
    of: int
    proposals: tuple[AnsweredProposal, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The proposals of an analysis that somebody sees."""

    place: Place
    lines: Slice[Line]
    answered: Answered


@dataclass(frozen=True, slots=True)
class Source:
    """What a proposal comes from: an answer (its `round`, `loop` and `sight`), or where somebody heard it (`origin`).

    `text` is the answer as it is now, to those who may read it; else None. `proposal` is the one that it was gathered
    for, which may have been merged since.
    """

    id: UUID
    proposal: UUID
    sight: Sight | None
    origin: str
    round_title: str = ""
    heading: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A proposal with all that somebody sees of it; decisions and wordings with the latest last.

    Wordings are for those who word proposals or decide on them.
    """

    place: Place
    line: Line
    sources: tuple[Source, ...]
    merged: tuple[Proposal, ...]
    decisions: tuple[Decision, ...]
    action: Action | None
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """An answer in which something is proposed, and the proposals that it is a source of already, by number."""

    round: UUID
    round_title: str
    loop: UUID
    heading: str
    area: str | None
    sight: Sight
    text: str
    used_in: tuple[tuple[int, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """A proposal that one's own answers are a source of, and what became of it."""

    proposal: Proposal
    analysis_title: str
    standing: Standing
    decision: Decision | None
    action: Action | None


@dataclass(frozen=True, slots=True)
class PutIn:
    """A proposal that one put in oneself, in one's own words as they were then."""

    analysis_title: str
    text: str
    explanation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CameOf:
    """What came of an analysis, or of it for one goal: how many proposals have an answer, and the actions begun."""

    analysis: UUID
    goal: UUID | None
    proposals: Answered
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class ToDecide:
    """How many proposals of an analysis wait for a decision, and the first day on which an answer was promised."""

    analysis: UUID
    title: str
    number: int
    answer_by: date
