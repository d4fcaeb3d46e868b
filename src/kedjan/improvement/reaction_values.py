"""What crosses the door about what those who were asked say of conclusions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kedjan_statistics.figure import Value


class Stance(StrEnum):
    """Whether a conclusion holds, as one who was asked sees it; the values are stored."""

    TRUE = "true"
    PARTLY = "partly"
    NOT_TRUE = "not_true"
    CANNOT_SAY = "cannot_say"


DISAGREES = frozenset({Stance.NOT_TRUE, Stance.CANNOT_SAY})
"""Who does not say that it holds, at least in part: each is read and answered before a conclusion is settled (C21)."""


class Relevance(StrEnum):
    """Whether it matters at one's own unit; the values are stored."""

    RELEVANT = "relevant"
    SOMEWHAT = "somewhat"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What one says oneself of a conclusion, and the answer to it; a change has `seen` its `version`."""

    stance: Stance
    relevance: Relevance | None
    comment: str
    version: int
    answer: str


@dataclass(frozen=True, slots=True)
class OwnReaction:
    """A reaction of one's own, for one's own file."""

    analysis: str
    conclusion: str
    stance: str
    relevance: str
    comment: str
    day: date
    answer: str


@dataclass(frozen=True, slots=True)
class GroupReactions:
    """What a group of at least five said, not all the same; `parts` are the service areas of each part of it."""

    parts: tuple[tuple[str, ...], ...]
    persons: int
    stances: Mapping[Stance, Value]
    relevance: Mapping[Relevance, Value]


@dataclass(frozen=True, slots=True)
class Reactions:
    """What all who reacted said of a conclusion when the time was over: counts, and how many of all say it holds.

    Everything is Hidden where fewer than five reacted. The share is of all who did, with Wilson's interval. `groups`
    are empty where there is no more than one. `withheld` says that those whom the reader leads are in no number.
    """

    asked: int
    reacted: Value
    stances: Mapping[Stance, Value]
    relevance: Mapping[Relevance, Value]
    holds: Value
    low: float | None
    high: float | None
    groups: tuple[GroupReactions, ...]
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A reaction that is to be read and answered, to the readers; nobody stands by name. `answer` may be empty."""

    id: UUID
    stance: Stance
    comment: str
    answer: str


@dataclass(frozen=True, slots=True)
class Disagreements:
    """Those that somebody may read, in no order that says anything, and how many of them are `unanswered`.

    `withheld` says that the reader leads some of those who were asked, whatever they said: what they did is left out.
    """

    items: tuple[Disagreement, ...]
    unanswered: int
    withheld: bool
