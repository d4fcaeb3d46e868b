"""What files answers with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class File:
    """A kept file: `size` in bytes, `sha256` in hex."""

    id: UUID
    purpose: str
    name: str
    media_type: str
    size: int
    sha256: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class TakenThing:
    """Something as a file left it, at a version; `before` is what it said then, None for a new one."""

    what: str
    id: UUID
    version: int
    before: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in: how many were new, of how many it said something else, and how many it left.

    `unchanged` is None for files from before that was counted. One that has been undone says by whom, and when.
    """

    id: UUID
    by: UUID
    at: datetime
    new: int
    changed: int
    unchanged: int | None
    undone_by: UUID | None
    undone_at: datetime | None
