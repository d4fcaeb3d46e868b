"""SCB's files with a row for each pupil, of grades and of national tests: what they have in common.

A file says neither which it is nor what its columns are: it is known, among layouts that are data, by how many fields
its rows have and by what stands in them. Its school year is that of the day when it was written. What is wrong is told
without the number that a person has.
"""

import datetime as dt
import re
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from kedjan_formats import delimited, encodings, identity, problems
from kedjan_formats.delimited import RawRow
from kedjan_formats.folding import tidy
from kedjan_formats.results_files import PROBLEMS as IN_RESULTS
from kedjan_formats.results_files import YEARS
from kedjan_formats.unreadable import Note, Unreadable, gettext_noop

__all__ = ["LARGEST", "Layout", "Parsed", "Problem", "Pupils", "fitting", "known", "parsed"]

LARGEST = 40 * 1024 * 1024
"""A nation's pupils of a grade level, some 120,000, are twenty megabytes."""
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_UNIT = re.compile(r"\d{8}")
_KNOWN_BY = 64 * 1024
"""Bytes of a file that are looked at to see what it is."""

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


class Layout(Protocol):
    """What the fields of a file are: those `about` the pupil, then what is told, `width` in all."""

    @property
    def name(self) -> str: ...
    @property
    def since(self) -> int: ...
    @property
    def about(self) -> tuple[str, ...]: ...
    @property
    def width(self) -> int: ...

    def allows(self, fields: Sequence[str]) -> bool:
        """Whether a row has as many fields, and nothing but what can stand in them."""
        ...


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class Parsed[Row, L: Layout]:
    """Good rows, problems in order of row, remarks, and the layout that the file has."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    layout: L


def known[L: Layout](file: str, made: Callable[[Mapping[str, Any]], L]) -> tuple[L, ...]:
    """Return the layouts that a file beside this one has as data, the newest first."""
    given = tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))["layout"]
    return tuple(sorted(map(made, given), key=lambda one: one.since, reverse=True))


def fitting[L: Layout](data: bytes, layouts: Sequence[L]) -> L | None:
    """Return the layout that most rows of a file have, or None: then it is something else."""
    try:
        rows, _, _ = _cut(_head(data))
    except Unreadable:
        return None
    sample = [fields for _, fields in rows[:200]]
    found = max(layouts, key=lambda layout: sum(map(layout.allows, sample)))
    many = sum(map(found.allows, sample))
    return found if many and 2 * many >= len(sample) else None


def parsed[Row, L: Layout](
    data: bytes, layouts: Sequence[L], reading: "Callable[[L], Pupils[Row, L]]", *, without: str
) -> Parsed[Row, L]:
    """Read every pupil of a file, and list every problem; a file that is none of SCB's is Unreadable.

    `without` is the code of the remark on rows of pupils of whom nothing is told.
    """
    layout = fitting(data, layouts)
    if len(data) > LARGEST:
        raise Unreadable("too_large", limit=f"{LARGEST // 1024**2} MB")
    if layout is None:
        raise Unreadable("header_not_found", expected=tuple(one.name for one in layouts))
    rows, notes, heading = _cut(data)
    reader = reading(layout)
    made = tuple(told for row in rows for told in reader.of_row(*row))
    left_out = (Note("preamble_left_out", {"first": heading, "last": heading}),) if heading else ()
    silent = (Note(without, {"rows": tuple(reader.without)}),) if reader.without else ()
    return Parsed(made, tuple(reader.problems), (*notes, *left_out, *silent), layout)


class Pupils[Row, L: Layout](ABC):
    """The state of reading one file with a row for each pupil: who has been met, who has nothing, and what is wrong."""

    def __init__(self, layout: L) -> None:
        self.layout = layout
        self.problems: list[Problem] = []
        self.rows: dict[str, int] = {}
        self.without: list[int] = []

    def of_row(self, row: int, fields: list[str]) -> Iterator[Row]:
        """Yield what is told of one pupil; nothing when something in the row is wrong."""
        if len(fields) != self.layout.width:
            self.wrong(row, "", "ragged", "", found=len(fields), expected=self.layout.width)
            return
        before = len(self.problems)
        who, given = self.who(row, fields), self.given(row, fields[len(self.layout.about) :])
        if who is None or len(self.problems) > before:
            return
        if not given:
            self.without.append(row)
        yield from self.made(row, *who, given)

    @abstractmethod
    def given(self, row: int, fields: Sequence[str]) -> Any:
        """Return what the fields beside those about the pupil tell; what is wrong in them is told."""

    @abstractmethod
    def made(self, row: int, person: identity.Person, unit: str, day: dt.date, given: Any) -> Iterable[Row]:
        """Return what is `given` of a pupil as rows."""

    def wrong(self, row: int, column: str, code: str, value: str, /, **values: object) -> None:
        problems.tell(self.problems, Problem(row, column, value, code, values))

    def who(self, row: int, fields: Sequence[str]) -> tuple[identity.Person, str, dt.date] | None:
        """Which pupil a row is about, at which unit, and the day of the file; None where one of them is wrong."""
        about = dict(zip(self.layout.about, map(tidy, fields), strict=False))
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


def _head(data: bytes) -> bytes:
    """The first lines of a long file, which are enough to know it by."""
    if len(data) <= _KNOWN_BY or b"\0" in data[:1000]:
        return data
    return data[: max(data.rfind(b"\n", 0, _KNOWN_BY), data.rfind(b"\r", 0, _KNOWN_BY)) + 1] or data[:_KNOWN_BY]


def _cut(data: bytes) -> tuple[list[RawRow], tuple[Note, ...], int]:
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
