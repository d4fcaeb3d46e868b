"""A file of results as it comes, read into rows of one layout, every wrong row named."""

import difflib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Refused
from kedjan.facts.service import FactKind
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.pupils import service as pupils
from kedjan.results.layouts import LAYOUTS
from kedjan.results.recognising import Read, recognised
from kedjan.results.values import Asked, Remark, Understood, Wrong
from kedjan_formats import matrix_files
from kedjan_formats.folding import folded
from kedjan_formats.unreadable import Unreadable
from kedjan_statistics import matrix
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = later("pyarrow")

NAMELESS = frozenset({"ragged"})
"""What is wrong with a whole row: its text would tell who the pupil is."""
LOST_ZEROS = range(7, 10)
"""How many digits a personal number of ten has when a spreadsheet has taken the zeros in front."""


def understand(*, by: Actor, now: datetime, data: bytes, name: str, asked: Asked) -> Understood:
    """Read a file of any kind that is known. Refuses what is none of them; rows that are wrong are told.

    A pupil's number must be a real one where it looks like one; a school unit must be one of the provider's, by name,
    code or alias; and results that would have been removed by now are not taken in.
    """
    try:
        found = recognised(data, name)
    except Unreadable as unreadable:
        values = {key: _said(value) for key, value in unreadable.values.items()}
        raise Refused(unreadable.message, **values) from unreadable
    if found.kind is FactKind.MATRIX and (asked.unit is None or asked.day is None):
        raise Refused("A midterm matrix does not say itself where and when. Choose the unit and the day.")
    reader = _Reader(by, now, found, asked)
    rows = list(reader.rows())
    layout = LAYOUTS[found.kind]
    schema = layout.schema(("number", "int32"), ("pupil", "string"))
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    table = pa.table(dict(zip(schema.names, map(list, columns), strict=True)), schema=schema)
    wrong = sorted([*map(_told, found.problems), *reader.wrong], key=lambda each: (each.row, each.column))
    remarks = [Remark(note.message, {key: _said(value) for key, value in note.values.items()}) for note in found.notes]
    return Understood(found.kind, found.shape, table, wrong, remarks)


class _Reader:
    """The state of reading one file: which units are known, which numbers have been seen, what is wrong."""

    def __init__(self, by: Actor, now: datetime, found: Read, asked: Asked) -> None:
        self.found, self.asked = found, asked
        self.today, self.layout = people.day_of(now), LAYOUTS[found.kind]
        units = organisation.unit_tree(provider=by.provider).units
        self.units = {
            folded(text): unit.id.hex for unit in units for text in (unit.name, unit.code, *unit.aliases) if text
        }
        self.names = {folded(unit.name): unit.name for unit in units if unit.kind == "school_unit"}
        self.wrong: list[Wrong] = []
        self.numbers: dict[str, pupils.Named | None] = {each.pupil: pupils.named(each.pupil) for each in found.rows}
        self.personal = any(each and each.kind is pupils.NumberKind.PERSONAL for each in self.numbers.values())

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of which pupil and unit are known; the others are wrong."""
        said: Callable[[Any, str], tuple[Any, ...] | None] = {
            FactKind.GRADES: self.grade,
            FactKind.ATTENDANCE: self.month,
            FactKind.MATRIX: self.review,
        }[self.found.kind]
        for each in self.found.rows:
            number = self.number(each)
            unit = self.unit(each)
            if number is None or unit is None:
                continue
            row = said(each, unit)
            if row is not None and self.is_kept(each, row[self.layout.said.index("school_year")]):
                yield (each.number, number, *row)

    def number(self, each: Any) -> str | None:
        named = self.numbers[each.pupil]
        lost = self.personal and each.pupil.isdigit() and len(each.pupil) in LOST_ZEROS
        if named is None or lost:
            message = (
                noop("A spreadsheet has spoilt the number on the way.")
                if lost
                else noop("This is not a number that a pupil can have.")
            )
            expected = noop("a personal identity number as text, or the sender's own key")
            self.wrong.append(Wrong(each.number, self.found.pupil, "", message, expected))
            return None
        return named.number

    def is_kept(self, each: Any, year: int) -> bool:
        until = self.layout.kept_until(year)
        if until >= self.today:
            return True
        message = noop("Such results are kept until %(until)s, and are not taken in after that.")
        expected = noop("results of a later school year")
        values = {"until": until.isoformat()}
        self.wrong.append(
            Wrong(each.number, self.found.year, f"{year - 1}/{year % 100:02d}", message, expected, values)
        )
        return False

    def unit(self, each: Any) -> str | None:
        if self.found.kind is FactKind.MATRIX:
            return self.asked.unit.hex if self.asked.unit else None
        known = self.units.get(folded(each.school_unit))
        if known is None:
            near = difflib.get_close_matches(folded(each.school_unit), list(self.names), n=1, cutoff=0.5)
            expected = noop("a unit's name or code, such as %(closest)s") if near else noop("a unit's name or code")
            values = {"closest": self.names[near[0]]} if near else {}
            message = noop("No unit here is known by this name or code.")
            self.wrong.append(Wrong(each.number, self.found.unit, each.school_unit, message, expected, values))
        return known

    def grade(self, each: Any, unit: str) -> tuple[Any, ...]:
        return (each.sex, unit, each.school_year, each.grade_level, each.subject, each.grade)

    def month(self, each: Any, unit: str) -> tuple[Any, ...]:
        minutes = (each.offered_minutes, each.valid_absence_minutes, each.invalid_absence_minutes)
        return (unit, school_year_of_month(each.month), each.grade_level, each.month, *minutes)

    def review(self, each: Any, unit: str) -> tuple[Any, ...] | None:
        form, day = matrix.MIDTERM, self.asked.day
        points = matrix.review(each.cells, form).sum
        if day is None or each.told_sum not in ("", str(points)):
            message, expected = matrix_files.PROBLEMS["sum"]
            self.wrong.append(Wrong(each.number, each.sum_heading, each.told_sum, message, expected, {"sum": points}))
            return None
        year = int(organisation.school_year_of(day)[:4]) + 1
        cells = "".join("-" if cell is None else str(cell) for cell in each.cells)
        return (unit, year, day.isoformat(), form.name, cells)


def school_year_of_month(month: str) -> int:
    """Return the year in which the school year of a month (2025-09) ends."""
    return int(month[:4]) + (int(month[5:]) >= 7)


def _told(problem: Any) -> Wrong:
    value = "" if problem.code in NAMELESS else problem.value
    values = {key: _said(each) for key, each in problem.values.items()}
    return Wrong(problem.row, problem.column, value, problem.message, problem.expected, values)


def _said(value: object) -> object:
    if isinstance(value, tuple | list):
        return ", ".join(str(part) for part in value)
    return value if isinstance(value, int | str) else str(value)


def unit_names(*, by: Actor) -> dict[str, str]:
    """Return the names of the provider's units by id in hex, as tables of results name them."""
    return {unit.id.hex: unit.name for unit in organisation.unit_tree(provider=by.provider).units}


def unit_of(text: str) -> UUID:
    """Return the id that a table of results names a unit by."""
    return UUID(hex=text)
