"""Tables written as CSV: for machines (comma, point) or for Swedish Excel (semicolon, decimal comma, BOM)."""

import csv
import datetime as dt
import io
from fractions import Fraction

from kedjan_formats.grid import SWEDISH, Cell, Column, Grid, Plain, Words, plain
from kedjan_statistics.figure import round_half_away

__all__ = ["write"]


def write(grid: Grid, *, swedish: bool = False, notes: bool = False, words: Words = SWEDISH) -> str:
    """The table as CSV text with CRLF line ends.

    Numbers are unrounded (fifteen digits) where the column says no decimals; percent columns are given in per cent.
    `swedish` gives `;`, decimal comma and a byte order mark. `notes` adds the table's notes below an empty row.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if swedish else ",", lineterminator="\r\n")
    writer.writerow([plain(column.heading) for column in grid.columns])
    for row in grid.rows:
        cells = (_text(column, cell, plain(cell, words)) for column, cell in zip(grid.columns, row, strict=True))
        writer.writerow([_comma(one) if swedish else one for one in cells])
    if notes and grid.notes:
        writer.writerow([])
        writer.writerows([plain(note)] for note in grid.notes)
    return ("\ufeff" if swedish else "") + text.getvalue()


class _Digits(str):
    """A number already written with a decimal point; a text never becomes one."""

    __slots__ = ()


def _comma(text: str) -> str:
    return text.replace(".", ",") if isinstance(text, _Digits) else text


def _text(column: Column, cell: Cell, value: Plain) -> str:
    match value:
        case None:
            return ""
        case int() | float():
            return _digits(column, _exact(cell, value))
        case dt.datetime():
            return value.isoformat(" ", "minutes")
        case dt.date():
            return value.isoformat()
        case str():
            return value


def _exact(cell: Cell, value: float) -> Fraction:
    """The exact number: a figure's own fraction, or else the decimal that the number is written with."""
    exact = getattr(cell, "value", cell)
    return exact if isinstance(exact, Fraction) else Fraction(repr(value))


def _digits(column: Column, value: Fraction) -> str:
    value *= 100 if column.kind == "percent" else 1
    if column.decimals is not None:
        return _Digits(f"{round_half_away(value, column.decimals):f}")
    return _Digits(value.numerator if value.denominator == 1 else f"{float(value):.15g}")
