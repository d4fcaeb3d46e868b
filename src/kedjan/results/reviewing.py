"""Midterm matrices looked at by those around the pupils: each row, and the unit in all, beside an earlier day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from kedjan.access.service import Actor, NotHere, Right, UnitScope, decide, holds_anywhere, require
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.journal import service as journal
from kedjan.pupils import service as pupils
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
    found: dict[UUID, set[date]] = {}
    for row in _rows(by):
        found.setdefault(UUID(hex=row["school_unit"]), set()).add(date.fromisoformat(row["day"]))
    may = {unit: decide(by, Right.STUDY_RESULTS, on=UnitScope(by.provider, unit)).allowed for unit in found}
    return {unit: tuple(sorted(days, reverse=True)) for unit, days in found.items() if may[unit]}


def see_matrix(*, by: Actor, now: datetime, unit: UUID, day: date) -> MatrixSeen:
    """Review a unit's matrix of a day beside the nearest day before it; that one looked is in the journal.

    To those who may study the unit's pupils. Refuses a day of which there is none.
    """
    require(decide(by, Right.STUDY_RESULTS, on=UnitScope(by.provider, unit)))
    here = [row for row in _rows(by) if row["school_unit"] == unit.hex and row["form"] in FORMS]
    days = sorted({row["day"] for row in here if row["day"] <= day.isoformat()}, reverse=True)
    if day.isoformat() not in days:
        raise NotHere("There is no matrix of that day here.")
    journal.record(
        by=by, now=now, room=ROOM, verb="looked_at_matrix", kind="unit", object_id=unit.hex, details={"day": days[0]}
    )
    form = FORMS[next(row["form"] for row in here if row["day"] == days[0])]
    now_cells = _cells_of(here, days[0], form)
    before = _cells_of(here, days[1], form) if len(days) > 1 else {}
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
        date.fromisoformat(days[1]) if before else None,
        len(reviewed),
        _levels(reviewed, form),
        _levels(earlier, form) if earlier else {},
        _columns(form, list(now_cells.values())),
        tuple(sorted(shown, key=lambda each: each.number)),
        len(reviewed) - len(shown),
    )


def _rows(by: Actor) -> list[Mapping[str, Any]]:
    sets = facts.combined(by=by, kind=FactKind.MATRIX)
    return [row for each in sets for row in facts.rows_of(by=by, data_set=each).to_pylist()]


def _cells_of(rows: list[Mapping[str, Any]], day: str, form: Form) -> dict[int, Cells]:
    """Return each pupil's cells of a day, of the same form: rows of another cannot be held against it."""
    return {
        row["pupil"]: tuple(None if cell == "-" else int(cell) for cell in row["cells"])
        for row in rows
        if row["day"] == day and row["form"] == form.name
    }


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
