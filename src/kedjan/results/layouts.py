"""What each kind of results consists of: columns, what is told once, and how what was received is combined.

Received data sets hold rows as they were told, with units by id and pupils by key. A combined one holds what was told
last of each thing, laid out for the statistics: grades a row per pupil with a column for each subject, lessons with
those of a unit together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kedjan.facts.service import FactKind
from kedjan.privacy.service import months_after
from kedjan_formats.coded import NONE, Coded, together
from kedjan_statistics import grades
from kedjan_statistics.grades_table import PUPIL_YEAR
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
else:
    np, pa = later("numpy"), later("pyarrow")

_NOT_TOLD = -(2**15)


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind: what a row says (`types`, by name, as Arrow calls them), what of it is told once of a pupil (`key`),
    how long it is kept after the school year, how rows become a combined data set, and in what order they lie there:
    what is asked for by itself lies together."""

    kind: FactKind
    types: Mapping[str, str]
    key: tuple[str, ...]
    months_kept: int
    combine: Callable[[Any], Any]
    order: tuple[str, ...] = ("pupil",)

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
    """Return what was told last of each thing, of data sets in the order in which they came; rows in that order."""
    schema = layout.schema(("pupil", "int32"))
    every = received[0] if len(received) == 1 else pa.concat_tables(each.cast(schema) for each in received)
    thing, things = together([Coded.apart(every[name]) for name in ("pupil", *layout.key)])
    last = np.full(things, NONE, dtype=np.int64)
    last[thing] = np.arange(len(thing))
    kept = last[last != NONE]
    return every if len(kept) == len(every) else every.take(np.sort(kept))


def combined(received: Sequence[Any], layout: Layout) -> Any:
    """Return what was received as the one table that is counted, in the layout's order."""
    if not received:
        received = [layout.schema(("pupil", "int32")).empty_table()]
    told = layout.combine(last_told(received, layout))
    # Texts are not held against each other: that those that say the same lie together is enough.
    texts = {name: Coded.of_arrow(told[name]).codes for name in layout.order if layout.types.get(name) == "string"}
    keys = [texts.get(name, told[name]) for name in layout.order]
    return told.take(np.lexsort(keys[::-1]))


def _grades(told: Any) -> Any:
    """Grades wide, with sex, unit and level as they were told last of each pupil and year."""
    scale, codes = grades.A_TO_F, grades.COMPULSORY_SCHOOL.codes
    pupil, things = together([Coded.apart(told[name]) for name in ("pupil", "school_year")])
    last = np.full(things, NONE, dtype=np.int64)
    last[pupil] = np.arange(len(pupil))
    there = np.flatnonzero(last != NONE)
    row = np.zeros(things, dtype=np.int64)
    row[there] = np.arange(len(there))
    places = {code: place for place, code in enumerate(codes)}
    subject = Coded.of_arrow(told["subject"]).meaning(places.__getitem__).numbers()
    points = Coded.of_arrow(told["grade"]).meaning(scale.coded).numbers()
    wide = np.full((len(codes), len(there)), _NOT_TOLD, dtype=np.int16)
    wide[subject, row[pupil]] = points
    columns = {name: told[name].take(last[there]) for name in PUPIL_YEAR}
    return pa.table(columns | {code: pa.array(wide[at], mask=wide[at] == _NOT_TOLD) for code, at in places.items()})


def _as_told(told: Any) -> Any:
    return told


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
            FactKind.LATER_GRADES,
            {
                "school_unit": "string",
                "school_year": "int16",
                "subject": "string",
                "grade": "string",
                "gained_through": "string",
                "day": "date32",
            },
            key=("school_year", "subject"),
            months_kept=72,
            combine=_as_told,
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
            FactKind.LESSONS,
            {
                "school_unit": "string",
                "school_year": "int16",
                "date": "date32",
                "start": "string",
                "minutes": "int16",
                "subject": "string",
                "valid_absence_minutes": "int16",
                "invalid_absence_minutes": "int16",
                "reported": "bool",
            },
            key=("date", "start"),
            months_kept=12,
            combine=_as_told,
            order=("school_unit", "pupil"),
        ),
        Layout(
            FactKind.TESTS,
            {
                "sex": "string",
                "school_unit": "string",
                "school_year": "int16",
                "grade_level": "int8",
                "subject": "string",
                "part": "string",
                "aspect": "string",
                "value": "string",
            },
            key=("school_year", "grade_level", "subject", "part", "aspect"),
            months_kept=72,
            combine=_as_told,
        ),
        Layout(
            FactKind.DESTINATIONS,
            {"school_unit": "string", "school_year": "int16", "destination": "string", "programme_kind": "string"},
            key=("school_year",),
            months_kept=72,
            combine=_as_told,
        ),
        Layout(
            FactKind.STEPS,
            {"school_unit": "string", "school_year": "int16", "day": "date32", "step": "string"},
            key=("day", "step"),
            months_kept=12,
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
"""Grades, those after the final ones too, national tests and where pupils went are kept six years: a cohort can be
followed through upper secondary school; attendance by month three, which lesson somebody was away from one, and
when steps were taken upon absence; what matrices say of pupils' health one year."""
