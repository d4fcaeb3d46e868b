"""What crosses the door about answering: what is mine to answer, the form, what I have begun, sent or left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Refused
from kedjan.reflection.rules import noop
from kedjan.reflection.values import Tag


class Window(StrEnum):
    """Whether an assignment can be answered today, and why not."""

    OPEN = "open"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    NOT_ASKED = "not_asked"


class OwnState(StrEnum):
    """How far I have come with an assignment, and what the readers have done with what I sent."""

    NEW = "new"
    BEGUN = "begun"
    SENT = "sent"
    READ = "read"
    ASKED = "asked"
    ANSWERED = "answered"
    ABSTAINED = "abstained"


class Reason(StrEnum):
    """Why somebody abstains (C15)."""

    TIME = "time"
    PURPOSE = "purpose"
    NOT_ME = "not_me"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has written in a form. `tags` are places in the tag set, `emotion` is from -2 to 2 or None."""

    text: str = ""
    tags: tuple[int, ...] = ()
    emotion: int | None = None
    action_short: str = ""
    action_long: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept of a form that is not sent: seen by nobody but the one who writes. Version 0 is not kept yet."""

    key: UUID
    version: int
    written: Written
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A reflection as it was sent. It can be changed until `read`; `version` is what a change has `sent`."""

    key: UUID
    version: int
    written: Written
    answered_on: date | None
    state: OwnState

    @property
    def read(self) -> bool:
        """Return whether a reader has opened it: from then on it is talked about, not changed."""
        return self.state is not OwnState.SENT


@dataclass(frozen=True, slots=True)
class Area:
    """A service area within which I am asked, and how far I have come there."""

    id: UUID
    name: str
    state: OwnState


@dataclass(frozen=True, slots=True)
class Asked:
    """An assignment that is mine to answer within one service area, with what one wants to know before beginning."""

    round: UUID
    round_title: str
    code: str
    heading: str
    area: UUID
    area_name: str
    several_areas: bool
    purpose: str
    minutes: int | None
    opens_on: date | None
    closes_on: date | None
    readers: tuple[str, ...]
    window: Window
    state: OwnState
    since: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """Everything that the page of one assignment needs, for one of the service areas where I am asked.

    `key` names what is written there, through draft, sending and changes. `readers` are those who will get it,
    without one's own managers, which `withheld` says.
    `asks_emotion` and the follow-ups say what is asked beside the text; `tags_advised` is how many tags are enough.
    """

    round: UUID
    round_title: str
    description: str
    code: str
    heading: str
    focus: str
    support_questions: tuple[str, ...]
    follow_up_short: str
    follow_up_long: str
    used_for: str
    example: str
    minutes: int | None
    opens_on: date | None
    closes_on: date | None
    asks_emotion: bool
    tags: tuple[Tag, ...]
    tags_advised: int
    readers: tuple[str, ...]
    managers_read: bool
    window: Window
    areas: tuple[Area, ...]
    area: Area
    key: UUID
    draft: Draft | None
    sent: Sent | None
    abstained: Reason | None
    withheld: bool = False

    @property
    def written(self) -> Written:
        """Return what the form should hold: what was begun last, else what was sent."""
        if self.draft:
            return self.draft.written
        return self.sent.written if self.sent else Written()


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What one's own page says of a reflection that was answered here: where it is changed, and how far it has come."""

    id: UUID
    code: str
    area: UUID
    state: OwnState
    may_change: bool
    action_short: str
    action_long: str

    @property
    def proposals(self) -> tuple[str, ...]:
        """Return what was proposed at short and at long sight, where anything was."""
        return tuple(text for text in (self.action_short, self.action_long) if text)


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """Something begun and not sent, as it is taken out by the one who wrote it."""

    round_title: str
    assignment: str
    service_area: str
    written: Written
    tags: tuple[str, ...]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class OwnAbstention:
    """An assignment that one has abstained from."""

    round_title: str
    assignment: str
    reason: Reason
    at: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which field of a form, as an English message id with named values."""

    field: str
    message: str
    values: dict[str, int]


class Incomplete(Refused):
    """Something is missing or too long; what was written is kept as a draft. Carries every fault by its field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(first.message, **first.values)
        self.faults = tuple(faults)


class TooLate(Refused):
    """The assignment can no longer, or not yet, be answered; what was written is kept as a draft."""

    def __init__(self, window: Window, day: date | None) -> None:
        super().__init__(CLOSED[window], **({"day": day} if day else {}))
        self.window = window
        self.day = day


CLOSED = {
    Window.NOT_YET: noop("The assignment has not opened yet. What you have written is kept as your draft."),
    Window.CLOSED: noop("The last day to answer has passed. What you have written is kept as your draft."),
    Window.PAUSED: noop("The assignment is paused for now. What you have written is kept as your draft."),
    Window.WITHDRAWN: noop("The assignment has been withdrawn. What you have written is kept as your draft."),
    Window.NOT_ASKED: noop("You are no longer asked in this round. What you have written is kept as your draft."),
}
