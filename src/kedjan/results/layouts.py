"""What each kind of results consists of: columns, what is told once, and how what was received is combined.

Received data sets hold rows as they were told, with units by id and pupils by key. A combined one holds what was told
last of each thing, laid out for the statistics: grades a row per pupil with a column for each subject.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kedjan.facts.service import FactKind
from kedjan.privacy.service import months_after
from kedjan_statistics import grades
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import fetch

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
else:
    ibis, pa = later("ibis"), later("pyarrow")


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind: what a row says (`types`, by name, as Arrow calls them), what of it is told once of a pupil (`key`),
    how long it is kept after the school year, and how rows become a combined data set."""

    kind: FactKind
    types: Mapping[str, str]
    key: tuple[str, ...]
    months_kept: int
    combine: Callable[[Any], Any]

    @property
    def said(self) -> tuple[str, ...]:
        """Return what a row says, in order."""
        return tuple(self.types)

    @property
    def told(self) -> tuple[str, ...]:
        """Return what a row says beside its key: what may have changed."""
        return tuple(name for name in self.types if name not in self.key)

    def schema(self, *first: tuple[str, str]) -> Any:
        """Return the Arrow schema of rows, after other columns."""
        return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in (*first, *self.types.items())])

    def kept_until(self, school_year: int) -> date:
        """Return the day until which results of a school year are kept: so many months after its 30 June."""
        return months_after(date(school_year, 6, 30), self.months_kept)


def last_told(received: Sequence[Any], layout: Layout) -> Any:
    """Return what was told last of each thing, of data sets in the order in which they came; rows in all: `ordinal`."""
    numbered = [table.append_column("ordinal", _ordinals(table, place)) for place, table in enumerate(received)]
    every = ibis.memtable(pa.concat_tables(numbered))
    thing = ibis.window(group_by=["pupil", *layout.key], order_by=ibis.desc("ordinal"))
    return every.mutate(place=ibis.row_number().over(thing)).filter(lambda t: t.place == 0).drop("place")


def combined(received: Sequence[Any], layout: Layout) -> Any:
    """Return what was received as the one table that is counted, sorted by pupil."""
    if not received:
        received = [layout.schema(("pupil", "int32")).empty_table()]
    return fetch(layout.combine(last_told(received, layout)).order_by("pupil"))


def _ordinals(table: Any, place: int) -> Any:
    return pa.array([place] * table.num_rows, type=pa.int32())


def _grades(told: Any) -> Any:
    """Grades wide, with sex, unit and level as they were told last of each pupil."""
    scale = grades.A_TO_F
    points = told.grade.cases(*((name, number) for name, number in scale.points.items()), else_=grades.NO_BASIS)
    pupil = ibis.window(group_by=["pupil", "school_year"])
    one = {name: told[name].argmax(told.ordinal).over(pupil) for name in ("sex", "school_unit", "grade_level")}
    long = told.mutate(points=points.cast("int16"), **one)
    return grades.widened(long, grades.COMPULSORY_SCHOOL.codes)


def _as_told(told: Any) -> Any:
    return told.drop("ordinal")


LAYOUTS: Final[Mapping[FactKind, Layout]] = {
    each.kind: each
    for each in (
        Layout(
            FactKind.GRADES,
            {
                "sex": "string",
                "school_unit": "string",
                "school_year": "int16",
                "grade_level": "int8",
                "subject": "string",
                "grade": "string",
            },
            key=("school_year", "subject"),
            months_kept=72,
            combine=_grades,
        ),
        Layout(
            FactKind.ATTENDANCE,
            {
                "school_unit": "string",
                "school_year": "int16",
                "grade_level": "int8",
                "month": "string",
                "offered_minutes": "int32",
                "valid_absence_minutes": "int32",
                "invalid_absence_minutes": "int32",
            },
            key=("school_unit", "month"),
            months_kept=36,
            combine=_as_told,
        ),
        Layout(
            FactKind.MATRIX,
            {"school_unit": "string", "school_year": "int16", "day": "string", "form": "string", "cells": "string"},
            key=("day", "form"),
            months_kept=12,
            combine=_as_told,
        ),
    )
}
"""Grades are kept six years, so that a cohort can be followed through upper secondary school; attendance three; what
matrices say of pupils' health one year."""
