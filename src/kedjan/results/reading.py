"""A file of results as it comes, read into rows of one layout, every wrong row named."""

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Refused
from kedjan.facts.service import FactKind
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.pupils import service as pupils
from kedjan.results.layouts import LAYOUTS
from kedjan.results.recognising import VKLASS, Read, recognised
from kedjan.results.spoilt_numbers import lost_zeros
from kedjan.results.values import Asked, Remark, Understood, Wrong
from kedjan_formats import identity, matrix_files
from kedjan_formats.attendance_files import AttendanceRow
from kedjan_formats.coded import NONE, Coded
from kedjan_formats.folding import folded
from kedjan_formats.long_tables import MOST_LISTED
from kedjan_formats.unreadable import Unreadable, in_words
from kedjan_statistics import matrix
from kedjan_statistics.grades_scale import COMPULSORY_SCHOOL
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
else:
    np, pa = later("numpy"), later("pyarrow")

NAMELESS = frozenset({"ragged"})
"""What is wrong with a whole row: its text would tell who the pupil is."""
POSSIBLY_LOST = noop(
    "%(numbers)s pupils' keys would be personal numbers with zeros in front. If a spreadsheet took the zeros, write the"
    " numbers as text and read the file in again. If they are the sender's own keys, nothing is wrong."
)
_SUBJECTS = {folded(text): code for code, name in COMPULSORY_SCHOOL.names.items() for text in (code, name)}
"""Subjects by code and name: one system tells lessons in MA, another in Matematik, and they are counted together."""
SENDER_ID = "sender_id"
"""The column with what else the sender knows the pupil by, where that is told."""


def understand(*, by: Actor, now: datetime, data: bytes, name: str, asked: Asked) -> Understood:
    """Read a file of any kind that is known. Refuses what is none of them; rows that are wrong are told.

    A pupil's number must be a real one where it looks like one; a school unit must be one of the provider's, by name,
    code or alias; and results that would have been removed by now are not taken in.
    """
    try:
        found = recognised(data, name)
    except Unreadable as unreadable:
        raise Refused(unreadable.message, **_said(unreadable.values)) from unreadable
    if found.kind is FactKind.MATRIX and (asked.unit is None or asked.day is None):
        raise Refused("A midterm matrix does not say itself where and when. Choose the unit and the day.")
    if found.kind is FactKind.STEPS and not found.unit and asked.unit is None:
        raise Refused("This file does not say itself of which unit the steps are. Choose the unit.")
    if found.shape == VKLASS:
        found = of_month(found, asked)
    return _understood(by, now, found, asked)


def _understood(by: Actor, now: datetime, found: Read, asked: Asked) -> Understood:
    reader = _Reader(by, now, found, asked)
    rows = reader.rows()
    wrong = sorted([*map(_told, found.problems), *reader.wrong], key=lambda each: (each.row, each.column))
    refused = len({each.row for each in found.problems}) + (found.long.unlisted if found.long else 0) + reader.refused
    remarks = [Remark(note.message, _said(note.values)) for note in found.notes]
    remarks += reader.remarks
    beside = tuple(_understood(by, now, each, asked) for each in found.beside)
    return Understood(found.kind, found.shape, rows, wrong, remarks, refused, found.protected, beside)


