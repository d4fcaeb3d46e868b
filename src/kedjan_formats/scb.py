"""SCB's files of grades, which every school system can write: read pupil by pupil, by layouts that are data.

A file says neither which it is nor what its columns are: it is known by how many fields its rows have and by what
stands in them. Names and classes are not read. What is wrong is told without the number that a person has.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from kedjan_formats import delimited, encodings, identity, problems
from kedjan_formats.delimited import RawRow
from kedjan_formats.folding import tidy
from kedjan_formats.results_files import PROBLEMS as IN_RESULTS
from kedjan_formats.results_files import YEARS, GradeRow, Met
from kedjan_formats.unreadable import Note, Unreadable, gettext_noop

__all__ = ["Layout", "Parsed", "Problem", "Pupils", "cut", "head", "layouts", "parse", "recognise"]

LANGUAGE = "språk"
"""A field that holds the code of a language, not a grade."""
DASH = "9"
_GRADES = frozenset("ABCDEF")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_UNIT = re.compile(r"\d{8}")
COLUMNS = {"sex": "PersonNr", "school_unit": "Skolenhetskod", "grade_level": ""}
"""Where what is said of a pupil stands here."""
_ALTERNATIVES = {"SV": ("SVA",), "SVA": ("SV",), "NO": ("BI", "FY", "KE"), "SO": ("GE", "HI", "RE", "SH")}

PROBLEMS = {
    **{code: IN_RESULTS[code] for code in ("ragged", "grade", "given_twice", "other_unit", "other_sex")},
    "person": (
        gettext_noop("This is not a personal identity number."),
        gettext_noop("twelve digits that agree with the last, or ÅÅÅÅMMDDTF and two digits"),
    ),
    "unit": (gettext_noop("This is not a school unit code."), gettext_noop("eight digits")),
    "day": (gettext_noop("This is not a day."), gettext_noop("a day such as 2026-06-12")),
    "test_value": (gettext_noop("This is no value of this field."), gettext_noop("one of %(choices)s, or nothing")),
    "instead": (
        gettext_noop("2 says that the pupil is graded in another subject instead."),
        gettext_noop("a grade in %(others)s, or nothing"),
    ),
}

_KNOWN_BY = 64 * 1024
"""Bytes of a file that are looked at to see what it is."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the fields of a file are: those about the pupil, then subjects by their codes and languages."""

    name: str
    since: int
    grade_level: int
    codes: tuple[str, ...]
    about: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.about) + len(self.fields)

    def allows(self, fields: Sequence[str]) -> bool:
        """Whether a row has as many fields, and nothing but grades and codes where those should be."""
        if len(fields) != self.width:
            return False
        known = {"", DASH, *self.codes, *_GRADES}
        graded = zip(self.fields, fields[len(self.about) :], strict=True)
        return all(tidy(text).upper() in known for name, text in graded if name != LANGUAGE)


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows (one for each grade), problems in order of row, remarks, and the layout that the file has."""

    rows: tuple[GradeRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    layout: Layout


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts that are known, the newest first."""
    given = tomllib.loads(Path(__file__).with_name("scb_layouts.toml").read_text(encoding="utf-8"))["layout"]
    made = [
        Layout(
            one["name"], one["since"], one["grade_level"], *(tuple(one[each]) for each in ("codes", "about", "fields"))
        )
        for one in given
    ]
    return tuple(sorted(made, key=lambda one: one.since, reverse=True))


def recognise(data: bytes) -> Layout | None:
    """The layout that most rows of a file have, or None: then it is something else."""
    try:
        rows, _, _ = cut(head(data))
    except Unreadable:
        return None
    sample = [fields for _, fields in rows[:200]]
    found = max(layouts(), key=lambda layout: sum(map(layout.allows, sample)))
    fitting = sum(map(found.allows, sample))
    return found if fitting and 2 * fitting >= len(sample) else None


def head(data: bytes) -> bytes:
    """The first lines of a long file, which are enough to know it by."""
    if len(data) <= _KNOWN_BY or b"\0" in data[:1000]:
        return data
    return data[: data.rfind(b"\n", 0, _KNOWN_BY) + 1] or data


def parse(data: bytes, *, name: str = "", met: Met | None = None) -> Parsed:
    """Read every pupil of a file, and list every problem; a file that is none of SCB's is Unreadable.

    The school year is that of the day when the file was written. A dash stays one; 2, 3, Y and Z are no grades. Files
    that are counted together share what has been `met`.
    """
    layout = recognise(data)
    if layout is None:
        raise Unreadable("header_not_found", expected=tuple(one.name for one in layouts()))
    rows, notes, heading = cut(data)
    reader = _Reader(layout, name, met or Met())
    made = tuple(grade for row in rows for grade in reader.grades(*row))
    left_out = (Note("preamble_left_out", {"first": heading, "last": heading}),) if heading else ()
    without = (Note("no_grades", {"rows": tuple(reader.without)}),) if reader.without else ()
    return Parsed(made, tuple(reader.problems), (*notes, *left_out, *without), layout)


