"""Grades from examinations and holiday school after the final grades, one to a row.

Columns, with English or Swedish headings: `pupil;school_unit;school_year;subject;grade;gained_through;day`. The school
year is that of the final grades, `gained_through` is `prövning` or `lovskola`, and its heading is what tells such a
file from one of ordinary grades. Every row is either read or told what is wrong with it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kedjan_formats import identity, problems, results_files, row_files
from kedjan_formats.coded import Coded
from kedjan_formats.folding import folded
from kedjan_formats.lesson_files import day_of
from kedjan_formats.long_tables import LongSheet, Read, as_told
from kedjan_formats.results_files import GAINED_THROUGH, Scale, school_year
from kedjan_formats.row_files import Contradiction, Format, Met
from kedjan_formats.tables import Sheet
from kedjan_formats.unreadable import gettext_noop

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


type Parsed = row_files.Parsed[LaterRow]


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
    return _format(Scale(subjects, grades, no_basis)).parse(sheet, met=met)


def parse_long(
    long: LongSheet, *, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str = "-"
) -> tuple[Read, Parsed]:
    """Read a long sheet, with what `parse` would say of it: its good rows in columns, and problems and remarks."""
    return _format(Scale(subjects, grades, no_basis)).parse_long(long)


def _format(scale: Scale) -> Format[LaterRow]:
    return Format(
        columns=COLUMNS,
        means={
            "pupil": identity.in_one_way,
            "school_unit": as_told,
            "school_year": school_year,
            **scale.means,
            "gained_through": lambda text: WAYS.get(folded(text)),
            "day": day_of,
        },
        row=LaterRow,
        problem=Problem,
        once=("pupil", "school_year", "subject"),
        again="subject",
        wrong=scale.wrong,
        contradicts=_contradicts,
        clashes=_clashes,
    )


def _contradicts(made: LaterRow) -> Contradiction | None:
    """Tell of a grade that was given before the final ones."""
    first = dt.date(made.school_year, JUNE, 1)
    return ("day", "before_final", {"first": first.isoformat()}) if made.day < first else None


def _clashes(said: Mapping[str, Coded]) -> Any:
    month = said["day"].meaning(lambda day: day.year * 12 + day.month).numbers()
    return month < said["school_year"].numbers() * 12 + JUNE
