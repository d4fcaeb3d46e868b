"""SCB's files of national tests in years 3, 6 and 9: read pupil by pupil, by layouts that are data.

What is told of a pupil becomes a row for each field in which something stands. Which teaching group a pupil is in is
not read.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kedjan_formats import identity, scb_files
from kedjan_formats.folding import tidy
from kedjan_formats.scb_files import Pupils

__all__ = ["ASPECTS", "Field", "Layout", "Parsed", "TestRow", "layouts", "parse", "recognise"]

ASPECTS: Mapping[str, str] = {
    "PR": "requirement_met",
    "DELT": "took_part",
    "PRP": "points",
    "POANG": "points",
    "PROVB": "test_grade",
    "KURSPLAN": "syllabus",
    "PROV": "test_subject",
}
"""What a field tells of a part or a test, by the end of its name."""
_CODES = {"77": "replacement", "88": "lost", "99": "not_taken"}
_MEANT = {
    "requirement_met": {"0": "no", "1": "yes"},
    "took_part": {"1": "yes"},
    "syllabus": {"1": "SV", "2": "SVA", "99": "unknown"},
}
_RANGE = re.compile(r"(\d+)-(\d+)")
_LONGEST_SHOWN = 4
"""Characters of a wrong value that are told: the longest right one has two, and a number may have strayed here."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, and the values that it can have; none where it is not read."""

    name: str
    choices: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Return the test that the field is of: MA, SV, EN, NO or SO."""
        return self.name.split("_")[0]

    @property
    def part(self) -> str:
        """Return the part of the test; nothing where the field is of all of it."""
        return "".join(self.name.split("_")[1:-1])

    @property
    def aspect(self) -> str:
        """Return what the field tells."""
        return ASPECTS[self.name.split("_")[-1]]

    def meaning(self, text: str) -> str | None:
        """Return what a text in the field means; nothing where it says nothing, None where it means nothing."""
        if not text or not self.choices:
            return ""
        plain = text.upper().lstrip("0") or "0"
        if not plain.isascii() or not any(_within(plain, choice) for choice in self.choices):
            return None
        return _MEANT.get(self.aspect, {}).get(plain) or _CODES.get(plain, plain)


def _within(text: str, choice: str) -> bool:
    found = _RANGE.fullmatch(choice)
    if found is None:
        return text == choice
    return text.isdigit() and len(text) <= 2 and int(found[1]) <= int(text) <= int(found[2])


@dataclass(frozen=True, slots=True)
class Layout:
    """What the fields of a file are: those about the pupil, then those of the tests."""

    name: str
    since: int
    grade_level: int
    about: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def width(self) -> int:
        return len(self.about) + len(self.fields)

    def allows(self, fields: Sequence[str]) -> bool:
        """Whether a row has as many fields, and nothing but what those of the tests can have."""
        return len(fields) == self.width and all(
            field.meaning(tidy(text)) is not None
            for field, text in zip(self.fields, fields[len(self.about) :], strict=True)
        )


@dataclass(frozen=True, slots=True)
class TestRow:
    """What one field told of a pupil: `subject` is the test's, `part` empty where it is of the whole test.

    `value` is a grade, points, a subject, or a word: yes, no, not_taken, lost, replacement, unknown.
    """

    __test__ = False

    number: int
    pupil: str
    sex: str
    school_unit: str
    school_year: int
    grade_level: int
    subject: str
    part: str
    aspect: str
    value: str


type Parsed = scb_files.Parsed[TestRow, Layout]
"""A row for each field told."""


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts that are known, the newest first."""
    return scb_files.known("scb_tests.toml", _layout)


def _layout(one: Mapping[str, Any]) -> Layout:
    fields = tuple(map(_field, one["fields"]))
    return Layout(one["name"], one["since"], one["grade_level"], tuple(one["about"]), fields)


def _field(text: str) -> Field:
    name, *choices = text.split()
    return Field(name, tuple(choices))


def recognise(data: bytes) -> Layout | None:
    """The layout that most rows of a file have, or None: then it is something else."""
    return scb_files.fitting(data, layouts())


def parse(data: bytes) -> Parsed:
    """Read every pupil of a file, and list every problem; a file that is none of SCB's is Unreadable."""
    return scb_files.parsed(data, layouts(), _Reader, without="no_tests")


class _Reader(Pupils[TestRow, Layout]):
    """The state of reading one file of tests."""

    def made(
        self, row: int, person: identity.Person, unit: str, day: dt.date, given: Sequence[tuple[Field, str]]
    ) -> Iterator[TestRow]:
        """Yield what is told of one pupil."""
        about = row, person.number, person.sex, unit, day.year, self.layout.grade_level
        for field, value in given:
            yield TestRow(*about, field.subject, field.part, field.aspect, value)

    def given(self, row: int, fields: Sequence[str]) -> list[tuple[Field, str]]:
        """Return the fields in which something stands, with what it means."""
        found = []
        for field, said in zip(self.layout.fields, fields, strict=True):
            text = tidy(said)
            value = field.meaning(text)
            if value is None:
                shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:2]}…"
                self.wrong(row, field.name, "test_value", shown, choices=field.choices)
            elif value:
                found.append((field, value))
        return found
