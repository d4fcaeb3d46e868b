"""Attendance in a file, added up by pupil and month.

Columns, with English or Swedish headings: `pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;
invalid_absence_minutes`. Every row is either read or told what is wrong with it: row, column, value, what was expected.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from kedjan_formats import identity, problems, row_files
from kedjan_formats.coded import Coded
from kedjan_formats.long_tables import as_told
from kedjan_formats.results_files import YEARS
from kedjan_formats.row_files import Contradiction, Format, Met
from kedjan_formats.unreadable import gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "AttendanceRow", "Met", "Parsed", "Problem", "parse", "parse_long", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pupil": ("pupil", "elev", "personnummer", "personnr"),
    "school_unit": ("school_unit", "school unit", "skolenhet", "skolenhetskod", "skola"),
    "grade_level": ("grade_level", "grade level", "årskurs", "åk"),
    "month": ("month", "månad"),
    "offered_minutes": (
        "offered_minutes",
        "offered minutes",
        "erbjudna minuter",
        "undervisningstid",
        "lektionstid",
        "lektionstid (min)",
    ),
    "valid_absence_minutes": (
        "valid_absence_minutes",
        "valid absence minutes",
        "giltig frånvaro",
        "giltig frånvaro (min)",
    ),
    "invalid_absence_minutes": (
        "invalid_absence_minutes",
        "invalid absence minutes",
        "ogiltig frånvaro",
        "ogiltig frånvaro (min)",
    ),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

ABSENCE = ("valid_absence_minutes", "invalid_absence_minutes")
MINUTES = ("offered_minutes", *ABSENCE)
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


type Parsed = row_files.Parsed[AttendanceRow]


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
    "pupil": identity.in_one_way,
    "school_unit": as_told,
    "grade_level": level_in,
    "month": month_in,
    **dict.fromkeys(MINUTES, minutes_in),
}
"""What a text means in each column; None where it means nothing."""


def _wrong(key: str, _: str) -> tuple[str, Mapping[str, object]]:
    return ("minutes", {"most": LONGEST}) if key in MINUTES else (key, {})


def more_than_offered(
    offered: str,
) -> tuple[Callable[[Any], Contradiction | None], Callable[[Mapping[str, Coded]], Any]]:
    """Return what tells of a row, and of columns in which rows, absence that is more than what a column offers."""

    def contradicts(made: Any) -> Contradiction | None:
        absent, of = made.valid_absence_minutes + made.invalid_absence_minutes, getattr(made, offered)
        return (offered, "more_than_offered", {"absent": absent, "offered": of}) if absent > of else None

    def clashes(said: Mapping[str, Coded]) -> Any:
        valid, invalid = (said[key].numbers() for key in ABSENCE)
        return valid + invalid > said[offered].numbers()

    return contradicts, clashes


_contradicts, _clashes = more_than_offered("offered_minutes")
FORMAT = Format(
    columns=COLUMNS,
    means=MEANINGS,
    row=AttendanceRow,
    problem=Problem,
    once=("pupil", "school_unit", "month"),
    again="month",
    wrong=_wrong,
    contradicts=_contradicts,
    clashes=_clashes,
)
parse, parse_long, recognise = FORMAT.parse, FORMAT.parse_long, FORMAT.recognise
