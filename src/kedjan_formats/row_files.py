"""Files with a thing told in each row: the frame that formats of grades, attendance and what followed on them share.

A format says its columns, what a text means in each, what is told only once of a pupil, and what contradicts itself or
other rows. Every row is either read or told what is wrong with it: row, column, value, what was expected.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from kedjan_formats import problems
from kedjan_formats.coded import Coded, twice
from kedjan_formats.folding import tidy
from kedjan_formats.long_tables import LongSheet, Read, understood
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Note

__all__ = ["LONGEST_SHOWN", "Contradiction", "Format", "Met", "Parsed", "Telling", "first_row", "whole"]

LONGEST_SHOWN: Final = 100
"""Characters of a wrong value that are shown."""

type Contradiction = tuple[str, str, Mapping[str, object]]
"""In which column a row contradicts itself or another, the code of what is wrong, and what fills its words."""


@dataclass(slots=True)
class Met:
    """What earlier rows have told of, in this file and in others that are counted with it, and where."""

    told: dict[Hashable, str] = field(default_factory=dict)

    def before(self, thing: Hashable, row: int, file: str) -> Mapping[str, object] | None:
        """Return which row has told of a thing before this one, to fill words; None where none has."""
        mine = f"{file}\n{row}"
        place = self.told.setdefault(thing, mine)
        return None if place == mine else {"first_row": first_row(place, file), "row": row}


@dataclass(frozen=True, slots=True)
class Parsed[R]:
    """Good rows, problems in order of row, and remarks."""

    rows: tuple[R, ...]
    problems: tuple[problems.Problem, ...]
    notes: tuple[Note, ...]


def _nothing(_: object) -> None:
    return None


def _itself(key: str, _: str) -> tuple[str, Mapping[str, object]]:
    return key, {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format[R]:
    """A format: what its columns are headed, and what a tidy text `means` in each, None where it means nothing
    (also of an empty text, which is then told to be missing).

    `row` is made of a row's number and what its columns mean; `problem` is what is wrong with a value. Only one row has
    the same of what is in `once`; another is told as `given_twice` in the column `again`. `optional` are headings of
    columns that may be lacking, which is told but for those in `untold`. `wrong` gives the code, and what fills its
    words, of a column and a text that means nothing in it. `contradicts` tells of a good row that contradicts itself,
    and `clashes` of columns which rows do.
    """

    columns: Mapping[str, tuple[str, ...]]
    means: Mapping[str, Callable[[str], Any]]
    row: Callable[..., R]
    problem: type[problems.Problem]
    once: tuple[str, ...]
    again: str
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    wrong: Callable[[str, str], tuple[str, Mapping[str, object]]] = _itself
    contradicts: Callable[[R], Contradiction | None] = _nothing
    clashes: Callable[[Mapping[str, Coded]], Any] = _nothing

    def recognise(self, sheet: Sheet) -> bool:
        """Whether the headings are those of such a file."""
        return all(sheet.find(*names) is not None for names in self.columns.values())

    def parse(self, sheet: Sheet, *, met: Met | None = None) -> Parsed[R]:
        """Read every row of the sheet, and list every problem. Refuses a sheet without a column (`column_missing`).

        Files that are counted together share what has been `met`.
        """
        reader = _Reader(self, sheet, met or Met())
        rows = tuple(row for row in map(reader.row, sheet.rows) if row)
        return Parsed(rows, tuple(reader.problems), reader.notes())

    def parse_long(self, long: LongSheet) -> tuple[Read, Parsed[R]]:
        """Read a long sheet, with what `parse` would say of it: its good rows in columns, problems and remarks."""
        reader = _Reader(self, long.sheet, Met())

        def clashes(said: Mapping[str, Coded]) -> Any:
            again, others = twice(*(said[key] for key in self.once)), self.clashes(said)
            return again if others is None else again | others

        rows = understood(long, reader.places, self.means, clashes, reader.row)
        return rows, Parsed((), tuple(reader.problems), reader.notes())


def whole(at: Row) -> str:
    """Return all that a row says, as it is shown where its fields are too few or too many."""
    return ";".join((*at.values[: at.fields], *at.beyond))


def first_row(place: str, file: str) -> str:
    """Return where something was told first, as it is said in a `file`: the row, with the other file if it is one."""
    name, row = place.rsplit("\n", 1)
    return row if name == file else f"{row} ({name})"


class Telling:
    """What is wrong with the rows of a sheet, told by row, column and value, in order."""

    def __init__(self, sheet: Sheet, problem: type[problems.Problem]) -> None:
        self.sheet, self.problem = sheet, problem
        self.problems: list[problems.Problem] = []

    def tell(self, at: Row, place: int | None, value: str, code: str, values: Mapping[str, object]) -> None:
        """Tell what is wrong with a value in a column, or with the row where it is in none."""
        heading = "" if place is None else self.sheet.columns[place]
        problems.tell(self.problems, self.problem(at.number, heading, value[:LONGEST_SHOWN], code, values))

    def is_ragged(self, at: Row, needed: int, value: str) -> bool:
        """Whether a row ends before a column that is needed or has something beyond the last, which is told."""
        if at.fields > needed and not any(text.strip() for text in at.beyond):
            return False
        values = {"found": at.fields, "expected": len(self.sheet.columns)}
        problems.tell(self.problems, self.problem(at.number, "", value[:LONGEST_SHOWN], "ragged", values))
        return True


class _Reader[R](Telling):
    """The state of reading one file: where the columns are, what has been met, and what is wrong."""

    def __init__(self, form: Format[R], sheet: Sheet, met: Met) -> None:
        super().__init__(sheet, form.problem)
        self.form, self.met = form, met
        found = {key: sheet.find(*names) for key, names in form.optional.items()}
        self.lacking = [key for key, place in found.items() if place is None]
        self.places = sheet.places(form.columns) | {key: at for key, at in found.items() if at is not None}
        self.needed = max(self.places.values())
        self.read = [(key, place, form.means[key]) for key, place in self.places.items()]
        self.once = attrgetter(*form.once)

    def notes(self) -> tuple[Note, ...]:
        """Return what is said of the table, of columns that are not there, and of those that are not read."""
        lacking = (
            Note("column_lacking", {"column": self.form.optional[key][0]})
            for key in self.lacking
            if key not in self.form.untold
        )
        return (*self.sheet.notes, *lacking, *self.sheet.unread(self.places.values()))

    def row(self, at: Row) -> R | None:
        """The row as what it tells, or None when something in it is wrong."""
        if (at.beyond or at.fields <= self.needed) and self.is_ragged(at, self.needed, whole(at)):
            return None
        before = len(self.problems)
        meant: dict[str, Any] = {}
        for key, place, meaning in self.read:
            text = tidy(at.values[place])
            meant[key] = found = meaning(text)
            if found is None:
                self.wrong(at, key, *(self.form.wrong(key, text) if text else ("missing", {})))
        if len(self.problems) > before:
            return None
        made = self.form.row(at.number, **meant)
        contradiction = self.form.contradicts(made)
        if not contradiction and (before_it := self.met.before(self.once(made), at.number, self.sheet.name)):
            contradiction = self.form.again, "given_twice", before_it
        if contradiction:
            self.wrong(at, *contradiction)
            return None
        return made

    def wrong(self, at: Row, key: str, code: str, values: Mapping[str, object]) -> None:
        place = self.places[key]
        self.tell(at, place, tidy(at.values[place]), code, values)
