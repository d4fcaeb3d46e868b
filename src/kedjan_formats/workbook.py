"""Tables written as an Excel workbook: frozen headings, numbers as numbers, notes below, nothing that runs."""

import datetime as dt
import io
import math
import re
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kedjan_formats.grid import SWEDISH, Column, Grid, Plain, Words, plain

__all__ = ["write"]

_UNDATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no time zone
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_FIRST_YEAR = 1901
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(
    grids: Sequence[Grid],
    *,
    title: str = "",
    author: str = "",
    created: dt.datetime | None = None,
    words: Words = SWEDISH,
) -> bytes:
    """One sheet for each table. `created` goes among the file's properties; no clock is read (default 2000-01-01)."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, _OPTIONS) as book:
        stamp = created.replace(tzinfo=None) if created else _UNDATED
        book.set_properties({"title": title or (grids[0].title if grids else ""), "author": author, "created": stamp})
        formats = _Formats(book)
        taken: set[str] = set()
        for grid in grids:
            sheet = book.add_worksheet(_name(grid.name or grid.title, taken))
            _fill(sheet, grid, formats, words)
    return data.getvalue()


class _Formats:
    """The few cell formats of a workbook, made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._numbers: dict[str, Format] = {}
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.absent = book.add_format({"italic": True, "align": "right", "font_color": "#595959", "valign": "top"})
        self.note = book.add_format({"font_color": "#404040"})

    def number(self, code: str) -> Format:
        if code not in self._numbers:
            self._numbers[code] = self._book.add_format({"num_format": code, "valign": "top"})
        return self._numbers[code]


def _fill(sheet: Worksheet, grid: Grid, formats: _Formats, words: Words) -> None:
    for place, column in enumerate(grid.columns):
        sheet.write_string(0, place, _fitting(str(plain(column.heading))), formats.heading)
    for number, row in enumerate(grid.rows, start=1):
        for place, (column, cell) in enumerate(zip(grid.columns, row, strict=True)):
            text = formats.text if isinstance(cell, str | bool) else formats.absent
            _put(sheet, (number, place), plain(cell, words), (formats.number(_code(column)), text), formats)
    for number, note in enumerate(grid.notes, start=len(grid.rows) + 2):
        sheet.write_string(number, 0, _fitting(str(plain(note))), formats.note)
    if grid.filtered and grid.rows:
        sheet.autofilter(0, 0, len(grid.rows), len(grid.columns) - 1)
    sheet.freeze_panes(1, grid.header_columns)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)
    for place in range(len(grid.columns)):
        sheet.set_column(place, place, _width(grid, place, words))


def _put(sheet: Worksheet, at: tuple[int, int], value: Plain, styles: tuple[Format, Format], formats: _Formats) -> None:
    number, text = styles
    match value:
        case None:
            sheet.write_blank(*at, None, text)
        case float() if not math.isfinite(value):
            sheet.write_string(*at, "", text)
        case int() | float():
            sheet.write_number(*at, value, number)
        case dt.date() if value.year < _FIRST_YEAR:
            sheet.write_string(*at, value.isoformat(), text)
        case dt.date():
            code = "yyyy-mm-dd hh:mm" if isinstance(value, dt.datetime) else "yyyy-mm-dd"
            sheet.write_datetime(*at, value, formats.number(code))
        case str():
            sheet.write_string(*at, _fitting(value), text)


def _code(column: Column) -> str:
    if column.decimals is None:
        return "0.0 %" if column.kind == "percent" else "General"
    digits = "0" + ("." + "0" * column.decimals if column.decimals else "")
    return f"{digits} %" if column.kind == "percent" else digits


def _fitting(text: str) -> str:
    """The text within what a cell can hold; three dots tell that it went on."""
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 3] + "..."


def _width(grid: Grid, place: int, words: Words) -> float:
    texts = (str(plain(row[place], words)) for row in grid.rows[:200] if isinstance(row[place], str))
    longest = max((max(map(len, text.splitlines()), default=0) for text in texts), default=0)
    words_of_heading = max(map(len, grid.columns[place].heading.split()), default=0)
    return float(min(60, max(9, longest + 1, words_of_heading + 2)))


def _name(wanted: str, taken: set[str]) -> str:
    """A sheet name that Excel accepts and that no earlier sheet has."""
    base = " ".join(_NOT_IN_NAMES.sub(" ", wanted).split()).strip("'")[:_LONGEST_NAME].strip("' ") or "Blad"
    if base.casefold() == "history":
        base = "Blad"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = base[: _LONGEST_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name
