"""What the journal answers with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done: `id` is the cursor; `verb` and `details` hold codes and ids, never anybody's text."""

    id: int
    at: datetime
    actor: UUID | None
    room: str
    verb: str
    kind: str
    object_id: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody read a page on which one's own text stood."""

    at: datetime
    reader: UUID
    kind: str
    object_id: str
