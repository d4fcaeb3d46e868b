"""What a start page is made of: things to do, things that changed, and what became of what one said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kedjan.access.service import Actor


class Kind(StrEnum):
    """The three questions that a start page answers."""

    TO_DO = "to do"
    CHANGED = "changed"
    BECAME = "became"


@dataclass(frozen=True, slots=True)
class StartItem:
    """One line of a start page: translated words, where it leads, and when it came about (aware)."""

    title: str
    text: str
    url: str
    kind: Kind
    at: datetime


type Source = Callable[[Actor, datetime], Iterable[StartItem]]
"""What an area contributes: the actor's items at a moment, in a few queries whatever their number."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A person's items by question: to do with the oldest first, the others with the latest first."""

    to_do: tuple[StartItem, ...]
    changed: tuple[StartItem, ...]
    became: tuple[StartItem, ...]


def gather(sources: Iterable[Source], actor: Actor, now: datetime) -> Gathered:
    """Return what all sources have for the actor."""
    items = [item for source in sources for item in source(actor, now)]

    def of(kind: Kind, *, latest_first: bool) -> tuple[StartItem, ...]:
        return tuple(sorted((i for i in items if i.kind is kind), key=lambda i: i.at, reverse=latest_first))

    return Gathered(
        of(Kind.TO_DO, latest_first=False), of(Kind.CHANGED, latest_first=True), of(Kind.BECAME, latest_first=True)
    )
