"""Long CSV files read a column at a time: a million rows in the time of a few thousand read one by one.

`read` gives what `tables.read` would give, as far as the two can be told apart: the same rows by the same numbers, the
same remarks, the same preamble and footer. Rows that have another number of fields than the headings stand apart, as
`tables` reads them. What cannot be cut into lines with certainty (quotation marks around line breaks or in the middle
of a field, old line ends) is left to `tables`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kedjan_formats import delimited, encodings, html_tables, identity, tables
from kedjan_formats.coded import NONE, Coded, torn, twice
from kedjan_formats.folding import all_tidy, tidy
from kedjan_formats.tables import Name, Row, Sheet
from kedjan_formats.unreadable import Unreadable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    type Numbers = npt.NDArray[np.int64]

__all__ = ["LARGEST", "LEAST", "LongSheet", "Read", "read", "torn", "twice", "understood"]

LEAST = 1000
"""Lines from which a file is read in this way."""
LARGEST = 100 * 1024 * 1024
MOST_LISTED = 5000
"""Rows with a value that means nothing that are read one by one, to say what is wrong; the others are counted."""
BLOCK = 8 * 1024 * 1024
"""Bytes that are cut at once: each has its own list of different texts, and those are made one."""
_BEGINNING = 8000
"""Bytes in which it is seen what a text is that is no table: they hold the two thousand signs that are looked at."""
_HEAD, _TAIL = 300, 200
"""Lines at either end in which the headings and the notes below the table are looked for."""
_QUOTED = rb'(?:(?<=^)|(?<=[%b\n]))"[^"\r\n]*"(?=[%b\r\n]|\Z)'


@dataclass(frozen=True, slots=True)
class LongSheet:
    """A table: `sheet` is all around its rows, with those rows that have more or fewer fields than the headings.

    `cells` has a column of texts for each heading, named by its place; `numbers` are its rows' numbers in the file.
    """

    sheet: Sheet
    cells: "pa.Table"
    numbers: "Numbers"

    def column(self, place: int) -> Coded:
        """Return one column."""
        return Coded.of_arrow(self.cells.column(place))

    def row(self, at: int) -> Row:
        """Return one row as `tables` would have read it."""
        values = tuple(column[at].as_py() for column in self.cells.columns)
        return Row(int(self.numbers[at]), values, (), len(values))


@dataclass(frozen=True, slots=True)
class Read:
    """Rows that are good, a column for each thing said, with their numbers in order; `unlisted` wrong rows were only
    counted."""

    numbers: "Numbers"
    columns: Mapping[str, Coded]
    unlisted: int = 0


class _Ends(NamedTuple):
    """How many lines there are, and where the `first` _HEAD of them and the `last` _TAIL, with the one before, end."""

    lines: int
    first: tuple[int, ...]
    last: tuple[int, ...]


def read(data: bytes, *, name: str, expected: Sequence[Name], least: int = LEAST) -> LongSheet | None:
    """Read a table of `least` lines or more; None where it is shorter or is to be read row by row.

    Raises Unreadable as `tables.read` does, and for more than 100 MB.
    """
    if data.startswith(tables.BOOKS):
        return None
    if len(data) > LARGEST:
        raise Unreadable("too_large", limit="100 MB")
    lines, encoding, notes = encodings.as_utf8(data)
    beginning = lines[:_BEGINNING].decode(errors="ignore")
    if html_tables.is_page(beginning):
        return None
    tables.refuse_markup(beginning)
    ends = _ends(lines)
    if ends.lines < max(least, _HEAD + _TAIL):
        return None
    sheet = _framed(lines, ends, expected)
    last = sheet.rows[-1].number if sheet and sheet.rows else 0
    if sheet is None or last <= _HEAD or len(sheet.columns) < 2:
        return None
    body = memoryview(lines)[ends.first[sheet.header_row - 1] + 1 : ends.last[last - ends.lines - 1] + 1]
    found = _parsed(body, len(sheet.columns), sheet.delimiter, sheet.header_row + 1, last - sheet.header_row)
    if found is None:
        return None
    cells, numbers, odd = found
    remarks = tables.remarks(sheet.columns, sheet.preamble, odd, sheet.footer)
    whole = replace(sheet, rows=tuple(odd), encoding=encoding, notes=(*notes, *remarks), name=name)
    return _without_blanks(LongSheet(whole, cells, numbers))


def _framed(lines: bytes, ends: _Ends, expected: Sequence[Name]) -> Sheet | None:
    """Return the table as its first and last lines show it; None where a line may be no row or a row no line."""
    if b"\r" in lines and lines.count(b"\r") != lines.count(b"\r\n"):
        return None
    wanted = tables.spellings(expected)
    head, tail = lines[: ends.first[-1]].decode(), lines[ends.last[0] + 1 :].decode()
    try:
        rows, delimiter = delimited.cut(head, fitness=lambda sample: tables.heading_at(sample, wanted)[0])
    except Unreadable:
        return None
    if b'"' in lines and b'"' in re.sub(_QUOTED % (delimiter.encode(), delimiter.encode()), b"", lines):
        return None
    rows += delimited.numbered(tail, delimiter, first=ends.lines - _TAIL + 1)
    return replace(tables.framed(rows, expected, wanted), delimiter=delimiter)


def _ends(lines: bytes) -> _Ends:
    """Return where the lines that frame a table end: all others are only counted."""
    many = lines.count(b"\n") + (not lines.endswith(b"\n"))
    first, last, at = [-1], [len(lines) - lines.endswith(b"\n")], 0
    while len(first) <= _HEAD and at != -1:
        at = lines.find(b"\n", first[-1] + 1)
        first.append(at)
    while len(last) <= _TAIL and last[0] > 0:
        last.insert(0, lines.rfind(b"\n", 0, last[0]))
    return _Ends(many, tuple(first[1:]), tuple(last))


def _parsed(
    body: memoryview, columns: int, delimiter: str, first: int, lines: int
) -> "tuple[pa.Table, Numbers, list[Row]] | None":
    """Return the rows of all columns, their numbers, and the other rows; None where lines are not rows."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import csv

    names, text = [str(place) for place in range(columns)], pa.dictionary(pa.int32(), pa.string())
    odd: list[tuple[int, str]] = []

    def put_aside(row: csv.InvalidRow) -> str:
        odd.append((row.number + first - 1, row.text))
        return "skip"

    def cut(*, alone: bool) -> pa.Table:
        return csv.read_csv(
            pa.py_buffer(body),
            read_options=csv.ReadOptions(column_names=names, use_threads=not alone, block_size=BLOCK),
            parse_options=csv.ParseOptions(
                delimiter=delimiter, ignore_empty_lines=False, invalid_row_handler=put_aside if alone else None
            ),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, text), check_utf8=False),
        )

    try:
        cells = cut(alone=False)
    except pa.ArrowInvalid:
        cells = cut(alone=True)
    many = cells.num_rows + len(odd)
    if many != lines:
        return None
    numbers = np.arange(first, first + many)
    numbers = np.delete(numbers, [number - first for number, _ in odd]) if odd else numbers
    raw = (next(delimited.numbered(text, delimiter, first=number), (number, [])) for number, text in odd)
    apart = [tables.as_row(each, columns) for each in raw if tables.width(each[1])]
    return cells, numbers, apart


