"""A number with what makes it one, the three kinds of absence, and how they are shown.

Everything is computed on integers and fractions; a decimal exists only at the moment of showing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

__all__ = [
    "Figure",
    "Hidden",
    "Missing",
    "NotApplicable",
    "Point",
    "Sum",
    "Unit",
    "Value",
    "count",
    "pooled",
    "ratio",
    "round_half_away",
    "shown",
    "total",
]

type Unit = Literal["share", "mean", "per_loop", "count", "difference"]
type Point = Literal[",", "."]
"""The decimal sign of a language: a comma in Swedish, a point in English."""

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A numerator over a denominator, with its unit, population, period, source and definition.

    The denominator is part of the number: 33 of 65 and 66 of 130 are different figures with the same value.
    Refuses a denominator below 1, since nothing over nothing is `Missing` and not a number.
    """

    numerator: int
    denominator: int
    unit: Unit
    population: str = ""
    period: str = ""
    source: str = ""
    definition: str = ""

    def __post_init__(self) -> None:
        if self.denominator < 1:
            raise ValueError(f"a figure needs a denominator of at least 1, not {self.denominator}")

    @property
    def value(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A number that exists but would point at fewer than so many persons.

    `few_persons`: the number itself does; `complementary`: another hidden number could be derived from it.
    """

    reason: str
    fewer_than: int = 5


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that is not available: not asked, not answered, or nothing to divide by."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A number that cannot exist here, such as Swedish for a pupil who reads Swedish as a second language."""


type Value = Figure | Hidden | Missing | NotApplicable


def count(number: int, *, population: str = "", period: str = "", source: str = "", definition: str = "") -> Figure:
    """A whole number of things, as a figure over one."""
    return Figure(number, 1, "count", population, period, source, definition)


def ratio(numerator: int, denominator: int, unit: Unit, reason: str = "") -> Figure | Missing:
    """The figure, or `Missing` with the reason where there is nothing to divide by."""
    return Figure(numerator, denominator, unit) if denominator else Missing(reason)


@dataclass(frozen=True, slots=True)
class Sum:
    """What several values make together, and how many of them were left out as missing or not applicable."""

    value: Value
    skipped: int


def total(values: Iterable[Value]) -> Sum:
    """The sum of counts. Refuses other units, since shares and means do not add up: use `pooled`."""
    every = tuple(values)
    if any(isinstance(value, Figure) and value.unit != "count" for value in every):
        raise ValueError("only counts can be summed")
    return _combined(every, "count", lambda figures: (sum(figure.numerator for figure in figures), 1))


def pooled(values: Iterable[Value], unit: Unit) -> Sum:
    """Numerators over denominators, so that a total is weighted by what it counts: never a mean of means.

    Refuses values of other units than the one asked for.
    """
    every = tuple(values)
    if any(isinstance(value, Figure) and value.unit != unit for value in every):
        raise ValueError(f"only values of the unit {unit} can be pooled")
    return _combined(every, unit, _pool)


def _pool(figures: tuple[Figure, ...]) -> tuple[int, int]:
    return sum(figure.numerator for figure in figures), sum(figure.denominator for figure in figures)


def _combined(every: tuple[Value, ...], unit: Unit, add: Callable[[tuple[Figure, ...]], tuple[int, int]]) -> Sum:
    """A composite of any hidden part is itself hidden; the missing are skipped and counted."""
    figures = tuple(value for value in every if isinstance(value, Figure))
    hidden = tuple(value for value in every if isinstance(value, Hidden))
    skipped = len(every) - len(figures) - len(hidden)
    if hidden:
        return Sum(Hidden(hidden[0].reason, max(value.fewer_than for value in hidden)), skipped)
    if not figures:
        return Sum(Missing(), skipped)
    numerator, denominator = add(figures)
    return Sum(Figure(numerator, denominator, unit), skipped)


def round_half_away(value: Fraction, decimals: int) -> Decimal:
    """The exact fraction to so many decimals, halves away from zero; never minus zero."""
    units = _units(value.numerator, value.denominator, decimals)
    return Decimal((int(units < 0), tuple(int(digit) for digit in str(abs(units))), -decimals))


def _units(numerator: int, denominator: int, decimals: int) -> int:
    """So many of the last decimal, halves away from zero."""
    ten: int = 10**decimals
    units = (2 * abs(numerator) * ten + denominator) // (2 * denominator)
    return -units if numerator < 0 else units


def shown(value: Value, *, decimals: int, percent: bool = False, point: Point = ",") -> str:
    """The value as text: `69 %`, `−0,1`, `..` hidden, `.` missing, `–` not applicable.

    The decimal sign is a comma where no other is given. The real minus sign, no-break spaces before the per cent sign
    and between thousands from five digits. A count is never given decimals it does not have: pass `decimals=0`.
    """
    match value:
        case Hidden():
            return ".."
        case Missing():
            return "."
        case NotApplicable():
            return "\N{EN DASH}"
        case Figure():
            times = 100 if percent else 1
            number = _written(_units(value.numerator * times, value.denominator, decimals), decimals, point)
            return f"{number}{NO_BREAK_SPACE}%" if percent else number


def _written(units: int, decimals: int, point: Point) -> str:
    digits = str(abs(units)).rjust(decimals + 1, "0")
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NO_BREAK_SPACE)
    return (MINUS if units < 0 else "") + whole + (f"{point}{part}" if part else "")
