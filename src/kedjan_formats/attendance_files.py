"""Attendance in a file, added up by pupil and month.

Columns, with English or Swedish headings: `pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;
invalid_absence_minutes`. Every row is either read or told what is wrong with it: row, column, value, what was expected.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kedjan_formats import problems
from kedjan_formats.coded import Coded
from kedjan_formats.folding import tidy
from kedjan_formats.long_tables import LongSheet, Read, as_told, twice, understood
from kedjan_formats.results_files import YEARS
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Note, gettext_noop

__all__ = ["EXPECTED", "AttendanceRow", "Met", "Parsed", "Problem", "parse", "parse_long", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pupil": ("pupil", "elev"),
    "school_unit": ("school_unit", "school unit", "skolenhet", "skolenhetskod", "skola"),
    "grade_level": ("grade_level", "grade level", "årskurs"),
    "month": ("month", "månad"),
    "offered_minutes": ("offered_minutes", "offered minutes", "erbjudna minuter", "undervisningstid"),
    "valid_absence_minutes": ("valid_absence_minutes", "valid absence minutes", "giltig frånvaro"),
    "invalid_absence_minutes": ("invalid_absence_minutes", "invalid absence minutes", "ogiltig frånvaro"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

MINUTES = ("offered_minutes", "valid_absence_minutes", "invalid_absence_minutes")
LEVELS = range(0, 11)
LONGEST = 31 * 24 * 60
"""Minutes in a month."""
_MONTH = re.compile(r"(\d{4})-?(\d{2})(?:-01)?")
_WHOLE = re.compile(r"\d{1,3}(?: ?\d{3})*(?:[.,]0+)?|\d+(?:[.,]0+)?")

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "ragged": (gettext_noop("The row has %(found)s fields."), gettext_noop("%(expected)s fields, as the headings")),
    "grade_level": (gettext_noop("There is no such grade level."), gettext_noop("a whole number from 0 to 10")),
    "month": (gettext_noop("This is not a month."), gettext_noop("a month such as 2025-09")),
    "minutes": (gettext_noop("This is not a number of minutes."), gettext_noop("a whole number from 0 to %(most)s")),
    "more_than_offered": (
        gettext_noop("Absence is %(absent)s minutes of %(offered)s offered."),
        gettext_noop("absence within the time that was offered"),
    ),
    "given_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same pupil, school unit and month."),
        gettext_noop("one row for each pupil, school unit and month"),
    ),
}


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One pupil's month at one school unit, in whole minutes; `month` is ISO (2025-09)."""

    number: int
    pupil: str
    school_unit: str
    grade_level: int
    month: str
    offered_minutes: int
    valid_absence_minutes: int
    invalid_absence_minutes: int


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


