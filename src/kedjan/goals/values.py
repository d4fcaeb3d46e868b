"""What goals answers with."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal or success factor, with the goals it serves."""

    id: UUID
    position: int
    text: str
    toned_down: bool
    motive: str
    serves: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """A set of goals in order."""

    id: UUID
    name: str
    kind: str
    starts: date
    ends: date | None
    goals: tuple[Goal, ...]
