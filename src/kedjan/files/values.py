"""What files answers with."""

from dataclasses import dataclass
from datetime import datetime
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
