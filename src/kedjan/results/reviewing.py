"""Midterm matrices looked at by those around the pupils: each row, and the unit in all, beside an earlier day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from typing import Any, overload
from uuid import UUID

from kedjan.access.service import Actor, NotHere, Right, UnitScope, decide, holds_anywhere, require
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.journal import service as journal
from kedjan.pupils import service as pupils
from kedjan.results.remembered import each_once, remembered
from kedjan_statistics import matrix
from kedjan_statistics.matrix import Form, Review

ROOM = "results"
FORMS: Mapping[str, Form] = {matrix.MIDTERM.name: matrix.MIDTERM}
"""The forms that are understood, by name; a name is a version."""

type Cells = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ReviewedPupil:
    """A pupil's row, reviewed; `earlier` is the sum of the earlier day, None where the pupil was not in it."""

    number: str
    review: Review
    earlier: int | None


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column of the form: how many cells are filled, what they add up to, and how many say the most."""

    group: str
    name: str
    filled: int
    points: int
    at_the_most: int

    @property
    def mean(self) -> Fraction | None:
        """The mean of the cells that are filled."""
        return Fraction(self.points, self.filled) if self.filled else None


class Reviewed(Sequence[ReviewedPupil]):
    """Pupils in the order of their numbers, each row reviewed when it is read: a page shows a hundred of thousands."""

    def __init__(self, rows: Sequence[tuple[str, str, str | None]], form: Form) -> None:
        """`rows` are numbers in order, with the cells of the day, and those of the earlier day where there are any."""
        self._rows, self._form = rows, form

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> ReviewedPupil: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ReviewedPupil]: ...
    def __getitem__(self, place: int | slice) -> ReviewedPupil | Sequence[ReviewedPupil]:
        if isinstance(place, slice):
            return [self._reviewed(*row) for row in self._rows[place]]
        return self._reviewed(*self._rows[place])

    def _reviewed(self, number: str, cells: str, before: str | None) -> ReviewedPupil:
        earlier = None if before is None else matrix.review(cells_of(before), self._form).sum
        return ReviewedPupil(number, matrix.review(cells_of(cells), self._form), earlier)


@dataclass(frozen=True, slots=True)
class MatrixSeen:
    """A unit's matrix of one day. `levels` count every pupil, `earlier_levels` those of the earlier day, if any;
    `pupils` are by number, without the `protected` ones."""

    form: Form
    day: date
    earlier: date | None
    everybody: int
    levels: Mapping[str, int]
    earlier_levels: Mapping[str, int]
    columns: tuple[ColumnSeen, ...]
    pupils: Sequence[ReviewedPupil]
    protected: int


def matrix_days(*, by: Actor) -> Mapping[UUID, tuple[date, ...]]:
    """Return the units that `by` may study and have matrices, each with its days, latest first."""
    require(holds_anywhere(by, Right.STUDY_RESULTS))
    found = days_of(by, matrices(by))
    may = {unit: decide(by, Right.STUDY_RESULTS, on=UnitScope(by.provider, unit)).allowed for unit in found}
    return {unit: days for unit, days in found.items() if may[unit]}


def see_matrix(*, by: Actor, now: datetime, unit: UUID, day: date) -> MatrixSeen:
    """Review a unit's matrix of a day beside the nearest day before it; that one looked is in the journal.

    To those who may study the unit's pupils. Refuses a day of which there is none.
    """
    require(decide(by, Right.STUDY_RESULTS, on=UnitScope(by.provider, unit)))
    sets = matrices(by)
    days = [each for each in days_of(by, sets).get(unit, ()) if each <= day]
    if day not in days:
        raise NotHere("There is no matrix of that day here.")
    details = {"day": day.isoformat()}
    journal.record(by=by, now=now, room=ROOM, verb="looked_at_matrix", kind="unit", object_id=unit.hex, details=details)
    here = rows_at(by, sets, days=days[:2], units=[unit])
    form = FORMS[next(row["form"] for row in here if row["day"] == day.isoformat())]
    cells = _texts(here, day, form)
    before = _texts(here, days[1], form) if len(days) > 1 else {}
    levels, columns = remembered(by.provider, (form.name, unit, day), sets, partial(_counts, form, cells))
    earlier: Mapping[str, int] = {}
    if before:
        earlier, _ = remembered(by.provider, (form.name, unit, days[1]), sets, partial(_counts, form, before))
    numbers = pupils.numbers_of(by=by, keys=cells.keys())
    shown = sorted((number, cells[key], before.get(key)) for key, number in numbers.items())
    return MatrixSeen(
        form,
        day,
        days[1] if before else None,
        len(cells),
        levels,
        earlier,
        columns,
        Reviewed(shown, form),
        len(cells) - len(shown),
    )


def matrices(by: Actor) -> tuple[DataSet, ...]:
    """Return the data sets that matrices are in now."""
    return facts.combined(by=by, kind=FactKind.MATRIX)


def days_of(by: Actor, sets: Sequence[DataSet]) -> Mapping[UUID, tuple[date, ...]]:
    """Return each unit's days with a matrix in a form that is understood, latest first."""
    found: dict[UUID, set[date]] = {}
    for row in each_once(by, sets, "school_unit", "day", "form"):
        if row["form"] in FORMS:
            found.setdefault(UUID(hex=row["school_unit"]), set()).add(date.fromisoformat(row["day"]))
    return {unit: tuple(sorted(days, reverse=True)) for unit, days in found.items()}


def rows_at(
    by: Actor, sets: Sequence[DataSet], *, days: Sequence[date], units: Sequence[UUID]
) -> list[Mapping[str, Any]]:
    """Return the rows of units on days, in forms that are understood; the asker has decided that `by` may have them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = {
        "school_unit": [unit.hex for unit in units],
        "day": [day.isoformat() for day in days],
        "form": list(FORMS),
    }
    found: list[Mapping[str, Any]] = []
    unit = wanted["school_unit"][0] if len(units) == 1 else None
    for each in sets:
        rows = facts.rows_of(by=by, data_set=each, columns=("pupil", *wanted, "cells"), school_unit=unit)
        for name, values in wanted.items():
            rows = rows.filter(pc.is_in(rows[name], value_set=pa.array(values)))
        found += rows.to_pylist()
    return found


def cells_of(text: str) -> Cells:
    """Return a row's cells as they are kept: a number each, or None where it does not apply."""
    return tuple(None if cell == "-" else int(cell) for cell in text)


def _texts(rows: Sequence[Mapping[str, Any]], day: date, form: Form) -> dict[int, str]:
    """Return each pupil's cells of a day, of the same form: rows of another cannot be held against it."""
    told = day.isoformat()
    return {row["pupil"]: row["cells"] for row in rows if row["day"] == told and row["form"] == form.name}


def _counts(form: Form, texts: Mapping[int, str]) -> tuple[dict[str, int], tuple[ColumnSeen, ...]]:
    """Return how many are at each level, and what each column says; nobody's row is in it."""
    rows = [cells_of(text) for text in texts.values()]
    levels = Counter(matrix.review(row, form).level for row in rows)
    return {level.name: levels[level.name] for level in form.levels}, tuple(_columns(form, rows))


def _columns(form: Form, rows: Sequence[Cells]) -> Iterator[ColumnSeen]:
    names = [(group.name, column.name) for group in form.groups for column in group.columns]
    for place, (group, name) in enumerate(names):
        filled = [cell for row in rows if (cell := row[place]) is not None]
        yield ColumnSeen(group, name, len(filled), sum(filled), filled.count(matrix.MOST))
