"""A cohort from year to year: who stayed eligible, was gained or lost, joined or left, a step at a time (F01, F04).

A step goes from one grade level with grades to the next that has some. Who has grades at one end only has joined or
left; nobody is taken for not eligible because there are no grades. Where there are no grades at all of the other end
and that school year, it is not known whether the pupil joined or left, and that is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from kedjan_statistics.cohorts_followed import BY, refuse
from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule, eligible_expression
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, Scale, Subjects
from kedjan_statistics.grades_table import latest
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import natural

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

__all__ = ["CHANGED", "MOVES", "Moved", "Step", "levels_of", "moved", "step", "year_by_year"]

CHANGED: Final = ("eligible_both", "eligible_neither", "gained", "lost")
"""What can become of a pupil with grades at both ends of a step."""

APART: Final = ("joined", "left", "without_year_before", "without_next_year")
"""What can become of a pupil with grades at one end only."""

MOVES: Final = (*CHANGED, "joined", "joined_eligible", "left", "left_eligible", *APART[2:])
"""Every count of a step."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Pupils of a step by what became of them; `joined_eligible` and `left_eligible` are parts of those two.

    `without_next_year` have grades at the earlier level, of a school year after which there are none of the later;
    `without_year_before` the other way round.
    """

    eligible_both: int = 0
    eligible_neither: int = 0
    gained: int = 0
    lost: int = 0
    joined: int = 0
    joined_eligible: int = 0
    left: int = 0
    left_eligible: int = 0
    without_year_before: int = 0
    without_next_year: int = 0

    @property
    def pupils(self) -> int:
        """Those with grades at both ends."""
        return self.eligible_both + self.eligible_neither + self.gained + self.lost


@dataclass(frozen=True, slots=True)
class Step:
    """From one grade level to the next that there are grades of; `no_grades_of` are levels between that have none."""

    from_level: int
    to_level: int
    no_grades_of: tuple[int, ...]
    moved: Moved
    by: tuple[tuple[Mapping[str, str], Moved], ...] = ()


def year_by_year(
    pupils: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> tuple[Step, ...]:
    """Follow the pupils of a table (`grades.table`) a step at a time, over those levels that there are grades of."""
    refuse(from_level, to_level, by)
    there = [level for level in levels_of(pupils) if from_level <= level <= to_level]
    return tuple(
        step(pupils, from_level=early, to_level=late, by=by, rule=rule, scale=scale, subjects=subjects)
        for early, late in pairwise(there)
    )


def levels_of(pupils: ibis.Table) -> tuple[int, ...]:
    """Return the grade levels that there are grades of, in order."""
    return tuple(sorted(fetch(pupils.select("grade_level").distinct())["grade_level"].to_pylist()))


def step(
    pupils: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> Step:
    """Follow the pupils of a table from one level to a later in one step, in all and divided by `by`."""
    refuse(from_level, to_level, by)
    each = moved(pupils, from_level=from_level, to_level=to_level, rule=rule, scale=scale, subjects=subjects)
    rows = fetch(each.group_by([*by, "state", "eligible"]).aggregate(pupils=each.count())).to_pylist()
    parts: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        parts.setdefault(tuple(row[name] for name in by), []).append(row)
    divided = tuple(
        (dict(zip(by, key, strict=True)), _moved(parts[key]))
        for key in sorted(parts, key=lambda key: [natural(name) for name in key])
    )
    between = tuple(range(from_level + 1, to_level))
    return Step(from_level, to_level, between, _moved(rows), divided if by else ())


def moved(
    pupils: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> ibis.Table:
    """A row per pupil with grades at either level: `pupil`, `state` (of CHANGED and APART), whether `eligible` at the
    later level that the pupil has, and `sex` and `school_unit` as they were there.
    """
    years = _years(pupils, (from_level, to_level))
    rows = latest(pupils.filter(pupils.grade_level.isin([from_level, to_level])))
    rows = rows.mutate(eligible=eligible_expression(rows, rule, scale=scale, subjects=subjects).cast("int8"))
    late = rows.grade_level == to_level
    told = {
        f"{name}_{end}": rows[name].max(where=at)
        for name in ("eligible", "school_year", *BY)
        for end, at in (("from", ~late), ("to", late))
    }
    ends = rows.group_by("pupil").aggregate(**told)
    was, became, apart = ends.eligible_from, ends.eligible_to, to_level - from_level
    followed = (ends.school_year_from + apart).isin([*years[to_level], 0])
    preceded = (ends.school_year_to - apart).isin([*years[from_level], 0])
    state = ibis.cases(
        (was.isnull() & preceded, "joined"),
        (was.isnull(), "without_year_before"),
        (became.isnull() & followed, "left"),
        (became.isnull(), "without_next_year"),
        ((was == 1) & (became == 1), "eligible_both"),
        ((was == 0) & (became == 1), "gained"),
        ((was == 1) & (became == 0), "lost"),
        else_="eligible_neither",
    )
    last = {name: ibis.coalesce(ends[f"{name}_to"], ends[f"{name}_from"]) for name in BY}
    return ends.select("pupil", state=state, eligible=ibis.coalesce(became, was) == 1, **last)


def _years(pupils: ibis.Table, levels: Iterable[int]) -> dict[int, list[int]]:
    """The school years that there are grades of, by grade level."""
    rows = fetch(pupils.select("grade_level", "school_year").distinct()).to_pylist()
    return {level: [row["school_year"] for row in rows if row["grade_level"] == level] for level in levels}


def _moved(rows: Sequence[Mapping[str, Any]]) -> Moved:
    def pupils(state: str, *, eligible: bool | None = None) -> int:
        return sum(row["pupils"] for row in rows if row["state"] == state and eligible in (None, row["eligible"]))

    parts = {f"{state}_eligible": pupils(state, eligible=True) for state in ("joined", "left")}
    return Moved(**{state: pupils(state) for state in (*CHANGED, *APART)}, **parts)
