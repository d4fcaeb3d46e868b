"""What is wrong with one value of a file, so that whoever sent it finds the place and knows what was expected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


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
