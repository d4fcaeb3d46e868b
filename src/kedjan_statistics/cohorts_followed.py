"""Pupils followed from one grade level to another: who was eligible when, and how their mean points changed (F01, F04).

The pupils of a cohort are those with grades at both levels. Who has grades at one of them only has joined or left, and
is counted apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule, eligible_expression
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, TENTHS, Scale, Subjects
from kedjan_statistics.grades_table import latest, measured
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import natural
from kedjan_statistics.signals import Accuracy
from kedjan_statistics.uncertainty import mcnemar

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")


__all__ = ["BY", "GROUPS", "Cohort", "Followed", "cohort_of", "counts", "divided", "follow", "followed"]

type Row = Mapping[str, Any]

GROUPS: Final = (1, 2, 3, 4, 5, 6)
"""Eligible at both: rose 1, fell 2. At neither: fell 3, rose 4. Gained 5, lost 6."""

UNCHANGED, WITHOUT_MEAN = 0, -1

BY: Final = ("school_unit", "sex")
"""What a cohort can be divided by; the school unit is that at the later level."""

MOST_GRADES: Final = 22
_SHARED: Final = math.lcm(*range(1, MOST_GRADES + 1))
"""What every number of grades divides, so that pupils' means are added as whole numbers: those of eight million pupils
fit 64 bits."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort counted: whole numbers, and the two means of the pupils' mean points as exact fractions.

    `groups` by their number; with `unchanged_mean` (eligible at both or neither, same mean) and `without_mean` (same,
    but only dashes at one of the levels) they are all `pupils`.
    """

    pupils: int
    eligible_both: int
    eligible_neither: int
    gained: int
    lost: int
    unchanged_mean: int
    without_mean: int
    groups: Mapping[int, int]
    mean_points_from: Fraction | None
    mean_points_to: Fraction | None

    @property
    def mcnemar_p(self) -> float:
        """Exact two-sided p that as many are gained as lost."""
        return mcnemar(self.gained, self.lost)

    @property
    def not_eligible_as_signal(self) -> Accuracy:
        """How well "not eligible at the earlier level" finds who is not eligible at the later (D08)."""
        return Accuracy(self.eligible_neither, self.gained, self.lost, self.eligible_both)


@dataclass(frozen=True, slots=True)
class Followed:
    """A cohort, who joined and who left between the levels, and the cohort divided."""

    cohort: Cohort
    joined: int
    left: int
    by: tuple[tuple[Mapping[str, str], Cohort], ...]


def follow(
    pupils: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
    side_by_side: ibis.Table | None = None,
) -> Followed:
    """Follow the pupils of a table (`grades.table`) from one level to a later one, in all and divided by `by`.

    Who goes a year once more counts with the last. Refuses a later level that is not later, and other divisions than
    `BY`. `side_by_side` is what `followed` gives of the same, where that is there already.
    """
    refuse(from_level, to_level, by)
    if side_by_side is None:
        side_by_side = followed(
            latest(pupils), from_level=from_level, to_level=to_level, rule=rule, scale=scale, subjects=subjects
        )
    cohort, parts = divided(side_by_side, by)
    joined, left = apart(pupils, from_level, to_level)
    return Followed(cohort, joined, left, parts)


def divided(side_by_side: ibis.Table, by: Sequence[str]) -> tuple[Cohort, tuple[tuple[Mapping[str, str], Cohort], ...]]:
    """Count the cohort of what `followed` gives, in all and for each of `by`; nothing divided where there is none."""
    rows = fetch(counts(side_by_side, by=by)).to_pylist()
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in by), []).append(row)
    parts = (
        (dict(zip(by, key, strict=True)), cohort_of(found[key]))
        for key in sorted(found, key=lambda key: [natural(name) for name in key])
    )
    return cohort_of(rows), tuple(parts) if by else ()


def refuse(from_level: int, to_level: int, by: Sequence[str]) -> None:
    """Refuse levels in the wrong order and divisions that there are not."""
    if to_level <= from_level:
        raise ValueError(f"a cohort is followed to a later grade level, not from {from_level} to {to_level}")
    if unknown := next((name for name in by if name not in BY), None):
        raise ValueError(f"a cohort is divided by {' or '.join(BY)}, not by {unknown}")


def followed(
    pupils: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> ibis.Table:
    """A row per pupil with grades at both levels, of a table that has each pupil once at a level.

    Columns: `pupil`, `sex`, `school_unit` (at the later level), `school_unit_from`, and for each level `points_from`,
    `graded_from`, `eligible_from`, `points_to`, `graded_to`, `eligible_to`; `cohort_group`: 1 to 6, 0 unchanged mean,
    -1 without a mean.
    """
    early, late = (
        measured(pupils.filter(pupils.grade_level == level), subjects=subjects) for level in (from_level, to_level)
    )
    early, late = (
        each.select(
            pupil=each.pupil,
            sex=each.sex,
            school_unit=each.school_unit,
            points=each.points,
            graded=each.graded,
            eligible=eligible_expression(each, rule, scale=scale, subjects=subjects),
        )
        for each in (early, late)
    )
    both = (
        late.inner_join(early, "pupil", lname="{name}_to", rname="{name}_from")
        .rename(sex="sex_to", school_unit="school_unit_to")
        .drop("sex_from")
    )
    return both.mutate(cohort_group=group_expression(both))


def group_expression(both: ibis.Table) -> ibis.Value:
    """The group of each pupil; means are compared as whole numbers, each sum by the number of the other."""
    early = both.points_from.cast("int64") * both.graded_to
    late = both.points_to.cast("int64") * both.graded_from
    no_mean = (both.graded_from == 0) | (both.graded_to == 0)
    was, became = both.eligible_from, both.eligible_to
    return ibis.cases(
        (~was & became, 5),
        (was & ~became, 6),
        (no_mean, WITHOUT_MEAN),
        (early == late, UNCHANGED),
        (was & (late > early), 1),
        (was, 2),
        (late < early, 3),
        else_=4,
    ).cast("int8")


def counts(side_by_side: ibis.Table, *, by: Sequence[str] = ()) -> ibis.Table:
    """How many pupils there are in each group (and each of `by`), and what their means add up to.

    `eligible_from` and `eligible_to` tell both from neither among those with an unchanged mean or none. Means are
    summed as whole parts of one in `_SHARED`; `with_from` and `with_to` are how many have one.
    """
    early, late = (_mean(side_by_side, end) for end in ("from", "to"))
    return side_by_side.group_by([*by, "cohort_group", "eligible_from", "eligible_to"]).aggregate(
        pupils=side_by_side.count(),
        with_from=(side_by_side.graded_from > 0).sum(),
        with_to=(side_by_side.graded_to > 0).sum(),
        means_from=early.sum(),
        means_to=late.sum(),
    )


def _mean(side_by_side: ibis.Table, end: str) -> ibis.Value:
    """A pupil's mean in tenths, times what every number of grades divides; 0 where there is none."""
    graded, points = side_by_side[f"graded_{end}"], side_by_side[f"points_{end}"].cast("int64")
    share = ibis.cases(*((graded == number, _SHARED // number) for number in range(1, MOST_GRADES + 1)), else_=0)
    return points * share.cast("int64")


def cohort_of(rows: Sequence[Row]) -> Cohort:
    """The cohort that rows of `counts` are parts of."""

    def pupils(*, was: bool | None = None, became: bool | None = None, group: int | None = None) -> int:
        return sum(
            row["pupils"]
            for row in rows
            if was in (None, row["eligible_from"])
            and became in (None, row["eligible_to"])
            and group in (None, row["cohort_group"])
        )

    return Cohort(
        pupils=pupils(),
        eligible_both=pupils(was=True, became=True),
        eligible_neither=pupils(was=False, became=False),
        gained=pupils(was=False, became=True),
        lost=pupils(was=True, became=False),
        unchanged_mean=pupils(group=UNCHANGED),
        without_mean=pupils(group=WITHOUT_MEAN),
        groups={group: pupils(group=group) for group in GROUPS},
        mean_points_from=_over(rows, "from"),
        mean_points_to=_over(rows, "to"),
    )


def _over(rows: Sequence[Row], end: str) -> Fraction | None:
    many = sum(row[f"with_{end}"] for row in rows)
    return Fraction(sum(int(row[f"means_{end}"]) for row in rows), many * _SHARED * TENTHS) if many else None


def apart(pupils: ibis.Table, from_level: int, to_level: int) -> tuple[int, int]:
    """How many have grades at the later level only, and at the earlier only."""
    each = ends(pupils, from_level, to_level)
    (row,) = fetch(
        each.aggregate(joined=(each.late & ~each.early).sum(), left=(each.early & ~each.late).sum())
    ).to_pylist()
    return int(row["joined"] or 0), int(row["left"] or 0)


def ends(pupils: ibis.Table, from_level: int, to_level: int) -> ibis.Table:
    """Whether each pupil has grades at the earlier level (`early`) and at the later (`late`)."""
    return pupils.group_by("pupil").aggregate(
        early=(pupils.grade_level == from_level).any(), late=(pupils.grade_level == to_level).any()
    )
