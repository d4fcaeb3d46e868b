"""Attendance in a file, a row for each pupil and lesson.

Columns, with English or Swedish headings: `pupil;school_unit;date;start;minutes;subject;valid_absence_minutes;
invalid_absence_minutes;reported`; the last may be lacking. Every row is either read or told what is wrong with it.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kedjan_formats import problems
from kedjan_formats.attendance_files import PROBLEMS as IN_MONTHS
from kedjan_formats.coded import Coded, twice
from kedjan_formats.folding import folded, tidy
from kedjan_formats.long_tables import LongSheet, Read, as_told, understood
from kedjan_formats.results_files import YEARS
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Note, gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "LessonRow", "Met", "Parsed", "Problem", "parse", "parse_long", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pupil": ("pupil", "elev"),
    "school_unit": ("school_unit", "school unit", "skolenhet", "skolenhetskod", "skola"),
    "date": ("date", "datum"),
    "start": ("start", "starttid", "börjar"),
    "minutes": ("minutes", "minuter", "lektionsminuter"),
    "subject": ("subject", "ämne"),
    "valid_absence_minutes": ("valid_absence_minutes", "valid absence minutes", "giltig frånvaro"),
    "invalid_absence_minutes": ("invalid_absence_minutes", "invalid absence minutes", "ogiltig frånvaro"),
}
REPORTED = ("reported", "rapporterad")
ABSENCE = ("valid_absence_minutes", "invalid_absence_minutes")
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

LONGEST = 24 * 60
_WHOLE = re.compile(r"\d{1,4}(?:[.,]0+)?")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T]00:00(?::00)?)?")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")
_SAID = {**dict.fromkeys(("ja", "yes", "true", "1", "x"), True), **dict.fromkeys(("nej", "no", "false", "0"), False)}

PROBLEMS: Mapping[str, tuple[str, str]] = {
    **{code: IN_MONTHS[code] for code in ("missing", "ragged", "minutes", "more_than_offered")},
    "date": (gettext_noop("This is not a day."), gettext_noop("a day such as 2026-06-12")),
    "start": (gettext_noop("This is not a time of day."), gettext_noop("a time such as 08:20")),
    "reported": (gettext_noop("This is neither yes nor no."), gettext_noop("ja or nej")),
    "absent_unreported": (
        gettext_noop("There is absence at a lesson that nobody has reported."),
        gettext_noop("ja, or no absence"),
    ),
    "given_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same pupil, day and time."),
        gettext_noop("one row for each pupil and lesson"),
    ),
}


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One pupil's lesson, in whole minutes; `reported` is None where the file does not say."""

    number: int
    pupil: str
    school_unit: str
    date: dt.date
    start: str
    minutes: int
    subject: str
    valid_absence_minutes: int
    invalid_absence_minutes: int
    reported: bool | None = None


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


