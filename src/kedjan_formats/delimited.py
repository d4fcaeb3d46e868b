"""Text with delimiters, cut into numbered rows.

Rows are numbered as a spreadsheet shows them: a quoted field may hold line breaks and is still one row, and an empty
line is a row of its own.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice

from kedjan_formats.unreadable import Unreadable

DELIMITERS = (";", "\t", ",")
_LARGEST_FIELD = 16 * 1024 * 1024
_END = "\x1eend of file"
_SAMPLE = 200

type RawRow = tuple[int, list[str]]


def cut(text: str, *, fitness: Callable[[list[RawRow]], int]) -> tuple[list[RawRow], str]:
    """Rows and the delimiter that suits them best, as `Text` cuts them."""
    return Text(text).cut(fitness)


class Text:
    """A text that may be cut by one delimiter or another, by each of them once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._samples: dict[str, list[RawRow]] = {}
        self._rows: dict[str, list[RawRow]] = {}

    def cut(self, fitness: Callable[[list[RawRow]], int]) -> tuple[list[RawRow], str]:
        """Rows and the delimiter that suits them best, by `fitness` first and then by how even the rows are.

        A first line `sep=;` (Excel's own) decides. Refuses a quotation mark that is never closed.
        """
        first, _, rest = self.text.partition("\n")
        told = first.strip()
        if told.lower().startswith("sep=") and len(told) == len("sep=;"):
            return self._all(rest, told[-1], 2), told[-1]
        best = max(DELIMITERS, key=lambda delimiter: _suits(self._sample(delimiter), fitness))
        return self._all(self.text, best, 1), best

    def _sample(self, delimiter: str) -> list[RawRow]:
        if delimiter not in self._samples:
            self._samples[delimiter] = _sample(self.text, delimiter)
        return self._samples[delimiter]

    def _all(self, text: str, delimiter: str, first: int) -> list[RawRow]:
        if delimiter not in self._rows:
            self._rows[delimiter] = list(numbered(text, delimiter, first=first))
        return self._rows[delimiter]


def _suits(rows: list[RawRow], fitness: Callable[[list[RawRow]], int]) -> tuple[int, int]:
    widths = Counter(len(fields) for _, fields in rows if len(fields) > 1)
    return fitness(rows), max((number * (width - 1) for width, number in widths.items()), default=0)


def _sample(text: str, delimiter: str) -> list[RawRow]:
    reader = _reader(io.StringIO(text, newline=""), delimiter)
    return list(enumerate(islice(reader, _SAMPLE), start=1))


def numbered(text: str, delimiter: str, *, first: int) -> Iterator[RawRow]:
    """Yield the rows of a text, the first of which has the number `first`; a quotation mark never closed is refused."""
    closed = "" if text.endswith(("\n", "\r")) else "\n"
    reader = _reader(chain(io.StringIO(text, newline=""), [closed] if closed else [], [_END]), delimiter)
    number = first
    for number, fields in enumerate(reader, start=first):
        if fields == [_END]:
            return
        if fields and fields[-1].endswith(_END):
            break
        yield number, fields
    raise Unreadable("quote_not_closed", row=number)


def _reader(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    if csv.field_size_limit() < _LARGEST_FIELD:
        csv.field_size_limit(_LARGEST_FIELD)
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        raise Unreadable("binary", row=1) from None
