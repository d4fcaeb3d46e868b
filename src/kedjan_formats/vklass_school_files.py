"""Attendance as Vklass reports it of schools: a school a row, sums of hours over the time that was chosen, no pupils.

*Undv. tid* is the time of all lessons, with its unit (179293,6 h); *GF h* and *F h* are absent for a valid reason and
for none; *Ej reg tid %*, where it stands there, is how much was not reported. Total absence is GF and F of the time of
all lessons. It says nothing of how many pupils its sums are of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from kedjan_formats import problems, row_files, vklass_files
from kedjan_formats.long_tables import as_told
from kedjan_formats.row_files import Contradiction, Format, Met
from kedjan_formats.tables import Sheet
from kedjan_formats.unreadable import gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "Met", "Parsed", "Problem", "SchoolRow", "parse", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "school_unit": ("skola",),
    "offered_minutes": vklass_files.COLUMNS["offered_minutes"],
    "valid_absence_minutes": ("gf h",),
    "invalid_absence_minutes": ("f h",),
}
UNREPORTED: Mapping[str, tuple[str, ...]] = {"unreported_percent": ("ej reg tid %", "ej reg tid", "ej reg. tid %")}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

PROBLEMS: Mapping[str, tuple[str, str]] = {
    **{code: vklass_files.PROBLEMS[code] for code in ("missing", "ragged", "more_than_offered")},
    "hours": (gettext_noop("This is not a number of hours."), gettext_noop("hours such as 179293,6 h")),
    "percent": (gettext_noop("This is not a share."), gettext_noop("per cent from 0 to 100, such as 1,3")),
    "given_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same school."),
        gettext_noop("one row for each school"),
    ),
}


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school's sums in whole minutes; `unreported_percent` is None where it is not told."""

    number: int
    school_unit: str
    offered_minutes: int
    valid_absence_minutes: int
    invalid_absence_minutes: int
    unreported_percent: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


type Parsed = row_files.Parsed[SchoolRow]


def timed(text: str) -> int | None:
    """The whole minutes of a time that says its unit; None for anything else."""
    return vklass_files.time_in(text) if text[-1:].isalpha() else None


def hours(text: str) -> int | None:
    """The whole minutes of a number of hours, which need not say so; None for anything else."""
    return vklass_files.time_in(text if text[-1:].isalpha() else f"{text} h")


def percent(text: str) -> Fraction | None:
    """A share in per cent, with a comma or a point; None for what is no number from 0 to 100."""
    said = text.removesuffix("%").strip().replace(",", ".")
    if len(said) > 12 or not said.isascii() or not said.replace(".", "", 1).isdecimal():
        return None
    found = Fraction(said)
    return found if found <= 100 else None


def _contradicts(made: SchoolRow) -> Contradiction | None:
    absent, offered = made.valid_absence_minutes + made.invalid_absence_minutes, made.offered_minutes
    values = {"absent": absent, "offered": offered}
    return ("offered_minutes", "more_than_offered", values) if absent > offered else None


def _wrong(key: str, _: str) -> tuple[str, Mapping[str, object]]:
    return {"unreported_percent": "percent"}.get(key, "hours"), {}


FORMAT = Format(
    columns=COLUMNS,
    optional=UNREPORTED,
    untold=frozenset(UNREPORTED),
    means={
        "school_unit": as_told,
        "offered_minutes": timed,
        "valid_absence_minutes": hours,
        "invalid_absence_minutes": hours,
        "unreported_percent": percent,
    },
    row=SchoolRow,
    problem=Problem,
    once=("school_unit",),
    again="school_unit",
    wrong=_wrong,
    contradicts=_contradicts,
)
parse = FORMAT.parse


def recognise(sheet: Sheet) -> bool:
    """Whether the headings are those of Vklass's report of schools: no pupils are in it."""
    return FORMAT.recognise(sheet) and sheet.find(*vklass_files.COLUMNS["pupil"]) is None
