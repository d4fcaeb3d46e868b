"""SCB's files of national tests in years 3, 6 and 9: read pupil by pupil, by layouts that are data.

A file is known by how many fields its rows have and by what stands in them. What is told of a pupil becomes a row for
each field in which something stands. Which teaching group a pupil is in is not read.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kedjan_formats import scb
from kedjan_formats.folding import tidy
from kedjan_formats.scb import Problem, Pupils
from kedjan_formats.unreadable import Note, Unreadable

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


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows (one for each field told), problems in order of row, remarks, and the layout that the file has."""

    rows: tuple[TestRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    layout: Layout


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts that are known, the newest first."""
    given = tomllib.loads(Path(__file__).with_name("scb_tests.toml").read_text(encoding="utf-8"))["layout"]
    made = [
        Layout(one["name"], one["since"], one["grade_level"], tuple(one["about"]), tuple(map(_field, one["fields"])))
        for one in given
    ]
    return tuple(sorted(made, key=lambda one: one.since, reverse=True))


def _field(text: str) -> Field:
    name, *choices = text.split()
    return Field(name, tuple(choices))


def recognise(data: bytes) -> Layout | None:
    """The layout that most rows of a file have, or None: then it is something else."""
    try:
        rows, _, _ = scb.cut(scb.head(data))
    except Unreadable:
        return None
    sample = [fields for _, fields in rows[:200]]
    found = max(layouts(), key=lambda layout: sum(map(layout.allows, sample)))
    fitting = sum(map(found.allows, sample))
    return found if fitting and 2 * fitting >= len(sample) else None


def parse(data: bytes) -> Parsed:
    """Read every pupil of a file, and list every problem; a file that is none of SCB's is Unreadable.

    The school year is that of the day when the file was written.
    """
    layout = recognise(data)
    if layout is None:
        raise Unreadable("header_not_found", expected=tuple(one.name for one in layouts()))
    rows, notes, heading = scb.cut(data)
    reader = _Reader(layout)
    made = tuple(told for row in rows for told in reader.tests(*row))
    left_out = (Note("preamble_left_out", {"first": heading, "last": heading}),) if heading else ()
    without = (Note("no_tests", {"rows": tuple(reader.without)}),) if reader.without else ()
    return Parsed(made, tuple(reader.problems), (*notes, *left_out, *without), layout)


class _Reader(Pupils):
    """The state of reading one file of tests."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout.about)
        self.layout = layout

    def tests(self, row: int, fields: list[str]) -> Iterator[TestRow]:
        """Yield what is told of one pupil; nothing when something in the row is wrong."""
        if len(fields) != self.layout.width:
            self.wrong(row, "", "ragged", "", found=len(fields), expected=self.layout.width)
            return
        before = len(self.problems)
        who, told = self.who(row, fields), self.told(row, fields)
        if who is None or len(self.problems) > before:
            return
        if not told:
            self.without.append(row)
        person, unit, day = who
        about = row, person.number, person.sex, unit, day.year, self.layout.grade_level
        yield from (TestRow(*about, field.subject, field.part, field.aspect, value) for field, value in told)

    def told(self, row: int, fields: list[str]) -> list[tuple[Field, str]]:
        """Return the fields in which something stands, with what it means."""
        found = []
        for field, given in zip(self.layout.fields, fields[len(self.layout.about) :], strict=True):
            text = tidy(given)
            value = field.meaning(text)
            if value is None:
                shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:2]}…"
                self.wrong(row, field.name, "test_value", shown, choices=field.choices)
            elif value:
                found.append((field, value))
        return found
