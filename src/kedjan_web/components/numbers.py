"""Numbers as the reader's language writes them: 2,5 on Swedish pages and 2.5 on English ones.

Everything a page writes of figures comes through here; pictures are told the sign among their words. Files are the same
in every language, with a decimal comma as Swedish spreadsheets read it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Final

from django.utils.translation import get_language

from kedjan_statistics import figure
from kedjan_statistics.figure import Figure, Point, Value

POINTS: Final[Mapping[str, Point]] = {"en": "."}
"""The decimal sign of each language that has no comma."""
NO_BREAK_PER_CENT: Final = "\N{NO-BREAK SPACE}%"
_in_file: ContextVar[bool] = ContextVar("numbers of a file", default=False)


def point() -> Point:
    """Return the decimal sign of what is being written: a page in the reader's language, or a file."""
    return "," if _in_file.get() else POINTS.get((get_language() or "")[:2], ",")


@contextmanager
def of_a_file() -> Iterator[None]:
    """Write numbers as files have them, whoever takes the file along."""
    before = _in_file.set(True)
    try:
        yield
    finally:
        _in_file.reset(before)


def shown(value: Value, *, decimals: int, percent: bool = False) -> str:
    """Return a value in the reader's language: `69 %`, `−0,1` or `−0.1`, `..` hidden, `.` missing, `–` impossible."""
    return figure.shown(value, decimals=decimals, percent=percent, point=point())


def whole(number: int) -> str:
    """Return a count with the spaces of thousands, `12 402`; in a file without, so that it can be reckoned with."""
    return str(number) if _in_file.get() else shown(Figure(number, 1, "count"), decimals=0)


def computed(value: float | Fraction, decimals: int) -> str:
    """Return a computed number that is no figure, with so many decimals: a quotient, a rate, the end of an interval."""
    exact = Fraction(value)
    return shown(Figure(exact.numerator, exact.denominator, "mean"), decimals=decimals)


def end_in_per_cent(end: float) -> str:
    """Return where an interval of a share (0 to 1) ends, in per cent with one decimal and without the sign."""
    return computed(Fraction(round(end * 1_000_000), 10_000), 1)
