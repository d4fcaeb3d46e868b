"""What crosses the door about cause graphs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kedjan.evidence.service import Citation
from kedjan.improvement.values import Place


class Status(StrEnum):
    """How sure it is that one thing leads to another; the values are stored."""

    HYPOTHESIS = "hypothesis"
    SUPPORT = "support"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Cause:
    """A statement of the graph; an edit has `seen` its `version`."""

    id: UUID
    analysis: UUID
    text: str
    conclusion: UUID | None
    version: int
    changed_by: UUID
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class CauseLink:
    """`cause` leads to `effect`, with so many citations for that and against it; `number` is its place in the graph."""

    id: UUID
    number: int
    cause: Cause
    effect: Cause
    status: Status
    alternative: str
    supports: int
    counters: int
    version: int
    changed_by: UUID
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class CauseGraph:
    """An analysis's statements and links in the order they came; `weakest` is the link to look into first."""

    place: Place
    causes: tuple[Cause, ...]
    links: tuple[CauseLink, ...]
    weakest: CauseLink | None


@dataclass(frozen=True, slots=True)
class WholeLink:
    """A link with what speaks for it and against it, as far as somebody sees."""

    place: Place
    link: CauseLink
    supports: tuple[Citation, ...]
    counters: tuple[Citation, ...]