@dataclass(slots=True)
class Met:
    """Which months of pupils earlier rows have told of, in this file and in others read with it, and where."""

    months: dict[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows, problems in order of row, and remarks."""

    rows: tuple[AttendanceRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


def recognise(sheet: Sheet) -> bool:
    """Whether the headings are those of attendance by pupil and month."""
    return all(sheet.find(*names) is not None for names in EXPECTED)


def parse(sheet: Sheet, *, met: Met | None = None) -> Parsed:
    """Read every row of the sheet, and list every problem. Refuses a sheet that lacks a column (`column_missing`).

    Files that are counted together share what has been `met`.
    """
    reader = _Reader(sheet, met or Met())
    rows = tuple(row for row in map(reader.row, sheet.rows) if row)
    return Parsed(rows, tuple(reader.problems), (*sheet.notes, *sheet.unread(reader.places.values())))


def parse_long(long: LongSheet) -> tuple[Read, Parsed]:
    """Read a long sheet, with what `parse` would say of it: its good rows in columns, and problems and remarks."""
    sheet = long.sheet
    reader = _Reader(sheet, Met())

    def clashes(said: Mapping[str, Coded]) -> Any:
        offered, valid, invalid = (said[key].numbers() for key in MINUTES)
        return (valid + invalid > offered) | twice(said["pupil"], said["school_unit"], said["month"])

    rows = understood(long, reader.places, MEANINGS, clashes, reader.row)
    return rows, Parsed((), tuple(reader.problems), (*sheet.notes, *sheet.unread(reader.places.values())))


class _Reader:
    """The state of reading one file: where the columns are, what has been met, and what is wrong."""

    def __init__(self, sheet: Sheet, met: Met) -> None:
        self.sheet, self.met = sheet, met
        self.places = sheet.places(COLUMNS)
        self.problems: list[Problem] = []

    def wrong(self, at: Row, key: str, code: str, value: str, **values: object) -> None:
        heading = self.sheet.columns[self.places[key]] if key else ""
        self.problems.append(Problem(at.number, heading, value, code, values))

    def row(self, at: Row) -> AttendanceRow | None:
        """The row as a pupil's month, or None when something in it is wrong."""
        if any(text.strip() for text in at.beyond) or at.fields <= max(self.places.values()):
            value = ";".join((*at.values[: at.fields], *at.beyond))
            self.wrong(at, "", "ragged", value, found=at.fields, expected=len(self.sheet.columns))
            return None
        before = len(self.problems)
        given = {key: tidy(at.values[place]) for key, place in self.places.items()}
        for key, text in given.items():
            if not text:
                self.wrong(at, key, "missing", "")
        level, month = level_in(given["grade_level"]), month_in(given["month"])
        if given["grade_level"] and level is None:
            self.wrong(at, "grade_level", "grade_level", given["grade_level"])
        if given["month"] and month is None:
            self.wrong(at, "month", "month", given["month"])
        minutes = []
        for key in MINUTES:
            found = minutes_in(given[key])
            if found is None and given[key]:
                self.wrong(at, key, "minutes", given[key], most=LONGEST)
            minutes.append(found or 0)
        if len(self.problems) > before or month is None or level is None:
            return None
        made = AttendanceRow(at.number, given["pupil"], given["school_unit"], level, month, *minutes)
        return made if self.agrees(at, made) else None

    def agrees(self, at: Row, made: AttendanceRow) -> bool:
        """Whether absence is within what was offered, and nobody has said the same before."""
        absent = made.valid_absence_minutes + made.invalid_absence_minutes
        if absent > made.offered_minutes:
            values = {"absent": absent, "offered": made.offered_minutes}
            self.wrong(at, "offered_minutes", "more_than_offered", str(made.offered_minutes), **values)
            return False
        mine = f"{self.sheet.name}\n{at.number}"
        place = self.met.months.setdefault((made.pupil, made.school_unit, made.month), mine)
        if place != mine:
            name, row = place.rsplit("\n", 1)
            first = row if name == self.sheet.name else f"{row} ({name})"
            self.wrong(at, "month", "given_twice", made.month, first_row=first, row=at.number)
        return place == mine


def month_in(text: str) -> str | None:
    """The month that a text says, as people and spreadsheets write it, in ISO; None for anything else."""
    found = _MONTH.fullmatch(text)
    return f"{found[1]}-{found[2]}" if found and int(found[1]) in YEARS and 1 <= int(found[2]) <= 12 else None


def level_in(text: str) -> int | None:
    """The grade level that a text says; None for anything else."""
    found = int(text) if text.isdecimal() and len(text) <= 9 else -1
    return found if found in LEVELS else None


def minutes_in(text: str) -> int | None:
    """The whole minutes that a text says, as spreadsheets write numbers; None for anything else."""
    found = _WHOLE.fullmatch(text)
    minutes = int(re.split(r"[.,]", text)[0].replace(" ", "")) if found and len(text) <= 20 else -1
    return minutes if 0 <= minutes <= LONGEST else None


MEANINGS: Mapping[str, Callable[[str], Any]] = {
    "pupil": as_told,
    "school_unit": as_told,
    "grade_level": level_in,
    "month": month_in,
    **dict.fromkeys(MINUTES, minutes_in),
}
"""What a text means in each column; None where it means nothing."""
