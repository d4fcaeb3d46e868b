"""Web pages that call themselves workbooks: what school systems and authorities often send as .xls.

The rows of the page's tables, numbered as they stand, with cells as a spreadsheet shows them: what spans several
columns or rows stands in the first of them, and the others are empty. Nothing is fetched, and nothing is run.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kedjan_formats.delimited import RawRow

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["is_page", "tables_in"]

MOST_SPANNED = 1000
_UNSEEN = ("script", "style", "template", "noscript")


def is_page(text: str) -> bool:
    """Whether a text is a web page, or a table of one."""
    head = text[:2000].lstrip().lower()
    return head.startswith("<") and any(sign in head for sign in ("<html", "<!doctype html", "<table", "<meta"))


def tables_in(text: str) -> list[list[RawRow]]:
    """Return the rows of each table that has more than one, outer tables without those inside them."""
    from lxml import html
    from lxml.etree import LxmlError

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return []
    for each in list(page.iter(*_UNSEEN)):
        each.drop_tree()
    for each in page.iter("br"):
        each.tail = f" {each.tail or ''}"
    found = [list(_rows(table)) for table in page.iter("table")]
    return [rows for rows in found if len(rows) > 1]


def _rows(table: "HtmlElement") -> Iterator[RawRow]:
    """Yield a table's own rows."""
    below: dict[int, int] = {}
    own = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    for number, row in enumerate(own, start=1):
        fields: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _skip(fields, below)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if high > 1:
                below |= dict.fromkeys(range(len(fields), len(fields) + wide), high - 1)
            fields += [" ".join(cell.text_content().split()), *[""] * (wide - 1)]
        _skip(fields, below)
        yield number, fields


def _skip(fields: list[str], below: dict[int, int]) -> None:
    """Leave the places empty that a cell further up reaches down to."""
    while below.get(len(fields), 0) > 0:
        below[len(fields)] -= 1
        fields.append("")


def _span(cell: "HtmlElement", name: str) -> int:
    told = (cell.get(name) or "1").strip()
    return min(max(1, int(told)), MOST_SPANNED) if told.isascii() and told.isdigit() and len(told) < 6 else 1
