"""What reports answers with: reports in a list, a report with its sections and blocks, and what may be put in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kedjan.access.service import Decision
from kedjan.evidence.service import Part
from kedjan.reports.audiences import Audience
from kedjan.reports.contents import Content
from kedjan.reports.rules import Chapter


class State(StrEnum):
    """A draft can be written in; a settled report never changes."""

    DRAFT = "draft"
    SETTLED = "settled"


class BlockKind(StrEnum):
    """What a block is."""

    TEXT = "text"
    TABLE = "table"
    PICTURE = "picture"
    PATTERN = "pattern"
    QUOTE = "quote"
    LIVING = "living"
    DEFINITIONS = "definitions"


class Format(StrEnum):
    """What a report is written out as."""

    WORD = "word"
    PDF = "pdf"
    PAGE = "html"


class ExportState(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ready:
    """That a report can be settled, or a section is done, some say: who said it, when, and at which revision."""

    by: UUID | None
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a report has come, and which revision of it that is."""

    state: State
    revision: int


@dataclass(frozen=True, slots=True)
class Since:
    """Something under a block has changed: a message id, what it is about, and how it read then and reads now."""

    message: str
    label: Part = ""
    then: Part = ""
    now: Part = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list; `at` is when it was settled, or else last changed, and `by` who did that.

    `ready` is of a draft that waits to be settled.
    """

    id: UUID
    title: str
    subtitle: str
    state: State
    edition: int
    at: datetime
    by: UUID | None
    ready: Ready | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block as `by` may see it: what it shows (`content`), what was put in it (`reference`), and its own text.

    An edit has `seen` its `version`.
    """

    id: UUID
    kind: BlockKind
    reference: Mapping[str, Any]
    text: str
    content: Content
    version: int = 1
    changed_by: UUID | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (level 1 or 2) with its blocks in order. An edit has `seen` its `version`.

    Something was changed in it last at revision `written` of the report; it is `ready` and `reviewed` as it stood when
    `written` was so. `guidance` is what its outline says to those who write. So many `comments` are not resolved yet.
    """

    id: UUID
    heading: str
    level: int
    blocks: tuple[Block, ...]
    version: int = 1
    written: int = 0
    ready: Ready | None = None
    reviewed: Ready | None = None
    comments: int = 0
    guidance: str = ""

    @property
    def marked(self) -> int:
        """Return a number that is another when it is marked anew; to take the marks back has `seen` it."""
        return marked(self.ready.revision, reviewed=self.reviewed is not None) if self.ready else 0


def marked(revision: int, *, reviewed: bool) -> int:
    """Return the number of what is marked as ready at a revision, and perhaps reviewed."""
    return 2 * revision + reviewed


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a new block is put: in which section of which report, after which block (none: last)."""

    report: UUID
    section: UUID
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class DataSet:
    """What figures in a report come from: a release, and the revision (0: unknown) of the round it was counted on."""

    release: UUID
    title: str
    round: str
    revision: int
    shared_on: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as `by` may read it. Title and template are edited by `version`; settling has `seen` its `revision`.

    `ready` is there when its writers have said that it can be settled. `data_sets` are those of the figures in it. For
    a settled report everything is as it was settled, `sha256` is the checksum of that, and `intact` says that it still
    is so. `successor` is the edition begun from it.
    """

    id: UUID
    title: str
    subtitle: str
    state: State
    edition: int
    version: int
    revision: int
    sections: tuple[Section, ...]
    data_sets: tuple[DataSet, ...]
    template: UUID | None
    begun_by: UUID | None
    changed_by: UUID | None
    changed_at: datetime
    provider_name: str
    may_write: Decision
    may_settle: Decision
    ready: Ready | None = None
    settled_at: datetime | None = None
    settled_by: UUID | None = None
    sha256: str = ""
    intact: bool = True
    continues: UUID | None = None
    successor: UUID | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """That a settled report is, or was, published to an audience; who took it back, when and why, where that is so."""

    audience: Audience
    made_by: UUID
    made_at: datetime
    withdrawn_by: UUID | None = None
    withdrawn_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that stands in the way of settling: a message id with values, and the block or section it is about."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    block: UUID | None = None
    section: UUID | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A file asked for: `file` and `name` when it is done, `error` (message id) when it could not be written.

    An `outdated` one names somebody as they were called then, and is not handed out any more.
    """

    id: UUID
    report: UUID
    format: Format
    state: ExportState
    progress: int
    asked_at: datetime
    file: UUID | None = None
    name: str = ""
    size: int = 0
    error: str = ""
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A Word template of the provider's; `missing` are styles that a report uses and a template just added lacks."""

    id: UUID
    name: str
    size: int
    kept_at: datetime
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A kind of report with its chapters, and the text that they are written as. A change has `seen` its `version`."""

    id: UUID
    name: str
    text: str
    chapters: tuple[Chapter, ...]
    version: int
    changed_by: UUID
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which report a block stands, for those who follow the thread downwards."""

    report: UUID
    title: str
    state: State
    heading: str
    block: UUID


@dataclass(frozen=True, slots=True)
class TableOffer:
    """A shared table that can be put in a report, the drawings it gives, and the columns bars can be about."""

    release: UUID
    table: str
    caption: str
    release_title: str
    shared_on: str
    drawings: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartOffer:
    """Something of another room that can stand in a report as a living part: its key there, and what it is called."""

    of: str
    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SentenceOffer:
    """An approved pattern sentence; `unshared` is a number in it that has not been shared, and keeps it out."""

    round: UUID
    round_title: str
    assignment: str
    heading: str
    text: str
    unshared: str
