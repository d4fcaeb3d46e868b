"""Attendance in a file, a row for each pupil and lesson.

Columns, with English or Swedish headings: `pupil;school_unit;date;start;minutes;subject;valid_absence_minutes;
invalid_absence_minutes;reported`; the last may be lacking. Every row is either read or told what is wrong with it.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from kedjan_formats import identity, problems, row_files
from kedjan_formats.attendance_files import ABSENCE, more_than_offered
from kedjan_formats.attendance_files import PROBLEMS as IN_MONTHS
from kedjan_formats.coded import Coded
from kedjan_formats.folding import folded
from kedjan_formats.long_tables import as_told
from kedjan_formats.results_files import YEARS
from kedjan_formats.row_files import Contradiction, Format, Met
from kedjan_formats.unreadable import gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "LessonRow", "Met", "Parsed", "Problem", "parse", "parse_long", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pupil": ("pupil", "elev", "personnummer", "personnr"),
    "school_unit": ("school_unit", "school unit", "skolenhet", "skolenhetskod", "skola"),
    "date": ("date", "datum"),
    "start": ("start", "starttid", "börjar"),
    "minutes": ("minutes", "minuter", "lektionsminuter"),
    "subject": ("subject", "ämne"),
    "valid_absence_minutes": ("valid_absence_minutes", "valid absence minutes", "giltig frånvaro"),
    "invalid_absence_minutes": ("invalid_absence_minutes", "invalid absence minutes", "ogiltig frånvaro"),
}
REPORTED = ("reported", "rapporterad")
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


type Parsed = row_files.Parsed[LessonRow]


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
    "pupil": identity.in_one_way,
    **dict.fromkeys(("school_unit", "subject"), as_told),
    "date": day_of,
    "start": _time,
    "minutes": _length,
    **dict.fromkeys(ABSENCE, _minutes),
    "reported": _said,
}
"""What a text means in each column; None where it means nothing."""


def _wrong(key: str, _: str) -> tuple[str, Mapping[str, object]]:
    return ("minutes", {"most": LONGEST}) if key in ("minutes", *ABSENCE) else (key, {})


_is_more, _are_more = more_than_offered("minutes")


def _contradicts(made: LessonRow) -> Contradiction | None:
    """Tell of absence that is more than the lesson, or was never reported."""
    is_absent = made.valid_absence_minutes + made.invalid_absence_minutes > 0
    unreported: Contradiction = ("reported", "absent_unreported", {})
    return _is_more(made) or (unreported if is_absent and made.reported is False else None)


def _clashes(said: Mapping[str, Coded]) -> Any:
    found = _are_more(said)
    if "reported" in said:
        valid, invalid = (said[key].numbers() for key in ABSENCE)
        found |= (valid + invalid > 0) & (said["reported"].numbers() == 0)
    return found


FORMAT = Format(
    columns=COLUMNS,
    optional={"reported": REPORTED},
    means=MEANINGS,
    row=LessonRow,
    problem=Problem,
    once=("pupil", "date", "start"),
    again="start",
    wrong=_wrong,
    contradicts=_contradicts,
    clashes=_clashes,
)
parse, parse_long, recognise = FORMAT.parse, FORMAT.parse_long, FORMAT.recognise
