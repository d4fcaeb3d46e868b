"""What is wrong with one value of a file, so that whoever sent it finds the place and knows what was expected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from kedjan_formats.unreadable import Unreadable

MOST = 100_000
"""Things that are told to be wrong with one file: nobody mends more by hand, and each takes its room."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill.

    Each kind of file has its own, with `words`: what is wrong and what was expected, by code.
    """

    words: ClassVar[Mapping[str, tuple[str, str]]] = {}

    row: int
    column: str
    value: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong, as a message id."""
        return self.words[self.code][0]

    @property
    def expected(self) -> str:
        """What was expected instead, as a message id."""
        return self.words[self.code][1]


def tell[P: Problem](found: list[P], problem: P) -> None:
    """Add what is wrong to what was found before; a file of which more is wrong than can be told is refused."""
    if len(found) >= MOST:
        first = found[0]
        raise Unreadable("too_many_wrong", limit=MOST, row=first.row, column=first.column or "–")
    found.append(problem)