class _Reader:
    """The state of reading one file: which units are known, which numbers have been seen, what is wrong.

    Each number, unit and year is looked at once, in whatever many rows it stands.
    """

    def __init__(self, by: Actor, now: datetime, found: Read, asked: Asked) -> None:
        self.found, self.asked = found, asked
        self.today, self.layout = people.day_of(now), LAYOUTS[found.kind]
        units = organisation.unit_tree(provider=by.provider).units
        self.units = {
            folded(text): unit.id.hex
            for unit in units
            for text in (unit.name, unit.code, *unit.aliases, unit.id.hex)
            if text
        }
        self.names = {folded(unit.name): unit.name for unit in units if unit.kind == "school_unit"}
        self.wrong: list[Wrong] = []
        self.remarks: list[Remark] = []
        self.refused = 0

    def rows(self) -> Any:
        """Return the rows of which pupil and unit are known, as a table; the others are wrong."""
        row, said = self.said()
        numbers = said["pupil"].values
        others = [each for each in numbers if not pupils.is_senders_own(each)]
        named = {each: None if pupils.is_name(each) else pupils.named(each) for each in others}
        personal = any(each and each.kind is pupils.NumberKind.PERSONAL for each in named.values())
        short = lost_zeros(numbers, beside_personal=personal)
        lost = short.certain
        if short.possible:
            self.remarks.append(Remark(POSSIBLY_LOST, {"numbers": len(short.possible)}))

        def number(text: str) -> str | None:
            if text not in named:
                return text
            found = named[text]
            return found.number if found and text not in lost else None

        known = {
            "pupil": said["pupil"].meaning(number) if named else said["pupil"],
            "school_unit": said["school_unit"].meaning(lambda text: self.units.get(folded(text))),
            "school_year": said["school_year"].meaning(
                lambda year: year if self.layout.kept_until(year) >= self.today else None
            ),
        }
        told: dict[str, Callable[[int, Any], Wrong]]
        told = {"pupil": self.not_a_number(lost), "school_unit": self.not_a_unit, "school_year": self.kept_no_longer}
        bad = np.zeros(len(row), dtype=bool)
        for name, column in known.items():
            without = column.codes == NONE
            bad |= without
            self.wrong += (told[name](int(row[at]), said[name][at]) for at in self.first_of_each(row, without))
        self.refused += len(set(row[bad].tolist()) - {each.row for each in self.found.problems})
        columns = {name: (column.at(~bad) if bad.any() else column) for name, column in (said | known).items()}
        schema = self.layout.schema(("pupil", "string"))
        arrays = {
            each.name: columns[each.name].to_arrow(each.type, dictionary=pa.types.is_string(each.type))
            for each in schema
        }
        if self.found.ids:
            ids = said["pupil"].meaning(self.found.ids.get)
            arrays[SENDER_ID] = (ids.at(~bad) if bad.any() else ids).to_arrow(pa.string(), dictionary=True)
        return pa.table({"number": pa.array(row[~bad], type=pa.int32()), **arrays})

    @staticmethod
    def first_of_each(row: Any, without: Any) -> Any:
        """Return where rows of the file lack something, once each: one row of some files tells many results."""
        _, first = np.unique(row[without], return_index=True)
        return np.flatnonzero(without)[first][:MOST_LISTED]

    def said(self) -> tuple[Any, dict[str, Coded]]:
        """Return the numbers of the rows, and what they say in columns."""
        found = self.found
        if found.long:
            row, said = found.long.numbers, dict(found.long.columns)
        else:
            rows = list(self.reviews()) if found.kind is FactKind.MATRIX else found.rows
            row = np.array([each.number for each in rows], dtype=np.int64)
            names = ("pupil", *(name for name in self.layout.said if rows and hasattr(rows[0], name)))
            said = {name: Coded.of(getattr(each, name) for each in rows) for name in names}
        if "month" in said:
            said["school_year"] = said["month"].meaning(school_year_of_month)
        if found.kind is FactKind.LESSONS and "subject" in said:
            said["subject"] = said["subject"].meaning(lambda text: _SUBJECTS.get(folded(text), text))
        if "date" in said:
            said["school_year"] = said["date"].meaning(school_year_of_day)
        if found.kind is FactKind.STEPS and "day" in said:
            said["school_year"] = said["day"].meaning(school_year_of_day)
            if not found.unit and self.asked.unit:
                said["school_unit"] = Coded(np.zeros(len(row), dtype=np.int32), (self.asked.unit.hex,))
        return row, {name: said.get(name, Coded.nothing(len(row))) for name in ("pupil", *self.layout.said)}

    def reviews(self) -> Iterator["_Review"]:
        """Yield the rows of a matrix, with the unit and the day that were asked for; a wrong sum is told."""
        form, day, unit = matrix.MIDTERM, self.asked.day, self.asked.unit
        assert day is not None and unit is not None
        year = int(organisation.school_year_of(day)[:4]) + 1
        for each in self.found.rows:
            points = matrix.review(each.cells, form).sum
            if each.told_sum not in ("", str(points)):
                message, expected = matrix_files.PROBLEMS["sum"]
                values = {"sum": points}
                self.wrong.append(Wrong(each.number, each.sum_heading, each.told_sum, message, expected, values))
                self.refused += 1
                continue
            cells = "".join("-" if cell is None else str(cell) for cell in each.cells)
            yield _Review(each.number, each.pupil, unit.hex, year, day.isoformat(), form.name, cells)

    def not_a_number(self, lost: Collection[str]) -> Callable[[int, str], Wrong]:
        """Say that a pupil's number is none; the number itself is not said."""
        expected = noop("a personal identity number as text, or the sender's own key")

        def told(row: int, text: str) -> Wrong:
            message = noop("This is not a number that a pupil can have.")
            if text in lost or identity.spoilt(text):
                message = noop("A spreadsheet has spoilt the number on the way.")
            elif pupils.is_name(text):
                message = noop("This is a name. Pupils are known by their numbers, which no two have in common.")
            return Wrong(row, self.found.pupil, "", message, expected)

        return told

    def not_a_unit(self, row: int, text: str) -> Wrong:
        """Say that a unit is not known, and which name is the nearest."""
        near = difflib.get_close_matches(folded(text), list(self.names), n=1, cutoff=0.5)
        expected = noop("a unit's name or code, such as %(closest)s") if near else noop("a unit's name or code")
        values = {"closest": self.names[near[0]]} if near else {}
        return Wrong(row, self.found.unit, text, noop("No unit here is known by this name or code."), expected, values)

    def kept_no_longer(self, row: int, year: int) -> Wrong:
        """Say until when results of a school year are kept."""
        message = noop("Such results are kept until %(until)s, and are not taken in after that.")
        values = {"until": self.layout.kept_until(year).isoformat()}
        value = f"{year - 1}/{year % 100:02d}"
        return Wrong(row, self.found.year, value, message, noop("results of a later school year"), values)


