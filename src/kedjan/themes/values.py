"""What crosses the door of themes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Slice
from kedjan_statistics.agreement import Agreement


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with how much it holds: passages, reflections, and distinct persons behind them.

    `counter_voices` are quotes that speak against it. An edit has `seen` its `version`.
    """

    id: UUID
    name: str
    description: str
    groups: tuple[str, ...]
    version: int
    passages: int
    reflections: int
    persons: int
    quotes: int
    counter_voices: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage in a text: its theme and who marked it. `mine` may be taken away."""

    id: UUID
    theme: UUID
    theme_name: str
    starts: int
    ends: int
    reader: UUID
    mine: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, its number from 0, and the names of the themes that stand on it."""

    number: int
    text: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A reflection with its sentences and marks. `apart` says that only one's own marks are shown."""

    loop: UUID
    text_version: int
    assignment: str
    heading: str
    area: str | None
    emotion: int | None
    tags: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    marks: tuple[Mark, ...]
    gone_through: bool
    apart: bool


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage to read under its theme: `text` is None where the reflection has changed, gone, or is not yours."""

    id: UUID
    loop: UUID
    text: str | None
    assignment: str
    area: str | None
    reader: UUID
    mine: bool


@dataclass(frozen=True, slots=True)
class PassagePage:
    """A page of a theme's passages; while the readers code `apart` the theme is not cited."""

    theme: Theme
    passages: Slice[PassageText]
    apart: bool = False


class Verb(StrEnum):
    """What can be done to themes, and undone."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A change of a round's themes, the latest first in lists. `names` are the themes' names then, old before new."""

    id: UUID
    verb: Verb
    names: tuple[str, ...]
    by: UUID
    at: datetime
    undone: bool


class QuoteState(StrEnum):
    """How far one has come with a quote."""

    KEPT = "kept"
    ASKED = "asked"
    ALLOWED = "allowed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote in the basket. `text` is the writer's words for the readers of the round, None where they are gone.

    `may_go_out` says what may be used beyond the readers: the words when the writer has agreed, else the paraphrase.
    `can_be_asked` is false where the writer has no account here.
    """

    id: UUID
    round: UUID
    theme: UUID | None
    theme_name: str
    counter: bool
    loop: UUID
    text: str | None
    assignment: str
    heading: str
    area: str | None
    state: QuoteState
    paraphrase: str
    persons: int
    may_go_out: str
    can_be_asked: bool
    version: int


@dataclass(frozen=True, slots=True)
class Consented:
    """How a quote stands beyond the readers, told without a word of it: whether the writer has agreed, and still does.

    `asked_back` says that a consent once given has been taken back. `still` is false where the text has been changed
    or taken back since the quote was kept.
    """

    state: QuoteState
    still: bool
    asked_back: bool
    paraphrase: str

    @property
    def in_own_words(self) -> bool:
        """Return whether the writer's own words may be used."""
        return self.still and self.state is QuoteState.ALLOWED


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """Somebody asks whether one's own words, of a reflection in a round, may be quoted."""

    id: UUID
    round: UUID
    loop: UUID
    text: str
    asked_at: datetime
    state: QuoteState


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far two readers agree on one theme."""

    theme: str
    figures: Agreement
