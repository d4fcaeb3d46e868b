"""Pupils' grades in a file, one to a row: `pupil;sex;school_unit;school_year;grade_level;subject;grade`.

English or Swedish headings. Every row is either read or told what is wrong with it: row, column, value, what was
expected. Pupils are named by a key of the sender's; the file is no place for names.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kedjan_formats import identity, problems, row_files
from kedjan_formats.coded import Coded
from kedjan_formats.folding import folded
from kedjan_formats.long_tables import LongSheet, Read, as_told, torn
from kedjan_formats.row_files import Contradiction, Format, first_row
from kedjan_formats.tables import Sheet
from kedjan_formats.unreadable import gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "GradeRow", "Met", "Parsed", "Problem", "Scale", "parse", "parse_long", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pupil": ("pupil", "elev", "personnummer", "personnr"),
    "sex": ("sex", "kön"),
    "school_unit": ("school_unit", "school unit", "skolenhet", "skolenhetskod", "skola"),
    "school_year": ("school_year", "school year", "läsår"),
    "grade_level": ("grade_level", "grade level", "årskurs", "åk"),
    "subject": ("subject", "ämne"),
    "grade": ("grade", "betyg"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""
GAINED_THROUGH = (
    "gained_through",
    "gained through",
    "prövning/lovskola",
    "lovskola/prövning",
    "prövning eller lovskola",
    "lovskola eller prövning",
    "examination/holiday school",
    "examination or holiday school",
)
"""The heading of grades after the final ones (`later_grades_files`), which are never taken for ordinary ones."""

LEVELS = range(1, 11)
YEARS = range(1900, 2200)
"""Years in which something can have been given to a pupil; others are slips."""
SEXES: Mapping[str, str] = {
    **dict.fromkeys(("k", "kvinna", "flicka", "f", "female", "girl", "woman"), "K"),
    **dict.fromkeys(("m", "man", "pojke", "male", "boy"), "M"),
}
DASHES = ("-", "–", "−", "—", "streck")
_YEAR = re.compile(r"(\d{4})\s*[/–-]\s*(\d{4}|\d{2})")

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "ragged": (gettext_noop("The row has %(found)s fields."), gettext_noop("%(expected)s fields, as the headings")),
    "sex": (gettext_noop("This is not a sex as it is registered."), gettext_noop("K or M")),
    "school_year": (gettext_noop("This is not a school year."), gettext_noop("a school year such as 2024/25")),
    "grade_level": (gettext_noop("There is no such grade level."), gettext_noop("a whole number from 1 to 10")),
    "subject": (gettext_noop("There is no such subject."), gettext_noop("a subject's code, such as %(closest)s")),
    "grade": (gettext_noop("This is not a grade on the scale."), gettext_noop("one of %(choices)s")),
    "given_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same pupil, school year and subject."),
        gettext_noop("one row for each pupil, school year and subject"),
    ),
    "other_sex": (
        gettext_noop("Row %(first_row)s says %(first)s of the same pupil."),
        gettext_noop("the same sex in all rows of a pupil"),
    ),
    "other_unit": (
        gettext_noop("Row %(first_row)s says %(first)s of the same pupil and school year."),
        gettext_noop("one school unit and one grade level for each pupil and school year"),
    ),
}


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade as it stood in the file; `school_year` is the year in which it ends (2014/15 is 2015)."""

    number: int
    pupil: str
    sex: str
    school_unit: str
    school_year: int
    grade_level: int
    subject: str
    grade: str


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


type Parsed = row_files.Parsed[GradeRow]


@dataclass(slots=True)
class Met(row_files.Met):
    """What earlier rows have said, of this file and of others that are counted with it, and where."""

    sexes: dict[str, tuple[str, str]] = field(default_factory=dict)
    years: dict[tuple[str, int], tuple[tuple[str, int], str]] = field(default_factory=dict)

    def differs(self, made: GradeRow, file: str) -> Contradiction | None:
        """What of a pupil is another than earlier rows say; None where all is the same."""
        mine = f"{file}\n{made.number}"
        sex, place = self.sexes.setdefault(made.pupil, (made.sex, mine))
        if sex != made.sex:
            return "sex", "other_sex", {"first_row": first_row(place, file), "first": sex}
        where = made.school_unit, made.grade_level
        there, place = self.years.setdefault((made.pupil, made.school_year), (where, mine))
        if there == where:
            return None
        place = first_row(place, file)
        if there[0] != where[0]:
            return "school_unit", "other_unit", {"first_row": place, "first": there[0]}
        return "grade_level", "other_unit", {"first_row": place, "first": there[1]}

    def contradicts(self, made: GradeRow, file: str) -> Contradiction | None:
        """What of a row is another than earlier rows say, or has been said by one of them; None where all is new."""
        differs = self.differs(made, file)
        if differs:
            return differs
        before = self.before((made.pupil, made.school_year, made.subject), made.number, file)
        return ("subject", "given_twice", before) if before else None


