"""Midterm matrices in a file: a heading row of the form's columns, and a row for each pupil.

A heading may stand several times (three for natural science); the first of the file is the form's first. Every row is
either read or told what is wrong with it: row, column, value, what was expected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from kedjan_formats import identity, problems, row_files
from kedjan_formats.folding import folded, tidy
from kedjan_formats.row_files import Met, Telling, whole
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Note, Unreadable, gettext_noop

__all__ = ["MatrixRow", "Parsed", "Problem", "expected", "parse", "recognise"]

PUPIL = ("pupil", "elev", "namn", "name", "id")
SUM = ("sum", "summa")
NOTHING_NEEDED = -1
"""A row may end before the last columns: what is not there is as empty."""
_EMPTY = {"", "-", "–", "—", "."}

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "ragged": (gettext_noop("The row has %(found)s fields."), gettext_noop("%(expected)s fields, as the headings")),
    "cell": (gettext_noop("This is not a cell of the matrix."), gettext_noop("0, 1, 2 or 3, or nothing")),
    "both": (gettext_noop("A pupil reads one of %(columns)s."), gettext_noop("a value in one of them")),
    "given_twice": (
        gettext_noop("The same pupil stands in row %(first_row)s too."),
        gettext_noop("one row for each pupil"),
    ),
    "sum": (gettext_noop("The cells add up to %(sum)s."), gettext_noop("%(sum)s, or no sum")),
    "over": (gettext_noop("The sum is over what a row can hold."), gettext_noop("%(sum)s, at most %(most)s")),
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
}


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One pupil's row: a cell for each of the form's columns, None where it is empty or the file has no such column.

    `told_sum` is the sum that the file itself has, under `sum_heading`; empty where it has none.
    """

    number: int
    pupil: str
    cells: tuple[int | None, ...]
    told_sum: str = ""
    sum_heading: str = ""


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


type Parsed = row_files.Parsed[MatrixRow]
"""Columns of the form that the file lacks are a remark."""


def expected(columns: Sequence[str]) -> tuple[str, ...]:
    """The headings to give to tables.read: those of the form that stand once."""
    return tuple(name for name in columns if columns.count(name) == 1)


def recognise(sheet: Sheet, columns: Sequence[str]) -> bool:
    """Whether most of the form's columns are there."""
    there = {folded(column) for column in sheet.columns}
    return 2 * sum(folded(name) in there for name in expected(columns)) > len(expected(columns))


def parse(sheet: Sheet, columns: Sequence[str], one_of: Sequence[Sequence[str]] = ()) -> Parsed:
    """Read every row of the sheet into the form's columns, and list every problem.

    `one_of`: columns of which a pupil has one. Pupils are told apart by a column `elev` or `pupil`, else by their row.
    Refuses a sheet that has none of the columns (`column_missing`).
    """
    reader = _Reader(sheet, columns, one_of)
    rows = tuple(row for row in map(reader.row, sheet.rows) if row)
    return row_files.Parsed(rows, tuple(reader.problems), (*sheet.notes, *reader.remarks()))


class _Reader(Telling):
    """The state of reading one file: where the columns are, which pupils have been met, and what is wrong."""

    def __init__(self, sheet: Sheet, columns: Sequence[str], one_of: Sequence[Sequence[str]]) -> None:
        super().__init__(sheet, Problem)
        self.columns = columns
        free: dict[str, list[int]] = {}
        for place, heading in enumerate(sheet.columns):
            free.setdefault(folded(heading), []).append(place)
        self.places = [found.pop(0) if (found := free.get(folded(name), [])) else None for name in columns]
        if not any(place is not None for place in self.places):
            raise Unreadable("column_missing", column=columns[0], found=sheet.columns)
        self.pupil, self.told = sheet.find(*PUPIL), sheet.find(*SUM)
        self.one_of = [[place for place, name in enumerate(columns) if name in names] for names in one_of]
        self.met = Met()

    def row(self, at: Row) -> MatrixRow | None:
        """The row as a pupil's, or None when something in it is wrong."""
        before = len(self.problems)
        if self.is_ragged(at, NOTHING_NEEDED, whole(at)):
            return None
        cells = tuple(None if place is None else self.cell(at, place) for place in self.places)
        for together in self.one_of:
            if sum(cells[place] is not None for place in together) > 1:
                names = ", ".join(self.columns[place] for place in together)
                last = self.places[together[-1]]
                self.tell(at, last, "" if last is None else at.values[last], "both", {"columns": names})
        pupil = self.who(at)
        if len(self.problems) > before:
            return None
        if self.told is None:
            return MatrixRow(at.number, pupil, cells)
        return MatrixRow(at.number, pupil, cells, tidy(at.values[self.told]), self.sheet.columns[self.told])

    def cell(self, at: Row, place: int) -> int | None:
        text = tidy(at.values[place])
        if text in _EMPTY:
            return None
        if text in {"0", "1", "2", "3"}:
            return int(text)
        self.tell(at, place, text, "cell", {})
        return None

    def who(self, at: Row) -> str:
        if self.pupil is None:
            return str(at.number)
        pupil = identity.in_one_way(tidy(at.values[self.pupil]))
        if not pupil:
            self.tell(at, self.pupil, "", "missing", {})
            return ""
        before = self.met.before(pupil, at.number, self.sheet.name)
        if before:
            self.tell(at, self.pupil, pupil, "given_twice", before)
        return pupil

    def remarks(self) -> tuple[Note, ...]:
        """Remarks about columns that were not read, and columns of the form that are not there."""
        used = {*self.places, self.pupil, self.told}
        unread = [
            Note("column_not_used", {"column": column})
            for place, column in enumerate(self.sheet.columns)
            if place not in used and column
        ]
        lacking = [name for name, place in zip(self.columns, self.places, strict=True) if place is None]
        if len(lacking) > 1:
            return (*unread, Note("columns_lacking", {"columns": tuple(dict.fromkeys(lacking))}))
        return (*unread, *(Note("column_lacking", {"column": name}) for name in lacking))
