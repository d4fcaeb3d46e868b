"""Midterm matrices looked at by those around the pupils: each row, and the unit in all, beside an earlier day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from kedjan.access.service import Actor, NotHere, Right, UnitScope, decide, holds_anywhere, require
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.journal import service as journal
from kedjan.pupils import service as pupils
from kedjan.results.remembered import each_once
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
    pupils: tuple[ReviewedPupil, ...]
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
    now_cells = cells_of(here, day, form)
    before = cells_of(here, days[1], form) if len(days) > 1 else {}
    reviewed = {key: matrix.review(cells, form) for key, cells in now_cells.items()}
    earlier = {key: matrix.review(cells, form) for key, cells in before.items()}
    numbers = pupils.numbers_of(by=by, keys=set(reviewed))
    apart = pupils.protected(by=by, keys=set(reviewed))
    shown = [
        ReviewedPupil(numbers[key], each, earlier[key].sum if key in earlier else None)
        for key, each in reviewed.items()
        if key in numbers and key not in apart
    ]
    return MatrixSeen(
        form,
        day,
        days[1] if before else None,
        len(reviewed),
        _levels(reviewed, form),
        _levels(earlier, form) if earlier else {},
        _columns(form, list(now_cells.values())),
        tuple(sorted(shown, key=lambda each: each.number)),
        len(reviewed) - len(shown),
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
    for each in sets:
        rows = facts.rows_of(by=by, data_set=each)
        for name, values in wanted.items():
            rows = rows.filter(pc.is_in(rows[name], value_set=pa.array(values)))
        found += rows.to_pylist()
    return found


def cells_of(rows: Sequence[Mapping[str, Any]], day: date, form: Form) -> dict[int, Cells]:
    """Return each pupil's cells of a day, of the same form: rows of another cannot be held against it."""
    return {
        row["pupil"]: cells_of_row(row) for row in rows if row["day"] == day.isoformat() and row["form"] == form.name
    }


def cells_of_row(row: Mapping[str, Any]) -> Cells:
    """Return a row's cells: a number, or None where it does not apply."""
    return tuple(None if cell == "-" else int(cell) for cell in row["cells"])


def _levels(reviewed: Mapping[int, Review], form: Form) -> dict[str, int]:
    counted = Counter(each.level for each in reviewed.values())
    return {level.name: counted[level.name] for level in form.levels}


def _columns(form: Form, rows: list[Cells]) -> tuple[ColumnSeen, ...]:
    names = [(group.name, column.name) for group in form.groups for column in group.columns]
    found = []
    for place, (group, name) in enumerate(names):
        filled = [cell for row in rows if (cell := row[place]) is not None]
        found.append(ColumnSeen(group, name, len(filled), sum(filled), filled.count(matrix.MOST)))
    return tuple(found)
