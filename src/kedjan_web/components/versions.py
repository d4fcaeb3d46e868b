"""Wordings side by side: each beside the one before, with what has gone and what has come."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Protocol
from uuid import UUID


class Worded(Protocol):
    """One wording of something, by its number."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def explanation(self) -> str: ...
    @property
    def by(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both versions, or in one of them (`changed`)."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """Two wordings beside each other: what has gone from the earlier, what has come in the later."""

    earlier: Worded
    later: Worded
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    by: str


def versions(wordings: Sequence[Worded], names: Mapping[UUID | None, str]) -> list[Beside]:
    """Return each wording beside the one before, the latest first."""
    return [
        Beside(earlier, later, *compared(whole(earlier), whole(later)), names[later.by])
        for earlier, later in reversed(list(pairwise(wordings)))
    ]


def whole(wording: Worded) -> str:
    """Return a wording as one text."""
    return "\n".join(part for part in (wording.text, wording.explanation) if part)


def compared(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two texts in pieces, word by word: those that both have, and those of one alone."""
    mine, theirs = (re.findall(r"\S+|\n", text) for text in (one, other))
    before, after = [], []
    for kind, start, end, begin, stop in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if end > start:
            before.append(Piece(" ".join(mine[start:end]), kind != "equal"))
        if stop > begin:
            after.append(Piece(" ".join(theirs[begin:stop]), kind != "equal"))
    return tuple(before), tuple(after)
