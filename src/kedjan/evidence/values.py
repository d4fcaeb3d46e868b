"""The port through which rooms are cited, and what citations look like."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.evidence.words import Part, plain


@dataclass(frozen=True, slots=True)
class Value:
    """What a source says of a key now, in parts: a label, the value, and the address of its page."""

    label: Part
    value: Part
    address: str = ""


@dataclass(frozen=True, slots=True)
class NotYoursToSee:
    """It is there, but this reader has no right to it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """It is no longer there (erased, undone, withdrawn); what it was is told only where it was `yours` to see."""

    yours: bool = True


type Answer = Value | NotYoursToSee | Gone


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be cited."""

    kind: str
    key: str
    label: Part
    value: Part

    def matches(self, query: str) -> bool:
        """Return whether label and value have every word of a query, as they read without a translation."""
        said = f"{plain(self.label)} {plain(self.value)}".casefold()
        return all(word in said for word in query.casefold().split())


MOST_OFFERED = 1000
"""So many of a kind are found by a search, the first of them: more words find fewer."""


class Source(Protocol):
    """A room's side of the port. Answers in bulk: one call for all keys of a kind."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of keys this source answers for."""

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return what `by` may cite that matches `query`; the first `MOST_OFFERED` of each kind are enough."""

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:
        """Return the value now of each key."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Whose words a kind of statement is: the kind under which the thing itself is cited, by the statement's id.

    What is cited `against` it speaks against it.
    """

    kind: str
    against: bool = False


type Thing = tuple[str, str]
"""Something that can be cited, by its kind and key."""


class Tie(Protocol):
    """What rests on what inside one room, without a citation: a quote on the text that it is taken from."""

    def below(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return pairs of each thing and what it rests on."""

    def above(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return pairs of each thing and what rests on it."""


class State(StrEnum):
    """How a citation stands towards its source, for one reader."""

    SAME = "same"
    CHANGED = "changed"
    UNNAMED = "unnamed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Citation:
    """A statement rests on this. For an unnamed one, label, value, key and address are empty.

    So they are for one that is gone and that the reader had no right to see.
    """

    id: UUID
    kind: str
    key: str
    label: Part
    value: Part
    cited_at: datetime
    state: State
    value_now: Part = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What rests on something: its kind and id, as its own room knows it, and when it was said to."""

    kind: str
    id: str
    cited_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A thing on the thread, as one reader may see it, with the `steps` that go on from it.

    For one unnamed or gone, label, value, key and address are empty. Of one that has changed since it was cited, `then`
    is how it read. `again` is one whose steps stand at another place. `cited_at` is none where nobody cited.
    """

    kind: str
    key: str
    state: State
    label: Part = ""
    value: Part = ""
    address: str = ""
    then: Part = ""
    against: bool = False
    again: bool = False
    cited_at: datetime | None = None
    steps: "tuple[Step, ...]" = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A thing with what it rests on, and what came to rest on it; `cut` where there is more than is shown."""

    of: Step
    rests_on: tuple[Step, ...]
    became: tuple[Step, ...]
    cut: bool = False