@dataclass(slots=True)
class Met:
    """Which lessons of pupils earlier rows have told of, in this file and in others read with it, and where."""

    lessons: dict[tuple[str, dt.date, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows, problems in order of row, and remarks."""

    rows: tuple[LessonRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


def recognise(sheet: Sheet) -> bool:
    """Whether the headings are those of attendance by lesson."""
    return all(sheet.find(*names) is not None for names in EXPECTED)


def parse(sheet: Sheet, *, met: Met | None = None) -> Parsed:
    """Read every row of the sheet, and list every problem. Refuses a sheet that lacks a column (`column_missing`).

    Files that are counted together share what has been `met`.
    """
    reader = _Reader(sheet, met or Met())
    rows = tuple(row for row in map(reader.row, sheet.rows) if row)
    return Parsed(rows, tuple(reader.problems), (*sheet.notes, *reader.remarks()))


def parse_long(long: LongSheet) -> tuple[Read, Parsed]:
    """Read a long sheet, with what `parse` would say of it: its good rows in columns, and problems and remarks."""
    sheet = long.sheet
    reader = _Reader(sheet, Met())

    def clashes(said: Mapping[str, Coded]) -> Any:
        valid, invalid = (said[key].numbers() for key in ABSENCE)
        found = (valid + invalid > said["minutes"].numbers()) | twice(said["pupil"], said["date"], said["start"])
        if "reported" in said:
            found |= (valid + invalid > 0) & (said["reported"].numbers() == 0)
        return found

    rows = understood(long, reader.places, MEANINGS, clashes, reader.row)
    return rows, Parsed((), tuple(reader.problems), (*sheet.notes, *reader.remarks()))


class _Reader:
    """The state of reading one file: where the columns are, what has been met, and what is wrong."""

    def __init__(self, sheet: Sheet, met: Met) -> None:
        self.sheet, self.met = sheet, met
        reported = sheet.find(*REPORTED)
        self.places = sheet.places(COLUMNS) | ({} if reported is None else {"reported": reported})
        self.problems: list[Problem] = []

    def remarks(self) -> tuple[Note, ...]:
        """Return what is said of columns that are not there, and of those that are not read."""
        lacking = () if "reported" in self.places else (Note("column_lacking", {"column": REPORTED[0]}),)
        return (*lacking, *self.sheet.unread(self.places.values()))

    def wrong(self, at: Row, key: str, code: str, value: str, **values: object) -> None:
        heading = self.sheet.columns[self.places[key]] if key else ""
        self.problems.append(Problem(at.number, heading, value, code, values))

    def row(self, at: Row) -> LessonRow | None:
        """The row as a pupil's lesson, or None when something in it is wrong."""
        if any(text.strip() for text in at.beyond) or at.fields <= max(self.places.values()):
            value = ";".join((*at.values[: at.fields], *at.beyond))
            self.wrong(at, "", "ragged", value, found=at.fields, expected=len(self.sheet.columns))
            return None
        before = len(self.problems)
        given = {key: tidy(at.values[place]) for key, place in self.places.items()}
        for key, text in given.items():
            if not text:
                self.wrong(at, key, "missing", "")
        day, start = day_of(given["date"]), _time(given["start"])
        reported = _said(given["reported"]) if "reported" in given else None
        for key, found in (("date", day), ("start", start), ("reported", reported)):
            if found is None and given.get(key):
                self.wrong(at, key, key, given[key])
        told = {"minutes": _length(given["minutes"]), **{key: _minutes(given[key]) for key in ABSENCE}}
        for key, many in told.items():
            if many is None and given[key]:
                self.wrong(at, key, "minutes", given[key], most=LONGEST)
        minutes, valid, invalid = (many or 0 for many in told.values())
        if len(self.problems) > before or day is None or start is None:
            return None
        made = LessonRow(
            at.number, given["pupil"], given["school_unit"], day, start, minutes, given["subject"], valid, invalid,
            reported,
        )  # fmt: skip
        return made if self.agrees(at, made) else None

    def agrees(self, at: Row, made: LessonRow) -> bool:
        """Whether absence is within the lesson and was reported, and nobody has told of the lesson before."""
        absent = made.valid_absence_minutes + made.invalid_absence_minutes
        if absent > made.minutes:
            self.wrong(at, "minutes", "more_than_offered", str(made.minutes), absent=absent, offered=made.minutes)
            return False
        if absent and made.reported is False:
            self.wrong(at, "reported", "absent_unreported", at.values[self.places["reported"]])
            return False
        mine = f"{self.sheet.name}\n{at.number}"
        place = self.met.lessons.setdefault((made.pupil, made.date, made.start), mine)
        if place != mine:
            name, row = place.rsplit("\n", 1)
            first = row if name == self.sheet.name else f"{row} ({name})"
            self.wrong(at, "start", "given_twice", made.start, first_row=first, row=at.number)
        return place == mine


def day_of(text: str) -> dt.date | None:
    """Return the day that a text says, or None."""
    found = _DAY.fullmatch(text) if text.isascii() else None
    try:
        return dt.date(*map(int, found.groups())) if found and int(found[1]) in YEARS else None
    except ValueError:
        return None


def _time(text: str) -> str | None:
    found = _TIME.fullmatch(text) if text.isascii() else None
    return f"{int(found[1]):02d}:{found[2]}" if found and int(found[1]) < 24 and int(found[2]) < 60 else None


def _minutes(text: str) -> int | None:
    found = int(re.split(r"[.,]", text)[0]) if text.isascii() and _WHOLE.fullmatch(text) else -1
    return found if 0 <= found <= LONGEST else None


def _length(text: str) -> int | None:
    return _minutes(text) or None


def _said(text: str) -> bool | None:
    return _SAID.get(folded(text))


MEANINGS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("pupil", "school_unit", "subject"), as_told),
    "date": day_of,
    "start": _time,
    "minutes": _length,
    **dict.fromkeys(ABSENCE, _minutes),
    "reported": _said,
}
"""What a text means in each column; None where it means nothing."""
