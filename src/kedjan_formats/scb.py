"""SCB's files of grades, which every school system can write: read pupil by pupil, by layouts that are data.

Names and classes are not read.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kedjan_formats import identity, scb_files
from kedjan_formats.folding import tidy
from kedjan_formats.results_files import GradeRow, Met
from kedjan_formats.scb_files import Problem, Pupils

__all__ = ["Layout", "Parsed", "Problem", "layouts", "parse", "recognise"]

LANGUAGE = "språk"
"""A field that holds the code of a language, not a grade."""
DASH = "9"
_GRADES = frozenset("ABCDEF")
COLUMNS = {"sex": "PersonNr", "school_unit": "Skolenhetskod", "grade_level": ""}
"""Where what is said of a pupil stands here."""
_ALTERNATIVES = {"SV": ("SVA",), "SVA": ("SV",), "NO": ("BI", "FY", "KE"), "SO": ("GE", "HI", "RE", "SH")}


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


type Parsed = scb_files.Parsed[GradeRow, Layout]
"""A row for each grade."""


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts that are known, the newest first."""
    return scb_files.known("scb_layouts.toml", _layout)


def _layout(one: Mapping[str, Any]) -> Layout:
    lists = (tuple(one[each]) for each in ("codes", "about", "fields"))
    return Layout(one["name"], one["since"], one["grade_level"], *lists)


def recognise(data: bytes) -> Layout | None:
    """The layout that most rows of a file have, or None: then it is something else."""
    return scb_files.fitting(data, layouts())


def parse(data: bytes, *, name: str = "", met: Met | None = None) -> Parsed:
    """Read every pupil of a file, and list every problem; a file that is none of SCB's is Unreadable.

    A dash stays one; 2, 3, Y and Z are no grades. Files that are counted together share what has been `met`.
    """
    shared = met or Met()
    return scb_files.parsed(data, layouts(), lambda layout: _Reader(layout, name, shared), without="no_grades")


class _Reader(Pupils[GradeRow, Layout]):
    """The state of reading one file of grades."""

    def __init__(self, layout: Layout, name: str, met: Met) -> None:
        super().__init__(layout)
        self.name, self.met = name, met

    def made(
        self, row: int, person: identity.Person, unit: str, day: dt.date, given: Mapping[str, str]
    ) -> Iterator[GradeRow]:
        """Yield the grades of one pupil; none where one contradicts what other rows say."""
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

    def given(self, row: int, fields: Sequence[str]) -> dict[str, str]:
        """Return the grades of one pupil by subject, a dash among them."""
        given: dict[str, str] = {}
        codes: dict[str, str] = {}
        for name, text in zip(self.layout.fields, fields, strict=True):
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