def cut(data: bytes) -> tuple[list[RawRow], tuple[Note, ...], int]:
    """The rows with something in them, without a heading row; remarks; and which row the heading was, or 0."""
    text, _, notes = encodings.decode(data)
    rows, _ = delimited.cut(text, fitness=lambda sample: max((len(fields) for _, fields in sample), default=0))
    filled = [(number, fields) for number, fields in rows if any(field.strip() for field in fields)]
    if filled and tidy(filled[0][1][0]).casefold() == "system":
        return filled[1:], notes, filled[0][0]
    return filled, notes, 0


def _strayed(text: str) -> str:
    """What is told of a value that may be a person's number in the wrong field."""
    return identity.veiled(text) if len(text) > len("2026-06-12") else text


def _day(text: str) -> dt.date | None:
    """The day that a text says; None where there is no such day, or it is no year of ours."""
    found = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, found.groups())) if found and int(found[1]) in YEARS else None
    except ValueError:
        return None


class Pupils:
    """The state of reading one file with a row for each pupil: who has been met, who has nothing, and what is wrong."""

    def __init__(self, about: Sequence[str]) -> None:
        self.about = about
        self.problems: list[Problem] = []
        self.rows: dict[str, int] = {}
        self.without: list[int] = []

    def wrong(self, row: int, column: str, code: str, value: str, /, **values: object) -> None:
        self.problems.append(Problem(row, column, value, code, values))

    def who(self, row: int, fields: Sequence[str]) -> tuple[identity.Person, str, dt.date] | None:
        """Which pupil a row is about, at which unit, and the day of the file; None where one of them is wrong."""
        about = dict(zip(self.about, map(tidy, fields), strict=False))
        unit, number = about["Skolenhetskod"], about["PersonNr"]
        person, day = identity.read(number), _day(about["Datum"])
        before = len(self.problems)
        if person is None:
            self.wrong(row, "PersonNr", "person", identity.veiled(number))
        elif self.rows.setdefault(person.number, row) != row:
            first = self.rows[person.number]
            self.wrong(row, "PersonNr", "given_twice", identity.veiled(number), first_row=first, row=row)
        if not _UNIT.fullmatch(unit):
            self.wrong(row, "Skolenhetskod", "unit", _strayed(unit))
        if day is None:
            self.wrong(row, "Datum", "day", _strayed(about["Datum"]))
        return (person, unit, day) if person and day and len(self.problems) == before else None


class _Reader(Pupils):
    """The state of reading one file of grades."""

    def __init__(self, layout: Layout, name: str, met: Met) -> None:
        super().__init__(layout.about)
        self.layout, self.name, self.met = layout, name, met

    def grades(self, row: int, fields: list[str]) -> Iterator[GradeRow]:
        """Yield the grades of one pupil; nothing when something in the row is wrong."""
        if len(fields) != self.layout.width:
            self.wrong(row, "", "ragged", "", found=len(fields), expected=self.layout.width)
            return
        before = len(self.problems)
        who, given = self.who(row, fields), self.given(row, fields)
        if who is None or len(self.problems) > before:
            return
        person, unit, day = who
        if not given:
            self.without.append(row)
        level = self.layout.grade_level
        made = [GradeRow(row, person.number, person.sex, unit, day.year, level, *each) for each in given.items()]
        for each in made:
            found = self.met.contradicts(each, self.name)
            if found:
                key, code, values = found
                value = str(getattr(each, key))
                self.wrong(row, COLUMNS.get(key, value), code, value, **values)
                return
        yield from made

    def given(self, row: int, fields: list[str]) -> dict[str, str]:
        """The grades of one pupil by subject, a dash among them."""
        given: dict[str, str] = {}
        codes: dict[str, str] = {}
        for name, text in zip(self.layout.fields, fields[len(self.layout.about) :], strict=True):
            grade = tidy(text).upper()
            if name == LANGUAGE or not grade:
                continue
            if grade in _GRADES or grade == DASH:
                given[name] = "-" if grade == DASH else grade
            elif grade in self.layout.codes:
                codes[name] = grade
            else:
                self.wrong(row, name, "grade", tidy(text), choices=(*sorted(_GRADES), DASH, *self.layout.codes))
        for name, others in _ALTERNATIVES.items():
            if codes.get(name) == "2" and not any(other in given for other in others):
                self.wrong(row, name, "instead", "2", others=", ".join(others))
        return given
