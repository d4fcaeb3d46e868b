"""Grades counted by school year and grade level: merit rating, all criteria met, eligibility, and each subject.

Each figure has the denominator of Skolverket's own statistics (footnotes of its final grades by school unit), and none
is made from another: the mean merit rating leaves out who has no pass at all, the shares do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kedjan_statistics.engine import fetch
from kedjan_statistics.figure import Figure, Missing, ratio
from kedjan_statistics.grades_eligibility import RULES, Rule, eligible_expression
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, NO_BASIS, TENTHS, Scale, Subjects
from kedjan_statistics.grades_table import subjects_in
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import natural

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")


__all__ = ["BY", "GradeCounts", "SubjectCounts", "counts", "judged", "merit_rating", "summarise"]

YEAR: Final = ("school_year", "grade_level")
BY: Final = ("school_unit", "sex")
COUNTED_GRADES: Final = 16
"""Grades in a merit rating; a passed language of one's own choice is added as the seventeenth."""


@dataclass(frozen=True, slots=True)
class SubjectCounts:
    """One subject: pupils by grade, and dashes, which are in no mean."""

    grades: Mapping[str, int]
    no_basis: int
    points: int
    """The sum of points in tenths over `grades`."""

    @property
    def mean_points(self) -> Figure | Missing:
        """Points over pupils with a grade on the scale: F counts as 0, a dash does not count."""
        return ratio(self.points, TENTHS * sum(self.grades.values()), "mean", "no_grades")


@dataclass(frozen=True, slots=True)
class GradeCounts:
    """The pupils of one school year and grade level (or a part of them): whole numbers, figures made from them."""

    pupils: int
    with_pass: int
    merit_ratings: int
    """The sum of merit ratings in tenths over `with_pass`."""
    all_passed: int
    eligible: Mapping[str, int]
    subjects: Mapping[str, SubjectCounts]

    @property
    def mean_merit_rating(self) -> Figure | Missing:
        """Merit ratings (16 or 17 grades) over pupils with at least one pass."""
        return ratio(self.merit_ratings, TENTHS * self.with_pass, "mean", "nobody_with_a_pass")

    def share(self, pupils: int) -> Figure | Missing:
        """So many of all pupils, those without any pass included."""
        return ratio(pupils, self.pupils, "share", "nobody")


def merit_rating(
    pupils: ibis.Table, *, scale: Scale = A_TO_F, subjects: Subjects = COMPULSORY_SCHOOL
) -> ibis.expr.types.IntegerColumn:
    """Each pupil's merit rating in tenths: the sixteen best, and the language of one's own choice where it is a pass.

    Grades take few values, so the best are found by how many there are of each.
    """
    others = [pupils[code] for code in subjects_in(pupils, subjects) if code != subjects.choice]
    left, total = ibis.literal(COUNTED_GRADES), ibis.literal(0)
    for points in scale.steps:
        of_these = sum((_is(grade, points) for grade in others), ibis.literal(0))
        taken = ibis.least(of_these, left)
        left, total = left - taken, total + taken * points
    if subjects.choice in pupils.columns:
        choice = pupils[subjects.choice]
        total += ibis.ifelse((choice >= scale.passed).fill_null(False), choice, 0)
    return total


def summarise(
    pupils: ibis.Table,
    *,
    by: Sequence[str] = (),
    rules: Sequence[Rule] = tuple(RULES.values()),
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> dict[tuple[Any, ...], GradeCounts]:
    """Count each school year and grade level, divided by `by`: keys are (school year, grade level, *by), in order.

    Refuses other divisions than `BY`.
    """
    if unknown := next((name for name in by if name not in BY), None):
        raise ValueError(f"grades are divided by {' or '.join(BY)}, not by {unknown}")
    rows = fetch(counts(pupils, by=by, rules=rules, scale=scale, subjects=subjects)).to_pylist()
    keys = (*YEAR, *by)
    found = {tuple(row[name] for name in keys): _made(row, rules, scale, subjects_in(pupils, subjects)) for row in rows}
    return {key: found[key] for key in sorted(found, key=lambda key: (*key[:2], *(natural(name) for name in key[2:])))}


def counts(
    pupils: ibis.Table,
    *,
    by: Sequence[str] = (),
    rules: Sequence[Rule] = tuple(RULES.values()),
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> ibis.Table:
    """One row for each school year, grade level and part.

    Columns: `pupils`, `with_pass`, `merit_ratings`, `all_passed`, `eligible_KIND`, and for each subject `CODE_GRADE`
    and `CODE_no_basis`: how many pupils have it.
    """
    there = subjects_in(pupils, subjects)
    placed = judged(pupils, rules=rules, scale=scale, subjects=subjects)
    columns: dict[str, ibis.Value] = {
        "pupils": placed.count(),
        "with_pass": (placed.passes > 0).sum(),
        "merit_ratings": placed.rating.cast("int64").sum(),
        "all_passed": ((placed.passes > 0) & (placed.failed == 0)).sum(),
        **{f"eligible_{rule.kind}": placed[f"is_{rule.kind}"].sum() for rule in rules},
    }
    for code in there:
        columns |= {f"{code}_{grade}": _is(placed[code], points).sum() for grade, points in scale.points.items()}
        columns[f"{code}_no_basis"] = _is(placed[code], NO_BASIS).sum()
    return placed.group_by([*YEAR, *by]).aggregate(**columns)


def judged(
    pupils: ibis.Table,
    *,
    rules: Sequence[Rule] = tuple(RULES.values()),
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> ibis.Table:
    """Each pupil with what is counted: `rating` (merit rating in tenths), `passes`, `failed`, and `is_KIND`."""
    there = subjects_in(pupils, subjects)
    passes = [(pupils[code] >= scale.passed).fill_null(False) for code in there]
    failed = [(pupils[code] < scale.passed).fill_null(False) for code in there]
    return pupils.mutate(
        rating=merit_rating(pupils, scale=scale, subjects=subjects),
        passes=sum((each.cast("int16") for each in passes), ibis.literal(0)),
        failed=sum((each.cast("int16") for each in failed), ibis.literal(0)),
        **{f"is_{rule.kind}": eligible_expression(pupils, rule, scale=scale, subjects=subjects) for rule in rules},
    )


def _is(column: ibis.Value, points: int) -> ibis.Value:
    return (column == points).fill_null(False).cast("int32")


def _made(row: Mapping[str, Any], rules: Sequence[Rule], scale: Scale, subjects: Sequence[str]) -> GradeCounts:
    def subject(code: str) -> SubjectCounts:
        grades = {grade: int(row[f"{code}_{grade}"]) for grade in scale.points}
        points = sum(scale.points[grade] * pupils for grade, pupils in grades.items())
        return SubjectCounts(grades, int(row[f"{code}_no_basis"]), points)

    return GradeCounts(
        pupils=int(row["pupils"]),
        with_pass=int(row["with_pass"]),
        merit_ratings=int(row["merit_ratings"]),
        all_passed=int(row["all_passed"]),
        eligible={rule.kind: int(row[f"eligible_{rule.kind}"]) for rule in rules},
        subjects={code: made for code in subjects if sum((made := subject(code)).grades.values()) + made.no_basis},
    )
