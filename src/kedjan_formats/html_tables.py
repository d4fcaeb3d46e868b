"""Tables of a web page, which some systems name .xls: rows of text as a spreadsheet would show them.

A cell over several columns or rows stands in the first, and the others are empty. A table within a cell is a table of
its own. Text outside tables, scripts and styles are not read. The page is read once from its beginning to its end, so
that no depth or size of it takes more than it is long; what would become too many cells is refused.
"""

from collections.abc import Mapping

from kedjan_formats.delimited import RawRow
from kedjan_formats.folding import tidy
from kedjan_formats.spreadsheet import MOST_CELLS
from kedjan_formats.unreadable import Unreadable

__all__ = ["is_page", "tables_in"]

_DEEPEST = 30
"""Tables within each other: a page of more is made to do harm, and takes its reader minutes."""
_UNSEEN = {"script", "style", "template", "title"}
_APART = {"br", "p", "div", "li"}
_WIDEST, _TALLEST = 1000, 65534
"""The most columns and rows that a cell is over, in the standard."""


def is_page(text: str) -> bool:
    """Whether a text is a web page, or a part of one that begins with its table."""
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if not head.startswith("<") or "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return False
    return any(sign in head for sign in ("<html", "<!doctype html", "<table", "<meta"))


def tables_in(text: str) -> list[list[RawRow]]:
    """Return the tables in which something stands, in order, their rows numbered from 1 in each."""
    from lxml import etree

    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True, remove_comments=True)
    parser.feed(text.encode("utf-8", "replace"))
    parser.close()
    tables = [each.finished() for each in page.tables]
    return [rows for rows in tables if any(any(fields) for _, fields in rows)]


class _Page:
    """What the reader of markup tells of, as it is met: tables within tables, and how many cells there are."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.cells = self.unseen = 0

    def start(self, tag: str, about: Mapping[str, str]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "table":
            if len(self.open) == _DEEPEST:
                raise Unreadable("html")
            self.open.append(_Table())
            self.tables.append(self.open[-1])
        elif self.open and tag == "tr":
            self.open[-1].open_row()
            self.count(1)
        elif self.open and tag in ("td", "th"):
            columns, rows = _span(about.get("colspan"), _WIDEST), _span(about.get("rowspan"), _TALLEST)
            self.count(self.open[-1].open_cell(columns, rows))
        elif tag in _APART:
            self.data(" ")

    def end(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen -= 1
        elif self.open and tag == "table":
            self.open.pop()
        elif self.open and tag == "tr":
            self.open[-1].close_row()
        elif self.open and tag in ("td", "th"):
            self.open[-1].close_cell()
        elif tag in _APART:
            self.data(" ")

    def data(self, text: str) -> None:
        if self.open and not self.unseen and (cell := self.open[-1].text) is not None:
            cell.append(text)

    def close(self) -> None:
        pass

    def count(self, more: int) -> None:
        self.cells += more
        if self.cells > MOST_CELLS:
            raise Unreadable("too_many_cells", limit=MOST_CELLS)


class _Table:
    """A table as it is met: its rows so far, the open row and cell, and down to which row cells from above reach."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.row: list[str] | None = None
        self.text: list[str] | None = None
        self.place = 0
        self.down: dict[int, int] = {}

    def open_row(self) -> None:
        self.close_row()
        self.row = []

    def close_row(self) -> None:
        self.close_cell()
        if self.row is not None:
            self.rows.append(self.row)
        self.row = None

    def open_cell(self, columns: int, rows: int) -> int:
        """Begin a cell after those that reach down from above; return how many places were taken."""
        self.close_cell()
        row = self.row = [] if self.row is None else self.row
        before = len(row)
        while self.down.get(len(row), -1) >= len(self.rows):
            row.append("")
        self.place, self.text = len(row), []
        row += [""] * columns
        if rows > 1:
            self.down |= dict.fromkeys(range(self.place, len(row)), len(self.rows) + rows - 1)
        return len(row) - before

    def close_cell(self) -> None:
        if self.text is not None and self.row is not None:
            self.row[self.place] = tidy("".join(self.text))
        self.text = None

    def finished(self) -> list[RawRow]:
        self.close_row()
        return list(enumerate(self.rows, start=1))


def _span(text: str | None, most: int) -> int:
    """How many columns or rows a cell is over; one where that is no number."""
    told = (text or "").strip()
    return min(max(int(told), 1), most) if told.isascii() and told.isdigit() and len(told) < 10 else 1
