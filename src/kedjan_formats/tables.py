"""Tables as they are found in Sweden: CSV and Excel files from school systems, authorities and people's own desks.

`read` finds the encoding, the delimiter and the real table between what stands above it and below it. Every cell is
text, as the person sees it in the file; nothing is converted, so "01" stays "01" and "12,4" stays "12,4".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from kedjan_formats import delimited, encodings, html_tables, spreadsheet
from kedjan_formats.delimited import RawRow
from kedjan_formats.folding import folded, tidy
from kedjan_formats.unreadable import Note, Unreadable

__all__ = ["LARGEST", "TOTALS", "File", "Note", "Row", "Sheet", "Unreadable", "read"]

LARGEST = 10 * 1024 * 1024
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has: of each that is not read it is told."""
MOST_ROWS = 500_000
"""Rows that are read one by one: of each it may have to be told what is wrong with it."""
MOST_TOLD = 100
"""Remarks of one kind that are made; how many more there would be is told in one."""
_HEADER_WITHIN = 100
TOTALS = {"samtliga", "totalt", "total", "summa", "riket", "alla", "medel", "genomsnitt", "antal"}
_NOTES = re.compile(
    r"(källa|not|noter|anm|anmärkning|kommentar|definition|förklaring|senast uppdaterad|uppdaterad|uttag|utskriven|"
    r"skapad|sekretess|observera|obs)\b|[*¹²³†]|\d\)|\.\.? ?=",
    re.IGNORECASE,
)

BOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""What workbooks begin with."""

type Name = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, one text per column, and what stood beyond the last column.

    `fields` is how many fields the row had, empty ones at the end not counted beyond the columns.
    """

    number: int
    values: tuple[str, ...]
    beyond: tuple[str, ...] = ()
    fields: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its headings, its rows and what was left out around it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int
    encoding: str
    delimiter: str
    preamble: tuple[Row, ...] = ()
    footer: tuple[Row, ...] = ()
    notes: tuple[Note, ...] = ()
    name: str = ""
    sheet_name: str = ""

    def find(self, *names: str) -> int | None:
        """The place of the column with one of these headings, whatever case and spaces, or None."""
        wanted = {folded(name) for name in names}
        return next((place for place, column in enumerate(self.columns) if folded(column) in wanted), None)

    def places(self, columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
        """The place of each column by its key; refuses a sheet that lacks one (`column_missing`)."""
        found = {key: self.find(*names) for key, names in columns.items()}
        for key, place in found.items():
            if place is None:
                raise Unreadable("column_missing", column=key, found=self.columns)
        return {key: place for key, place in found.items() if place is not None}

    def unread(self, places: Iterable[int]) -> tuple[Note, ...]:
        """A remark about each column that stands in none of the places."""
        read = set(places)
        unread = [column for at, column in enumerate(self.columns) if at not in read]
        told = [Note("column_not_used", {"column": column}) for column in unread[:MOST_TOLD]]
        return (*told, *more("columns_not_used_too", unread))


def more(code: str, found: Sequence[object]) -> Iterator[Note]:
    """Yield the remark that there are more than those that are told one by one, where there are."""
    if len(found) > MOST_TOLD:
        yield Note(code, {"times": len(found) - MOST_TOLD})


def read(data: bytes, *, name: str, expected: Sequence[Name] = ()) -> Sheet:
    """Read one table from the bytes of a file, as `File` does."""
    return File(data, name).read(expected)


class File:
    """The bytes of a file, opened once however many tables it is tried as."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name

    def read(self, expected: Sequence[Name] = ()) -> Sheet:
        """Read one table.

        `expected` are headings, each a text or several texts that mean the same; with them the heading row is the one
        that has most of them (at least two, or all of one). Without them it is the first row as wide as most rows are.
        Raises Unreadable for anything that is not a table.
        """
        opened, wanted = self._opened, spellings(expected)
        if isinstance(opened, Unreadable):
            raise Unreadable(opened.code, **opened.values)
        return replace(opened.read(expected, wanted), name=self.name)

    @cached_property
    def _opened(self) -> "_Opened | Unreadable":
        try:
            return _opened(self.data)
        except Unreadable as wrong:
            return wrong


class _Opened(Protocol):
    """A file in which tables can be looked for."""

    def read(self, expected: Sequence[Name], wanted: list[set[str]]) -> Sheet: ...


def _opened(data: bytes) -> _Opened:
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > LARGEST:
        raise Unreadable("too_large", limit="10 MB")
    if data.startswith(BOOKS):
        return _Book("xlsx" if data.startswith(b"PK") else "xls", spreadsheet.open_book(data).sheets)
    if data.startswith(b"%PDF"):
        raise Unreadable("not_a_table", kind="PDF")
    text, encoding, notes = encodings.decode(data)
    if html_tables.is_page(text):
        return _Page(encoding, html_tables.tables_in(text))
    refuse_markup(text)
    return _Text(encoding, notes, delimited.Text(text))


@dataclass(frozen=True, slots=True)
class _Text:
    """Text with delimiters."""

    encoding: str
    notes: tuple[Note, ...]
    text: delimited.Text

    def read(self, expected: Sequence[Name], wanted: list[set[str]]) -> Sheet:
        rows, delimiter = self.text.cut(lambda sample: heading_at(sample, wanted)[0])
        sheet = framed(rows, expected, wanted)
        return replace(sheet, encoding=self.encoding, delimiter=delimiter, notes=self.notes + sheet.notes)


@dataclass(frozen=True, slots=True)
class _Book:
    """The visible sheets of a workbook, of which the one with most of the headings is read."""

    encoding: str
    sheets: Sequence[tuple[str, list[RawRow]]]

    def read(self, expected: Sequence[Name], wanted: list[set[str]]) -> Sheet:
        if not self.sheets:
            raise Unreadable("no_visible_sheet")
        name, rows = max(self.sheets, key=lambda sheet: heading_at(sheet[1], wanted)[0])
        others = tuple(other for other, _ in self.sheets if other != name)
        left_out = (Note("sheets_left_out", {"sheet": name, "others": others}),) if others else ()
        sheet = framed(rows, expected, wanted)
        return replace(sheet, encoding=self.encoding, notes=left_out + sheet.notes, sheet_name=name)


@dataclass(frozen=True, slots=True)
class _Page:
    """The tables of a web page, of which the one with most of the headings is read; one without any is refused."""

    encoding: str
    tables: list[list[RawRow]]

    def read(self, expected: Sequence[Name], wanted: list[set[str]]) -> Sheet:
        rows = max(self.tables, key=lambda each: (heading_at(each, wanted)[0], len(each)), default=[])
        if len(rows) < 2 or (wanted and heading_at(rows, wanted)[0] < min(2, len(wanted))):
            raise Unreadable("html")
        sheet = framed(rows, expected, wanted)
        others = sum(1 for each in self.tables if each is not rows for _, fields in each if width(fields))
        left_out = (Note("tables_left_out", {"tables": len(self.tables) - 1, "rows": others}),) if others else ()
        return replace(sheet, encoding=self.encoding, notes=(Note("html_read"), *left_out, *sheet.notes))


def spellings(expected: Sequence[Name]) -> list[set[str]]:
    """Return what each expected heading may be, as headings are compared."""
    return [{folded(text) for text in ([one] if isinstance(one, str) else one)} for one in expected]


def refuse_markup(text: str) -> None:
    """Refuse a text that is a workbook in XML or a document."""
    head = text[:2000].lstrip().lower()
    if head.startswith("<?xml") or "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Unreadable("xml_workbook" if "spreadsheet" in head else "not_a_table", kind="XML")
    if head.startswith("{\\rtf"):
        raise Unreadable("not_a_table", kind="RTF")


def framed(rows: list[RawRow], expected: Sequence[Name], wanted: list[set[str]]) -> Sheet:
    """The real table between preamble and footer."""
    score, place = heading_at(rows, wanted)
    if wanted and score < min(2, len(wanted)):
        raise Unreadable(
            "header_not_found", expected=tuple(one if isinstance(one, str) else one[0] for one in expected)
        )
    if not wanted:
        place = _widest(rows)
    number, heading = rows[place]
    if width(heading) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", limit=MOST_COLUMNS)
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows", limit=MOST_ROWS)
    columns = tuple(tidy(text) for text in heading[: width(heading)])
    _refuse_twins(columns, wanted, number)
    body = [(at, fields) for at, fields in rows[place + 1 :]]
    end = _end(body, len(columns))
    preamble = tuple(as_row(raw, 0) for raw in rows[:place] if width(raw[1]))
    table = tuple(as_row(raw, len(columns)) for raw in body[:end] if width(raw[1]))
    footer = tuple(as_row(raw, 0) for raw in body[end:] if width(raw[1]))
    return Sheet(columns, table, number, "", "", preamble, footer, tuple(remarks(columns, preamble, table, footer)))


def heading_at(rows: list[RawRow], wanted: list[set[str]]) -> tuple[int, int]:
    """How many of the wanted headings the best of the first rows has, and the place of that row."""
    best = (0, 0)
    for place, (_, fields) in enumerate(rows[:_HEADER_WITHIN]):
        found = {folded(text) for text in fields[:1000]}
        score = sum(1 for names in wanted if names & found)
        if score > best[0]:
            best = (score, place)
    return best


def _widest(rows: list[RawRow]) -> int:
    """The place of the first row with as many filled fields as most rows have."""
    filled = [sum(1 for text in fields if text.strip()) for _, fields in rows]
    if not any(filled):
        raise Unreadable("empty")
    common = Counter(number for number in filled if number > 1) or Counter(number for number in filled if number)
    usual = max(common, key=lambda number: (common[number], number))
    return next(place for place, number in enumerate(filled) if number >= usual)


def _refuse_twins(columns: tuple[str, ...], wanted: list[set[str]], number: int) -> None:
    for names in wanted:
        twins = [column for column in columns if folded(column) in names]
        if len({folded(each) for each in twins}) > 1:
            raise Unreadable("columns_alike", column=twins[0], other=twins[-1], row=number)
        if len(twins) > 1:
            raise Unreadable("column_twice", column=twins[-1], row=number)


def _end(body: list[RawRow], columns: int) -> int:
    """Where the table ends and totals, notes and sources begin, seen from the end of the file."""
    end = len(body)
    while end > 0 and _is_footer(body, end - 1, columns):
        end -= 1
    return end


def _is_footer(body: list[RawRow], place: int, columns: int) -> bool:
    _, fields = body[place]
    texts = [tidy(text) for text in fields if text.strip()]
    if not texts:
        return True
    if columns < 2:
        return False
    first = texts[0]
    if folded(first).rstrip(":") in TOTALS:
        return True
    if len(texts) > 1 or not fields[0].strip():
        return False
    after_a_gap = place > 0 and not width(body[place - 1][1])
    is_sentence = len(fields) == 1 and len(first.split()) > 2
    return bool(_NOTES.match(first)) or after_a_gap or is_sentence


def width(fields: Sequence[str]) -> int:
    """How many fields the row has up to its last filled one."""
    return max((place for place, text in enumerate(fields, start=1) if text.strip()), default=0)


def as_row(raw: RawRow, columns: int) -> Row:
    """The row with one value for each column; `columns` 0 keeps it as it stands."""
    number, fields = raw
    filled = width(fields)
    if not columns:
        return Row(number, tuple(fields[:filled]), (), filled)
    values = tuple(fields[:columns]) + ("",) * (columns - len(fields))
    return Row(number, values, tuple(fields[columns:filled]), max(filled, min(len(fields), columns)))


def remarks(
    columns: tuple[str, ...], preamble: Sequence[Row], table: Sequence[Row], footer: Sequence[Row]
) -> list[Note]:
    """Return what is to be said of rows that were left out and of those with more or fewer fields than the headings."""
    found = [
        Note(code, {"first": rows[0].number, "last": rows[-1].number})
        for code, rows in (("preamble_left_out", preamble), ("footer_left_out", footer))
        if rows
    ]
    ragged = [row for row in table if row.fields != len(columns)]
    expected = len(columns)
    found += (
        Note("ragged_row", {"row": row.number, "found": row.fields, "expected": expected}) for row in ragged[:MOST_TOLD]
    )
    return [*found, *more("ragged_rows_too", ragged)]
