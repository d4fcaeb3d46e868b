"""What crosses the door about the board."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kedjan.evidence.service import Citation
from kedjan.improvement.values import Place
from kedjan_statistics.figure import Figure

ORIGIN = "observation"
"""The kind of statements under which what an observation comes from is cited."""


class Part(StrEnum):
    """Where something lies (C02); the values are stored. At the provider's level the leaders are the individuals."""

    INDIVIDUAL = "I"
    PROCESS = "P"
    STRUCTURE = "S"


class Worth(StrEnum):
    """Whether something is good or poor, or proposed; the values are stored."""

    GOOD = "good"
    POOR = "poor"
    PROPOSAL = "proposal"


class BoardLevel(StrEnum):
    """Whom something is about; the values are stored."""

    PUPIL = "pupil"
    CLASS = "class"
    UNIT = "unit"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Observation:
    """Something on the board; an edit has `seen` its `version`. A proposal may be of no part."""

    id: UUID
    analysis: UUID
    goal: UUID
    part: Part | None
    worth: Worth
    level: BoardLevel | None
    text: str
    version: int
    changed_by: UUID
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class BoardField:
    """A field of the board: what is good, or poor, in one part for one goal; or what is proposed (no part)."""

    goal: UUID
    part: Part | None
    worth: Worth


@dataclass(frozen=True, slots=True)
class Same:
    """Two fields that hold the same, word for word: a slip in copying, or meant so."""

    one: BoardField
    other: BoardField
    number: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Two observations for the same goal that say nearly the same, as good and as poor where they are `opposed`."""

    one: Observation
    other: Observation
    opposed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """How many persons of a service area have written what a divided picture comes from, as good and as poor.

    The area is empty for those whose texts are not shown with one.
    """

    area: str
    good: Figure
    poor: Figure


@dataclass(frozen=True, slots=True)
class Picture:
    """A divided picture: what stands both as good and as poor for a goal, and how many see it so, by service area.

    Whoever has written both counts on both sides. No sides where it comes from no reflection that the reader reads.
    """

    goal: UUID
    text: str
    everybody: Side
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """An analysis's board: observations in order with how many citations each has.

    `divided` are those that stand both as good and as poor for the same goal. `same` are fields that hold the same,
    `twice` observations that stand twice in one field, and `alike` pairs that say nearly the same in other words.
    `pictures` say of the divided ones who sees them so.
    """

    place: Place
    observations: tuple[Observation, ...]
    rests_on: dict[UUID, int]
    divided: frozenset[UUID]
    same: tuple[Same, ...]
    twice: tuple[Observation, ...]
    alike: tuple[Alike, ...]
    pictures: tuple[Picture, ...]

    def within(self, field: BoardField) -> tuple[Observation, ...]:
        """Return what stands in a field; proposals of every part stand together."""
        return tuple(
            each
            for each in self.observations
            if (each.goal, each.worth) == (field.goal, field.worth)
            and (each.worth is Worth.PROPOSAL or each.part is field.part)
        )


@dataclass(frozen=True, slots=True)
class WholeObservation:
    """An observation with where it comes from, as far as somebody sees."""

    place: Place
    observation: Observation
    origin: tuple[Citation, ...]