class Scale:
    """Which subjects and grades there are: what a text means of them, and what was expected of one that is none.

    `subjects`: names by code; a subject is known by either. A dash of any length is the grade `no_basis`.
    """

    def __init__(self, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str) -> None:
        self.subjects = {folded(text): code for code, name in subjects.items() for text in (code, name)}
        self.grades = {folded(grade): grade for grade in grades} | dict.fromkeys(DASHES, no_basis)
        self.choices = (*grades, no_basis)
        self.means: Mapping[str, Callable[[str], Any]] = {
            "subject": lambda text: self.subjects.get(folded(text)),
            "grade": lambda text: self.grades.get(folded(text)),
        }

    def wrong(self, key: str, text: str) -> tuple[str, Mapping[str, object]]:
        """Return what is wrong with a text that means nothing in a column, and what was expected."""
        if key == "grade":
            return key, {"choices": self.choices}
        if key != "subject":
            return key, {}
        near = difflib.get_close_matches(folded(text), list(self.subjects), n=1, cutoff=0.0)
        return key, {"closest": self.subjects[near[0]] if near else ""}


def recognise(sheet: Sheet) -> bool:
    """Whether the headings are those of a file of grades with a row each, none of them after the final grades."""
    return all(sheet.find(*names) is not None for names in EXPECTED) and sheet.find(*GAINED_THROUGH) is None


def parse(
    sheet: Sheet,
    *,
    subjects: Mapping[str, str],
    grades: Sequence[str],
    no_basis: str = "-",
    met: Met | None = None,
) -> Parsed:
    """Read every row of the sheet, and list every problem.

    `subjects`: names by code; a subject is known by either. A dash of any length is the grade `no_basis`. Files that
    are counted together share what has been `met`.
    Refuses a sheet that lacks a column (`column_missing`).
    """
    met = met or Met()
    return _format(Scale(subjects, grades, no_basis), met, sheet.name).parse(sheet, met=met)


def parse_long(
    long: LongSheet, *, subjects: Mapping[str, str], grades: Sequence[str], no_basis: str = "-"
) -> tuple[Read, Parsed]:
    """Read a long sheet, with what `parse` would say of it: its good rows in columns, and problems and remarks."""
    return _format(Scale(subjects, grades, no_basis), Met(), long.sheet.name).parse_long(long)


def _format(scale: Scale, met: Met, file: str) -> Format[GradeRow]:
    return Format(
        columns=COLUMNS,
        means={
            "pupil": identity.in_one_way,
            "sex": lambda text: SEXES.get(folded(text)),
            "school_unit": as_told,
            "school_year": school_year,
            "grade_level": _level,
            **scale.means,
        },
        row=GradeRow,
        problem=Problem,
        once=("pupil", "school_year", "subject"),
        again="subject",
        wrong=scale.wrong,
        contradicts=lambda made: met.differs(made, file),
        clashes=_clashes,
    )


def _clashes(said: Mapping[str, Coded]) -> Any:
    of_year = said["pupil"], said["school_year"]
    return torn([said["pupil"]], said["sex"]) | torn(of_year, said["school_unit"], said["grade_level"])


def school_year(text: str) -> int | None:
    """The year in which a school year ends, of `2014/15`, `2014/2015` or `2014-15`; None for anything else."""
    found = _YEAR.fullmatch(text)
    if found is None:
        return None
    first, last = int(found[1]), found[2]
    return first + 1 if first in YEARS and int(last) == (first + 1) % 10 ** len(last) else None


def _level(text: str) -> int | None:
    found = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
    return found if found in LEVELS else None
