"""What crosses the door about signs, and about what is no longer collected."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a goal: what is looked at, from which source, when and by whom. An edit has `seen` its `version`."""

    id: UUID
    goal: UUID
    place: int
    looked_at: str
    source: str
    when: str
    by_whom: str
    version: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Something that is no longer collected; `minutes` are those of a year that it saves all together, where known."""

    id: UUID
    what: str
    since: date
    decided_by: str
    reason: str
    minutes: int | None
    version: int
