"""Grades from examinations and holiday school after the final grades, one to a row.

Columns, with English or Swedish headings: `pupil;school_unit;school_year;subject;grade;gained_through;day`. The school
year is that of the final grades, `gained_through` is `prövning` or `lovskola`, and its heading is what tells such a
file from one of ordinary grades. Every row is either read or told what is wrong with it.
"""

import datetime as dt
import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kedjan_formats import problems, results_files
from kedjan_formats.coded import Coded, twice
from kedjan_formats.folding import folded, tidy
from kedjan_formats.lesson_files import day_of
from kedjan_formats.long_tables import LongSheet, Read, as_told, understood
from kedjan_formats.results_files import DASHES, GAINED_THROUGH, school_year
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Note, gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "LaterRow", "Met", "Parsed", "Problem", "parse", "parse_long", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    **{name: results_files.COLUMNS[name] for name in ("pupil", "school_unit", "school_year", "subject", "grade")},
    "gained_through": GAINED_THROUGH,
    "day": ("day", "date", "dag", "datum", "betygsdatum"),
}
TELLING = ("pupil", "subject", "grade", "gained_through")
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

WAYS: Mapping[str, str] = {
    **dict.fromkeys(("prövning", "examination"), "examination"),
    **dict.fromkeys(("lovskola", "sommarskola", "holiday school", "holiday_school", "summer school"), "holiday_school"),
}
JUNE = 6
"""The month in which a school year ends, and its final grades are given."""

PROBLEMS: Mapping[str, tuple[str, str]] = {
    **{name: results_files.PROBLEMS[name] for name in ("missing", "ragged", "school_year", "subject", "grade")},
    "gained_through": (
        gettext_noop("This is neither an examination nor holiday school."),
        gettext_noop("prövning or lovskola"),
    ),
    "day": (gettext_noop("This is not a day."), gettext_noop("a day such as 2026-06-12")),
    "before_final": (
        gettext_noop("The day is before the final grades of the school year."),
        gettext_noop("a day from %(first)s on"),
    ),
    "given_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same pupil, school year and subject."),
        gettext_noop("one row for each pupil, school year and subject: the better grade"),
    ),
}


@dataclass(frozen=True, slots=True)
class LaterRow:
    """One later grade as it stood in the file; `school_year` is the year in which that of the final grades ends.

    `gained_through`: `examination` or `holiday_school`; `day`: when the grade was given.
    """

    number: int
    pupil: str
    school_unit: str
    school_year: int
    subject: str
    grade: str
    gained_through: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


@dataclass(slots=True)
class Met:
    """Which grades earlier rows have told of, in this file and in others read with it, and where."""

    grades: dict[tuple[str, int, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows, problems in order of row, and remarks."""

    rows: tuple[LaterRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


def recognise(sheet: Sheet) -> bool:
    """Whether the headings are those of later grades: beside a grade, what it was gained through."""
    return all(sheet.find(*COLUMNS[name]) is not None for name in TELLING)


def parse(
    sheet: Sheet,
    *,
    subjects: Mapping[str, str],
    grades: Sequence[str],
    no_basis: str = "-",
    met: Met | None = None,
) -> Parsed:
    """Read every row of the sheet, and list every problem. Refuses a sheet that lacks a column (`column_missing`).

    `subjects`: names by code; a subject is known by either. A dash of any length is the grade `no_basis`. Files that
    are counted together share what has been `met`.
    """
    reader = _Reader(sheet, subjects, grades, no_basis, met or Met())
    rows = tuple(row for row in map(reader.row, sheet.rows) if row)
    return Parsed(rows, tuple(reader.problems), (*sheet.notes, *sheet.unread(reader.places.values())))


def parse_long(
    long: LongSheet, *, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str = "-"
) -> tuple[Read, Parsed]:
    """Read a long sheet, with what `parse` would say of it: its good rows in columns, and problems and remarks."""
    sheet = long.sheet
    reader = _Reader(sheet, subjects, grades, no_basis, Met())

    def clashes(said: Mapping[str, Coded]) -> Any:
        month = said["day"].meaning(lambda day: day.year * 12 + day.month).numbers()
        early = month < said["school_year"].numbers() * 12 + JUNE
        return early | twice(said["pupil"], said["school_year"], said["subject"])

    rows = understood(long, reader.places, reader.meanings, clashes, reader.row)
    return rows, Parsed((), tuple(reader.problems), (*sheet.notes, *sheet.unread(reader.places.values())))


class _Reader:
    """The state of reading one file: what has been met, and what is wrong."""

    def __init__(
        self, sheet: Sheet, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str, met: Met
    ) -> None:
        self.sheet, self.met = sheet, met
        self.places = sheet.places(COLUMNS)
        self.needed = max(self.places.values())
        self.subjects = {folded(text): code for code, name in subjects.items() for text in (code, name)}
        self.grades = {folded(grade): grade for grade in grades} | dict.fromkeys(DASHES, no_basis)
        self.choices = (*grades, no_basis)
        self.problems: list[Problem] = []
        self.meanings: Mapping[str, Callable[[str], Any]] = {
            "pupil": as_told,
            "school_unit": as_told,
            "school_year": school_year,
            "subject": lambda text: self.subjects.get(folded(text)),
            "grade": lambda text: self.grades.get(folded(text)),
            "gained_through": lambda text: WAYS.get(folded(text)),
            "day": day_of,
        }

    def wrong(self, at: Row, key: str, code: str, value: str, **values: object) -> None:
        heading = self.sheet.columns[self.places[key]] if key else ""
        self.problems.append(Problem(at.number, heading, value, code, values))

    def row(self, at: Row) -> LaterRow | None:
        """The row as a later grade, or None when something in it is wrong."""
        if any(text.strip() for text in at.beyond) or at.fields <= self.needed:
            value = ";".join((*at.values[: at.fields], *at.beyond))
            self.wrong(at, "", "ragged", value, found=at.fields, expected=len(self.sheet.columns))
            return None
        meant: dict[str, Any] = {}
        for key, place in self.places.items():
            text = tidy(at.values[place])
            meant[key] = self.meanings[key](text)
            if not text:
                self.wrong(at, key, "missing", "")
            elif meant[key] is None:
                self.wrong(at, key, key, text, **self.help_with(key, text))
        if None in meant.values():
            return None
        made = LaterRow(at.number, **meant)
        return made if self.agrees(at, made) else None

    def agrees(self, at: Row, made: LaterRow) -> bool:
        """Whether the grade came after the final ones, and nobody has told of it before."""
        first = dt.date(made.school_year, JUNE, 1)
        if made.day < first:
            self.wrong(at, "day", "before_final", tidy(at.values[self.places["day"]]), first=first.isoformat())
            return False
        mine = f"{self.sheet.name}\n{at.number}"
        place = self.met.grades.setdefault((made.pupil, made.school_year, made.subject), mine)
        if place != mine:
            name, row = place.rsplit("\n", 1)
            told = row if name == self.sheet.name else f"{row} ({name})"
            self.wrong(at, "subject", "given_twice", made.subject, first_row=told, row=at.number)
        return place == mine

    def help_with(self, key: str, text: str) -> dict[str, object]:
        """What was expected where something is no subject or no grade."""
        if key == "grade":
            return {"choices": self.choices}
        if key != "subject":
            return {}
        near = difflib.get_close_matches(folded(text), list(self.subjects), n=1, cutoff=0.0)
        return {"closest": self.subjects[near[0]] if near else ""}
