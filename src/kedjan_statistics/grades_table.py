"""Grades as one Ibis table with a row per pupil and year of school, and a column per subject.

Columns: `pupil`: text or a whole number; `sex`: `K` or `M`; `school_unit`: text; `school_year`: the year in which it
ends (2014/15 is 2015); `grade_level`: 1 to 9, to 10 in the ten-year school; then one column for each subject that
anybody has been graded in, by its code: points in tenths, -1 for a dash, null where the subject is not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, NO_BASIS, Scale, Subjects
from kedjan_statistics.later import later
from kedjan_statistics.rows import PupilRow

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
else:
    ibis = later("ibis")
    pa = later("pyarrow")


__all__ = ["PUPIL_YEAR", "Grade", "GradeRow", "latest", "measured", "subjects_in", "table", "widened"]

PUPIL_YEAR: Final = ("pupil", "sex", "school_unit", "school_year", "grade_level")


class GradeRow(PupilRow, Protocol):
    """What a row must have to be counted: one grade of one pupil in one subject."""

    @property
    def subject(self) -> str: ...
    @property
    def grade(self) -> str: ...


class Grade(NamedTuple):
    """One grade of one pupil in one subject; `school_year` is the year in which it ends."""

    pupil: str
    sex: str
    school_unit: str
    school_year: int
    grade_level: int
    subject: str
    grade: str


@cache
def _long_schema() -> pa.Schema:
    text, number = pa.string(), pa.int16()
    kinds = (text, text, text, number, number, text, number)
    return pa.schema(list(zip((*PUPIL_YEAR, "subject", "points"), kinds, strict=True)))


def table(rows: Iterable[GradeRow], *, scale: Scale = A_TO_F, subjects: Subjects = COMPULSORY_SCHOOL) -> ibis.Table:
    """The rows as a table of pupils and years. Refuses a grade outside the scale and a subject outside the subjects."""
    every = tuple(rows)
    unknown = next((row.subject for row in every if row.subject not in subjects.names), None)
    if unknown is not None:
        raise ValueError(f"{unknown!r} is not a subject: {', '.join(subjects.codes)}")
    columns: list[list[Any]] = [[getattr(row, name) for row in every] for name in (*PUPIL_YEAR, "subject")]
    columns.append([scale.coded(row.grade) for row in every])
    long = pa.table(dict(zip(_long_schema().names, columns, strict=True)), schema=_long_schema())
    there = {row.subject for row in every}
    return widened(ibis.memtable(long), [code for code in subjects.codes if code in there])


def widened(long: ibis.Table, subjects: Iterable[str]) -> ibis.Table:
    """Grades with a row each (`subject`, `points`) as a row per pupil and year with a column for each subject.

    Of two grades in the same subject and year the better one stands; files that hold both are refused before.
    """
    columns = {code: long.points.max(where=long.subject == code).cast("int16") for code in subjects}
    return long.group_by(list(PUPIL_YEAR)).aggregate(**columns)


def latest(pupils: ibis.Table) -> ibis.Table:
    """Each pupil's last year at each grade level: who goes a year once more has two."""
    each = ibis.window(group_by=[pupils.pupil, pupils.grade_level])
    return (
        pupils.mutate(last_year=pupils.school_year.max().over(each))
        .filter(lambda t: t.school_year == t.last_year)
        .drop("last_year")
    )


def subjects_in(pupils: ibis.Table, subjects: Subjects = COMPULSORY_SCHOOL) -> tuple[str, ...]:
    """The subjects that the table has columns for, in their order."""
    return tuple(code for code in subjects.codes if code in pupils.columns)


def measured(pupils: ibis.Table, *, subjects: Subjects = COMPULSORY_SCHOOL) -> ibis.Table:
    """With what each pupil's year adds up to: `graded` (grades on the scale), `points` (their sum in tenths) and
    `no_basis` (dashes). Mean points are the one by the other; a dash is in neither (Skolverket counts it in no mean).
    """
    every = subjects_in(pupils, subjects)
    if not every:
        raise ValueError(f"no column is a subject: {', '.join(pupils.columns)}")
    zero = ibis.literal(0)
    return pupils.mutate(
        graded=sum(((pupils[code] > NO_BASIS).fill_null(False).cast("int16") for code in every), zero),
        points=sum((ibis.greatest(pupils[code].fill_null(0), 0).cast("int32") for code in every), zero),
        no_basis=sum(((pupils[code] == NO_BASIS).fill_null(False).cast("int16") for code in every), zero),
    )
