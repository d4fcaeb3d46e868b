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
    """It is no longer there (erased, undone, withdrawn)."""


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


class Source(Protocol):
    """A room's side of the port. Answers in bulk: one call for all keys of a kind."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of keys this source answers for."""

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return what `by` may cite that matches `query`."""

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:
        """Return the value now of each key."""


class State(StrEnum):
    """How a citation stands towards its source, for one reader."""

    SAME = "same"
    CHANGED = "changed"
    UNNAMED = "unnamed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Citation:
    """A statement rests on this. For an unnamed one, label, value, key and address are empty."""

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
