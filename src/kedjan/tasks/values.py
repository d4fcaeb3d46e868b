"""What tasks answers with: time frames, what asks for minutes, and how much is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Refused, Role

ABOVE = Refused("This asks for more time than has been agreed. Say first what is taken away instead.").message


class Asking(StrEnum):
    """What asks for minutes: an assignment of a round, or an activity told by hand."""

    ASSIGNMENT = "assignment"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class Frame:
    """How many minutes a school year (as 2026/27) may ask of somebody with a role, from a day on."""

    role: Role
    school_year: str
    minutes: int
    note: str
    agreed_with: str
    agreed_on: date
    valid_from: date
    set_by: UUID
    set_at: datetime


@dataclass(frozen=True, slots=True)
class FrameNow:
    """A role's frame in a school year as it stands, with all there have been, the latest first.

    A change of it has `seen` how many there have been.
    """

    role: Role
    now: Frame | None
    history: tuple[Frame, ...]

    @property
    def seen(self) -> int:
        """Return what a change has seen."""
        return len(self.history)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that asks for minutes in a school year: so many of each person, by role.

    `object` is the thing as its own room knows it; `in_meetings` says whether meeting time is set aside for it.
    """

    asking: Asking
    object: str
    title: str
    school_year: str
    minutes: Mapping[Role, int]
    in_meetings: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """How many minutes one thing asks of each person with a role, since when."""

    id: UUID
    asking: Asking
    object: str
    title: str
    role: Role
    school_year: str
    minutes: int
    in_meetings: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Load:
    """What a school year asks of somebody with a role, and the frame for it, if one is agreed."""

    role: Role
    school_year: str
    frame: Frame | None
    declared: tuple[Declaration, ...]

    @property
    def minutes(self) -> int:
        """Return all declared minutes."""
        return sum(each.minutes for each in self.declared)

    @property
    def in_meetings(self) -> int:
        """Return the minutes that meeting time is set aside for."""
        return sum(each.minutes for each in self.declared if each.in_meetings)

    @property
    def outside(self) -> int:
        """Return the minutes that are extra time."""
        return self.minutes - self.in_meetings

    @property
    def left(self) -> int | None:
        """Return how many minutes are left: below zero when more is asked than agreed, None without a frame."""
        return None if self.frame is None else self.frame.minutes - self.minutes


@dataclass(frozen=True, slots=True)
class Overrun:
    """Somebody asked for more than the frame, and why. An empty motive: more people came to be asked by themselves."""

    role: Role
    school_year: str
    title: str
    above: int
    motive: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """All that a school year asks, role by role, and when it was let above a frame, the latest first."""

    school_year: str
    loads: tuple[Load, ...]
    overruns: tuple[Overrun, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """How far above its frame a role would come, and what it is asked for already."""

    load: Load
    asked: int

    @property
    def above(self) -> int:
        """Return how many minutes too many."""
        return self.asked - (self.load.left or 0)


class OverBudget(Refused):
    """More would be asked than has been agreed; carries by how much and for whom."""

    def __init__(self, over: tuple[Over, ...]) -> None:
        super().__init__(ABOVE)
        self.over = over


@dataclass(frozen=True, slots=True)
class Instead:
    """What is taken away instead: activities withdrawn or lowered to so many minutes, by id; or why nothing is."""

    withdrawn: tuple[UUID, ...] = ()
    lowered: Mapping[UUID, int] = field(default_factory=dict)
    motive: str = ""
