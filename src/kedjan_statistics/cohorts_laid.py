"""Grades laid out for cohorts that are counted again and again: a row per pupil, with what is asked of each level.

A cohort is then one narrow scan without a join: of each grade level the sum of points, how many grades they are of, and
which subjects are passed, one bit each. Eligibility is asked of the bits by whichever rule; nothing of a rule is laid
down.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kedjan_statistics.cohorts_followed import Followed, divided, group_expression, refuse
from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule, eligible_by, passed_bits
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, Scale, Subjects
from kedjan_statistics.grades_table import latest, measured
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

__all__ = ["at_hand", "follow_laid", "laid", "side_by_side"]

SAID = ("sex", "school_unit", "school_year", "points", "graded", "passed")
"""What is said of a pupil at each level; null where the pupil has no grades there."""


def laid(
    pupils: ibis.Table, *, levels: Sequence[int], scale: Scale = A_TO_F, subjects: Subjects = COMPULSORY_SCHOOL
) -> ibis.Table:
    """Lay out a table of pupils and years (`grades.table`): `pupil`, and for each level `points_9` and so on.

    `passed_9` has the bit of a subject's place among `subjects.codes` for a pass in it, or in a block that stands for
    it. Who goes a year once more counts with the last.
    """
    each = measured(latest(pupils), subjects=subjects)
    each = each.mutate(passed=passed_bits(each, scale=scale, subjects=subjects))
    kinds = {"points": "int16", "graded": "int8", "passed": "int32"}
    columns = {
        f"{name}_{level}": told.cast(kinds[name]) if name in kinds else told
        for level in levels
        for name in SAID
        for told in [each[name].max(where=each.grade_level == level)]
    }
    return each.group_by("pupil").aggregate(**columns)


def side_by_side(
    table: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    rule: Rule = VOCATIONAL,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> ibis.Table:
    """Return a row per pupil with grades at both levels, of what `laid` gives: as `cohorts.followed` has them."""
    ends = {"from": from_level, "to": to_level}
    there = table.filter(*(table[f"graded_{level}"].notnull() for level in ends.values()))
    told: dict[str, Any] = {"school_unit": there[f"school_unit_{to_level}"]}
    for end, level in ends.items():
        told[f"school_unit_{end}"] = there[f"school_unit_{level}"]
        told |= {f"{name}_{end}": there[f"{name}_{level}"] for name in ("points", "graded")}
        told[f"eligible_{end}"] = eligible_by(there[f"passed_{level}"], rule, subjects=subjects)
    both = there.select(pupil=there.pupil, sex=there[f"sex_{to_level}"], **told).drop("school_unit_to")
    return both.mutate(cohort_group=group_expression(both))


def at_hand(pupils: ibis.Table, *, from_level: int, to_level: int, rule: Rule = VOCATIONAL) -> ibis.Table:
    """What `cohorts.followed` gives of the last year at each level, counted through once and kept as rows.

    So that what is asked of it is quickly made: questions of every subject take longer to make than to answer.
    """
    table = laid(pupils, levels=(from_level, to_level))
    return ibis.memtable(fetch(side_by_side(table, from_level=from_level, to_level=to_level, rule=rule)))


def follow_laid(
    table: ibis.Table, *, from_level: int, to_level: int, by: Sequence[str] = (), rule: Rule = VOCATIONAL
) -> Followed:
    """Follow the pupils of what `laid` gives, as `cohorts.follow` does of a table of pupils and years."""
    refuse(from_level, to_level, by)
    cohort, parts = divided(side_by_side(table, from_level=from_level, to_level=to_level, rule=rule), by)
    early, late = (table[f"graded_{level}"].notnull() for level in (from_level, to_level))
    (row,) = fetch(table.aggregate(joined=(late & ~early).sum(), left=(early & ~late).sum())).to_pylist()
    return Followed(cohort, int(row["joined"] or 0), int(row["left"] or 0), parts)
