"""What crosses the door about the talk on reflections: the reading queue, and one reflection with its messages."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Slice


class ReceptionState(StrEnum):
    """Where a reflection stands among its readers: who is to say something next is told by it."""

    UNREAD = "unread"
    READ = "read"  # the readers have read, and owe an answer or a word that none is needed
    ASKED = "asked"  # the writer has been asked something
    ANSWERED = "answered"  # a reader had the last word
    DONE = "done"  # a reader has said that no answer is needed


class Want(StrEnum):
    """What part of the queue one asks for."""

    WAITING = "waiting"  # unread or read, and not taken by somebody else
    UNREAD = "unread"
    FLAGGED = "flagged"
    ASKED = "asked"
    ANSWERED = "answered"  # answered or done
    ALL = "all"


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A reflection in the queue, without its text. `taken_by` is another reader who is at it now, or None."""

    loop: UUID
    assignment: str
    heading: str
    answered_on: date | None
    tags: tuple[str, ...]
    emotion: int | None
    state: ReceptionState
    flagged: bool
    taken_by: UUID | None
    messages: int
    unseen: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, how many there are of each part, and whether texts by those one leads are left out."""

    lines: Slice[QueueLine]
    counts: dict[Want, int]
    withheld: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A message. `author` is None where the account is gone; a withdrawn one has no text."""

    id: UUID
    author: UUID | None
    from_writer: bool
    text: str
    asks: bool
    no_reply_needed: bool
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A reflection with what has been said about it. An answer has `seen` its `version`.

    `writer` is None where the reader must not know or nobody can be reached: then nothing can be said either.
    """

    round: UUID
    round_title: str
    loop: UUID
    assignment: str
    heading: str
    area: str | None
    answered_on: date | None
    emotion: int | None
    tags: tuple[str, ...]
    text: str
    action_short: str
    action_long: str
    state: ReceptionState
    flagged: bool
    taken_by: UUID | None
    version: int
    messages: tuple[Said, ...]
    writer: UUID | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many reflections of a round wait for its readers, or that there are `more` than so many."""

    title: str
    reflections: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """The last unseen message about a reflection of one's own; `asks` says that a reply is wanted."""

    loop: UUID
    round_title: str
    asks: bool
    at: datetime
