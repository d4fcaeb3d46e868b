"""What is said and kept on the way to a settled report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says of a section. An edit and a resolving have `seen` its `version`."""

    id: UUID
    section: UUID
    text: str
    version: int
    by: UUID
    at: datetime
    changed_at: datetime
    resolved_by: UUID | None
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Awaiting:
    """How much waits for somebody in a draft: comments on what they wrote, sections to review; and since when."""

    comments: int
    to_review: int
    since: datetime


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that has been kept: its number, and who kept it when and why."""

    id: UUID
    number: int
    revision: int
    note: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """One block of a version: what kind it is, and the words written in it."""

    id: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """One section of a version."""

    id: str
    heading: str
    blocks: tuple[Written, ...]


type Change = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both versions, were added, or were removed."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class BlockCompared:
    """One block in two versions, word by word; `change` says whether it stands in both."""

    kind: str
    change: Change
    pieces: tuple[Piece, ...]
    moved: bool = False

    @property
    def changed(self) -> bool:
        """Return whether it is another one."""
        return self.change != "same" or self.moved or any(each.change != "same" for each in self.pieces)


@dataclass(frozen=True, slots=True)
class SectionCompared:
    """One section in two versions: its heading word by word, and its blocks."""

    change: Change
    heading: tuple[Piece, ...]
    blocks: tuple[BlockCompared, ...]
    moved: bool = False

    @property
    def changed(self) -> bool:
        """Return whether anything in it is another."""
        return (
            self.change != "same"
            or self.moved
            or any(each.change != "same" for each in self.heading)
            or any(each.changed for each in self.blocks)
        )
