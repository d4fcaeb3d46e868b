"""A table as it is shown: headings with their n, cells with their way to the texts, what the table says of itself."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from kedjan_statistics.figure import Value

type Raw = Value | Fraction | int | str | None
type Absence = Literal["", "hidden", "missing", "not_applicable"]

SIGNS = {"largest": "●", "over": "▲", "under": "▼", "lowest": "▼", "highest": "▲"}


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading: `words` say it whole where `text` is short, `n` how many it rests on (empty: no such)."""

    text: str
    words: str = ""
    n: str = ""
    apart: bool = False
    is_text: bool = False

    @property
    def classes(self) -> str:
        """Return the classes of the heading."""
        return " ".join(name for name, on in {"k-num": not self.is_text, "k-apart": self.apart}.items() if on)


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a cell; `spoken` says it whole, with place and denominator, to those who hear or point.

    `raw` is what goes into a file: the exact number (per cent where `text` is), or why there is none.
    """

    text: str
    url: str = ""
    spoken: str = ""
    mark: str = ""
    mark_words: str = ""
    absent: Absence = ""
    apart: bool = False
    is_text: bool = False
    raw: Raw = None

    @property
    def bare(self) -> bool:
        """Return whether it is a number and nothing else, as most cells are."""
        return not (self.url or self.spoken or self.mark or self.absent or self.is_text or self.apart)

    @property
    def sign(self) -> str:
        """Return the sign of the mark."""
        return SIGNS.get(self.mark, "")

    @property
    def classes(self) -> str:
        """Return the classes of the cell."""
        chosen = {
            "k-num": not self.is_text,
            f"k-marked k-marked--{self.mark}": bool(self.mark),
            "k-absent": bool(self.absent),
            "k-apart": self.apart,
        }
        return " ".join(name for name, on in chosen.items() if on)


@dataclass(frozen=True, slots=True)
class Line:
    """A row; `words` say its heading whole where it is short."""

    head: str
    cells: tuple[Shown, ...]
    words: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that stand under one heading."""

    text: str
    span: int
    n: str = ""


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A sign, and what it means."""

    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A whole table. `corner` heads the rows; `rule` is the rule of marking as it fell out; `foot` stands below."""

    key: str
    caption: str
    note: str
    corner: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    closing: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()
    rule: tuple[str, ...] = ()
    legend: tuple[LegendLine, ...] = ()
    notes: tuple[str, ...] = ()
    foot: tuple[tuple[str, str], ...] = ()
    assignments: tuple[tuple[str, str], ...] = field(default=())

    @property
    def fits(self) -> bool:
        """Return whether the columns fit a wide page, so that the headings can stay as the page scrolls."""
        return len(self.heads) <= 11

    @property
    def small(self) -> bool:
        """Return whether the columns are so few that they should not be spread over the page."""
        return len(self.heads) <= 4 and not self.groups

    @property
    def tall(self) -> bool:
        """Return whether the table is long enough for a frame of its own."""
        return len(self.lines) > 14
