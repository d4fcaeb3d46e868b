"""What crosses the door of reflection: rounds, assignments, tags, texts, patterns."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kedjan.access.service import Decision, Slice
from kedjan_statistics.loops_where import Expression


class Family(StrEnum):
    """What kind of thing a tag says (C08); within importance and functioning tags have an order."""

    IMPORTANCE = "importance"
    FUNCTIONING = "functioning"
    NEED = "need"
    CONDITIONS = "conditions"
    INSIGHT = "insight"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a set. `position` is its place in the set's order; `aliases` are other spellings files may have."""

    position: int
    name: str
    family: Family = Family.OTHER
    ordinal: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagSet:
    """An ordered tag set and from when it is used."""

    id: UUID
    name: str
    version: int
    valid_from: date
    tags: tuple[Tag, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the tags' names in order."""
        return tuple(tag.name for tag in self.tags)

    @property
    def most_important(self) -> tuple[str, ...]:
        """Return the tag of greatest importance: nearly everyone uses it, so patterns and table 4 leave it out."""
        ranked = [t for t in self.tags if t.family is Family.IMPORTANCE and t.ordinal is not None]
        return (max(ranked, key=lambda tag: tag.ordinal or 0).name,) if ranked else ()


class AssignmentState(StrEnum):
    """Whether an assignment can be answered: while it is published, from its first day to its last."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class Aspect(StrEnum):
    """What an assignment or a statement is about (C02); among school leaders the individual is the leader."""

    INDIVIDUAL = "individual"
    PROCESS = "process"
    STRUCTURE = "structure"


class Level(StrEnum):
    """At which level something is seen (C02)."""

    PUPIL = "pupil"
    CLASS = "class"
    UNIT = "unit"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A question of a round. `code` is how files name it ("05a"); `minutes` is what it is expected to take.

    `emotion` says whether it asks how it felt (None: as its round). `example` is an answer to show, `tags_advised` how
    many tags are advised at most. `state` is changed by publishing and the like, never by describing it anew.
    """

    code: str
    heading: str
    position: int = 0
    focus: str = ""
    support_questions: tuple[str, ...] = ()
    follow_up_short: str = ""
    follow_up_long: str = ""
    minutes: int | None = None
    used_for: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    goal: UUID | None = None
    success_factor: UUID | None = None
    aspect: Aspect | None = None
    level: Level | None = None
    emotion: bool | None = None
    example: str = ""
    tags_advised: int = 4
    state: AssignmentState = AssignmentState.DRAFT


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody named in a round's circle of readers."""

    account: UUID
    name: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list. `loops` and `persons` are None for those who neither read nor lead it."""

    id: UUID
    title: str
    description: str
    opened_on: date | None
    closed_on: date | None
    invited: int | None
    loops: int | None
    persons: int | None
    may_read: bool
    may_lead: bool


@dataclass(frozen=True, slots=True)
class Round:
    """A round as `by` may see it. `seen` for edits is `version`; its loops are those of `revision`.

    `areas` are the service areas that have loops, in the provider's order. `may_read` and `may_lead` carry the reason.
    """

    id: UUID
    title: str
    description: str
    population: str
    invited: int | None
    opened_on: date | None
    closed_on: date | None
    emotion: bool
    revision: int
    version: int
    tag_set: TagSet
    assignments: tuple[Assignment, ...]
    readers: tuple[Reader, ...]
    loops: int | None
    persons: int | None
    areas: tuple[str, ...]
    may_read: Decision
    may_lead: Decision
    analysis: UUID | None = None
    managers_read: bool = False
    kept_months: int = 36


@dataclass(frozen=True, slots=True)
class Text:
    """One reflection to read. Who wrote it is not here.

    `area` is None where fewer than five persons answered the assignment for it, or where the writer is protected.
    """

    id: UUID
    version: int
    assignment: str
    heading: str
    area: str | None
    emotion: int | None
    tags: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class TextsSought:
    """Which reflections are asked for, in the words of `texts`; empty fields ask for everything."""

    assignment: str | None = None
    areas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    emotion: tuple[int | None, ...] = ()
    search: str = ""
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of texts, with the number of distinct persons behind all that match.

    `withheld` says that texts by staff whom the reader leads are left out.
    """

    texts: Slice[Text]
    persons: int
    revision: int
    withheld: bool = False


class PatternState(StrEnum):
    """Whether a person has taken responsibility for the sentence."""

    SUGGESTED = "suggested"
    DRAFT = "draft"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class PatternTag:
    """A marked tag behind a pattern sentence: in how many of the assignment's loops it is."""

    name: str
    loops: int
    of: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern sentence in Swedish about one assignment.

    `text` is what stands: the suggestion until somebody has edited it. `version` is 0 until then, and is what an edit
    has `seen`. `tags` are the marked tags now; `stale` says that the marking has changed since the sentence was kept.
    """

    assignment: str
    heading: str
    text: str
    suggestion: str
    state: PatternState
    version: int
    tags: tuple[PatternTag, ...]
    stale: bool = False
    id: UUID | None = None
    edited_by: UUID | None = None
    edited_at: datetime | None = None
