"""What crosses the door of extracts: what was asked for, how far it has come, and what is to be written."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.reflection.service import TextsSought, TextsTaken


class Format(StrEnum):
    """What one can take texts along as."""

    EXCEL = "xlsx"
    WORD = "docx"


class ExtractState(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Extract:
    """A file that its owner asked for. `goes_on` is the day it is removed; `error` is a message id.

    `progress` is in per cent; `loops` is how many reflections it has, or is to have.
    """

    id: UUID
    round: UUID
    format: Format
    state: ExtractState
    progress: int
    loops: int
    asked_at: datetime
    goes_on: date
    name: str
    size: int
    error: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file is to hold: what was asked for, with what was found; `made_at` is when."""

    round: UUID
    sought: TextsSought
    taken: TextsTaken
    format: Format
    language: str
    made_at: datetime
