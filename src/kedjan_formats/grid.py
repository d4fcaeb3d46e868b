"""A table to be written as a file, and its cells made safe: numbers stay numbers, absences get words, no formulas."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Value

type Cell = str | int | float | bool | Fraction | Decimal | dt.date | Value | None
type Plain = str | int | float | dt.date | None

_FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠|%]")
_NUMBER = re.compile(r"[+\-]?\d[\d \u00a0\u202f]*([.,]\d+)?[ \u00a0]?%?")
_STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how the numbers under it are shown; `percent` columns hold shares (0.69 is 69 %).

    `decimals` None shows whole numbers as they are and others unrounded.
    """

    heading: str
    kind: Literal["general", "percent"] = "general"
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a cell that has no number."""

    few_persons: str = "färre än %(fewer_than)s personer"
    hidden: str = "visas inte"
    missing: str = "uppgift saknas"
    not_applicable: str = "ej aktuellt"
    yes: str = "ja"
    no: str = "nej"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with one heading row; `notes` are definitions and sources, written below it.

    `name` is the sheet's name in a workbook (the title where it is empty); `header_columns` stay in view on scrolling;
    `filtered` puts what rows can be chosen by in the headings.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    notes: tuple[str, ...] = ()
    name: str = ""
    header_columns: int = 1
    filtered: bool = False


SWEDISH = Words()


def plain(cell: Cell, words: Words = SWEDISH) -> Plain:  # noqa: PLR0911 - one kind of cell, one line
    """The cell as what a file can hold: text (guarded), number, date or nothing."""
    match cell:
        case None | int() | float() if not isinstance(cell, bool):
            return cell
        case bool():
            return words.yes if cell else words.no
        case str():
            return guarded(cell)
        case Figure():
            return _number(cell.value)
        case Fraction() | Decimal():
            return _number(Fraction(cell))
        case dt.datetime():
            return cell.astimezone(_STOCKHOLM).replace(tzinfo=None) if cell.tzinfo else cell
        case dt.date():
            return cell
        case Hidden(reason="few_persons"):
            return words.few_persons % {"fewer_than": cell.fewer_than}
        case Hidden():
            return words.hidden
        case Missing():
            return words.missing
        case NotApplicable():
            return words.not_applicable
        case _:
            raise TypeError(f"a cell cannot hold {type(cell).__name__}")


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula; "-0,1" is left alone."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