@dataclass(frozen=True, slots=True)
class _Review:
    """A pupil's row of a matrix, with where and when."""

    number: int
    pupil: str
    school_unit: str
    school_year: int
    day: str
    form: str
    cells: str


def of_month(found: Read, asked: Asked) -> Read:
    """Return a report of attendance with the unit and the month that its sender was asked for; refuse without them."""
    if asked.unit is None or asked.day is None:
        raise Refused("This report does not say itself where and when. Choose the unit, and a day in its month.")
    unit, month = asked.unit.hex, f"{asked.day:%Y-%m}"
    names = ("pupil", "grade_level", "offered_minutes", "valid_absence_minutes", "invalid_absence_minutes")
    rows = [
        AttendanceRow(each.number, school_unit=unit, month=month, **{name: getattr(each, name) for name in names})
        for each in found.rows
    ]
    return replace(found, rows=rows)


def school_year_of_month(month: str) -> int:
    """Return the year in which the school year of a month (2025-09) ends."""
    return int(month[:4]) + (int(month[5:]) >= 7)


def school_year_of_day(day: date) -> int:
    """Return the year in which the school year of a day ends."""
    return day.year + (day.month >= 7)


def _told(problem: Any) -> Wrong:
    value = "" if problem.code in NAMELESS else problem.value
    values = _said(problem.values)
    return Wrong(problem.row, problem.column, value, problem.message, problem.expected, values)


def _said(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as they are said in a sentence, and may be kept in a row."""
    return {name: each if isinstance(each, int | str) else str(each) for name, each in in_words(values).items()}


def unit_names(*, by: Actor) -> dict[str, str]:
    """Return the names of the provider's units by id in hex, as tables of results name them."""
    return {unit.id.hex: unit.name for unit in organisation.unit_tree(provider=by.provider).units}


def unit_of(text: str) -> UUID:
    """Return the id that a table of results names a unit by."""
    return UUID(hex=text)