def _without_blanks(long: LongSheet) -> LongSheet:
    """Leave out rows in which nothing stands, as `tables` does."""
    import numpy as np

    blank = np.ones(len(long.numbers), dtype=bool)
    for place in range(long.cells.num_columns):
        column = long.column(place)
        blank &= np.array([not each or each.isspace() for each in column.values], dtype=bool)[column.codes]
        if not blank.any():
            return long
    return LongSheet(long.sheet, long.cells.filter(~blank), long.numbers[~blank])


def as_told(text: str) -> str | None:
    """The meaning of a text that is taken as it stands; an empty one means nothing."""
    return text or None


LEFT_ALONE: Final[Mapping[Callable[[str], Any], Callable[[Sequence[str]], bool]]] = {
    as_told: lambda _: True,
    identity.in_one_way: identity.all_in_one_way,
}
"""Meanings that are most texts themselves, with what tells for certain of tidy ones that they are."""


def _meaning(column: Coded, of: Callable[[str], Any]) -> Coded:
    """Return a column by what its tidied texts mean; tens of thousands of keys are mostly tidy as they stand."""
    if of in LEFT_ALONE and "" not in column.values and all_tidy(column.values) and LEFT_ALONE[of](column.values):
        return column
    return column.meaning(lambda text: of(tidy(text)))


def understood(
    long: LongSheet,
    places: Mapping[str, int],
    meanings: Mapping[str, Callable[[str], Any]],
    clashes: Callable[[Mapping[str, Coded]], Any],
    one_by_one: Callable[[Row], Any],
) -> Read:
    """Read the rows by what each text of a column means, and those of which something is wrong one by one, in order.

    `meanings` gives for each key what a tidy text means, None where it means nothing. `clashes` gives a mask of the
    rows that contradict each other, of columns in which nothing is wrong; all rows that could belong together must be
    in it, and only rows of the same `pupil` can. `one_by_one` reads a row, notes what is wrong with it, and returns
    what has an attribute for each key.
    """
    import numpy as np

    columns = {key: _meaning(long.column(place), meanings[key]) for key, place in places.items()}
    wrong = np.zeros(len(long.numbers), dtype=bool)
    for column in columns.values():
        wrong |= column.codes == NONE
    listed = np.flatnonzero(wrong)[:MOST_LISTED]
    unlisted = int(wrong.sum()) - len(listed)
    kept = np.flatnonzero(~wrong)
    said = {key: column.at(kept) for key, column in columns.items()} if wrong.any() else columns
    clash = clashes(said) | _of_pupils(
        said["pupil"], [meanings["pupil"](tidy(row.values[places["pupil"]])) for row in long.sheet.rows]
    )
    apart = np.union1d(listed, kept[clash])
    good = kept[~clash]
    singles = sorted([*(long.row(at) for at in apart), *long.sheet.rows], key=lambda row: row.number)
    made = [each for each in map(one_by_one, singles) if each]
    if not singles:
        return Read(long.numbers, columns)
    numbers = np.append(long.numbers[good], np.array([each.number for each in made], dtype=np.int64))
    order = np.argsort(numbers, kind="stable")
    both = {
        key: column.at(good).followed_by(Coded.of(getattr(each, key) for each in made)).at(order)
        for key, column in columns.items()
    }
    return Read(numbers[order], both, unlisted)


def _of_pupils(column: Coded, pupils: Sequence[str | None]) -> Any:
    """Return a mask of the rows of these pupils: what stands apart may contradict them."""
    import numpy as np

    if not pupils:
        return np.zeros(len(column), dtype=bool)
    places = {value: code for code, value in enumerate(column.values)}
    return np.isin(column.codes, [places[each] for each in pupils if each in places])
