"""Groups within a group of a cohort, by rules of one's own that are tried in order (F05).

A rule has a name and conditions that all must hold; a pupil belongs to the first whose conditions do, or to none.
Names are names: that the study called its groups green, yellow and pink is no judgement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kedjan_statistics.cohorts_followed import followed, refuse
from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule, lacking_expression
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, TENTHS, Scale, Subjects
from kedjan_statistics.grades_table import latest, subjects_in
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")


__all__ = ["LOST", "Condition", "NoRule", "Subgroup", "Subgrouped", "placed", "subgroup", "subgrouped"]

LOST: Final = 6
"""The group that is divided unless another is asked for: eligible at the earlier level and not at the later."""

_CONDITION: Final = re.compile(r"(lacking|fall|passed|not_passed)\s*(<=|>=|<|=)\s*(\w+(?:\.\d+)?)")
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_SIGNS: Final = {"lacking": ("<=", ">="), "fall": ("<", ">="), "not_passed": ("<=", ">=")}


class NoRule(ValueError):
    """A text that says no rule for a group; `condition` is what in it was not understood, empty where it has none."""

    def __init__(self, message: str, condition: str = "") -> None:
        super().__init__(message)
        self.condition = condition


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold at the later level: so many passes `lacking`, a `fall` in mean points, subjects `not_passed`, or
    one subject `passed` or `not_passed` (a dash is not a pass)."""

    measure: str
    sign: str
    value: Fraction = Fraction(0)
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.measure}{self.sign}{self.subject or f'{float(self.value):g}'}"


@dataclass(frozen=True, slots=True)
class Subgroup:
    """A rule: its name and its conditions, all of which must hold."""

    name: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Subgrouped:
    """Pupils by rule in the order of the rules, by sex too; and those who belong to none."""

    pupils: Mapping[str, int]
    by_sex: Mapping[str, Mapping[str, int]]
    unclassified: int


def subgroup(text: str, subjects: Subjects = COMPULSORY_SCHOOL) -> Subgroup:
    """The rule that a text says: `NAME: CONDITION, CONDITION`.

    Conditions: `lacking<=2`, `fall>=7`, `fall<7`, `not_passed<=4`, `not_passed>=2`, `passed=MA`, `not_passed=MA`;
    others are refused (`NoRule`). The signs ≤ and ≥, and a decimal comma, are taken for what they mean.
    """
    name, colon, rest = text.partition(":")
    rest = _DECIMAL_COMMA.sub(".", rest.replace("≤", "<=").replace("≥", ">="))
    conditions = tuple(_condition(part.strip(), subjects) for part in rest.split(",") if part.strip())
    if not colon or not name.strip() or not conditions:
        raise NoRule(f"{text!r} is no rule for a group: expected NAME: CONDITION, CONDITION")
    return Subgroup(name.strip(), conditions)


def _condition(text: str, subjects: Subjects) -> Condition:
    found = _CONDITION.fullmatch(text)
    measure, sign, value = found.groups() if found else ("", "", "")
    if sign == "=" and measure in ("passed", "not_passed") and value in subjects.names:
        return Condition(measure, sign, subject=value)
    if sign in _SIGNS.get(measure, ()) and re.fullmatch(r"\d+(\.\d+)?", value):
        return Condition(measure, sign, Fraction(value))
    message = (
        f"{text!r} is no condition: lacking<=NUMBER, fall>=NUMBER, fall<NUMBER, not_passed<=NUMBER, passed=SUBJECT or "
        f"not_passed=SUBJECT, where SUBJECT is one of {', '.join(subjects.codes)}"
    )
    raise NoRule(message, text)


def subgrouped(
    pupils: ibis.Table,
    subgroups: Sequence[Subgroup],
    *,
    from_level: int,
    to_level: int,
    group: int = LOST,
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
    side_by_side: ibis.Table | None = None,
) -> Subgrouped:
    """Divide one group of the cohort by the rules, tried in order. Refuses two rules with one name."""
    each = placed(
        pupils,
        subgroups,
        from_level=from_level,
        to_level=to_level,
        group=group,
        rule=rule,
        scale=scale,
        subjects=subjects,
        side_by_side=side_by_side,
    )
    rows = fetch(each.group_by(["place", "sex"]).aggregate(pupils=each.count())).to_pylist()
    found = {(row["place"], row["sex"]): int(row["pupils"]) for row in rows}
    sexes = sorted({sex for _, sex in found})
    by_sex = {each.name: {sex: found.get((place, sex), 0) for sex in sexes} for place, each in enumerate(subgroups)}
    return Subgrouped(
        pupils={name: sum(parts.values()) for name, parts in by_sex.items()},
        by_sex=by_sex,
        unclassified=sum(many for (place, _), many in found.items() if place == -1),
    )


def placed(
    pupils: ibis.Table,
    subgroups: Sequence[Subgroup],
    *,
    from_level: int,
    to_level: int,
    group: int = LOST,
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
    side_by_side: ibis.Table | None = None,
) -> ibis.Table:
    """The pupils of one group with the `place` of the first rule that holds, -1 for none; as `subgrouped` refuses.

    `side_by_side` is what `followed` gives of the same, where that is there already.
    """
    refuse(from_level, to_level, ())
    if len({each.name for each in subgroups}) < len(subgroups):
        raise ValueError("two groups have the same name")
    last = latest(pupils)
    if side_by_side is None:
        levels = {"from_level": from_level, "to_level": to_level}
        side_by_side = followed(last, **levels, rule=rule, scale=scale, subjects=subjects)
    late = last.filter(last.grade_level == to_level).select("pupil", *subjects_in(pupils, subjects))
    chosen = side_by_side.filter(side_by_side.cohort_group == group).inner_join(late, "pupil")
    chosen = chosen.mutate(lacking=lacking_expression(chosen, rule, scale=scale, subjects=subjects))
    rules = [(_holds(chosen, each, scale, subjects), place) for place, each in enumerate(subgroups)]
    return chosen.mutate(place=ibis.cases(*rules, else_=-1) if rules else ibis.literal(-1))


def _holds(pupils: ibis.Table, subgroup: Subgroup, scale: Scale, subjects: Subjects) -> ibis.expr.types.BooleanValue:
    first, *rest = (_one(pupils, each, scale, subjects) for each in subgroup.conditions)
    for each in rest:
        first &= each
    return first


def _one(pupils: ibis.Table, condition: Condition, scale: Scale, subjects: Subjects) -> ibis.expr.types.BooleanValue:
    if condition.subject:
        grade = pupils[condition.subject] if condition.subject in pupils.columns else ibis.null("int16")
        told = grade >= scale.passed if condition.measure == "passed" else grade < scale.passed
        return told.fill_null(False)
    value = condition.value
    if condition.measure == "fall":
        fallen = (
            pupils.points_from.cast("int64") * pupils.graded_to - pupils.points_to.cast("int64") * pupils.graded_from
        )
        whole = pupils.graded_from.cast("int64") * pupils.graded_to * (value * TENTHS).numerator
        left, right = fallen * (value * TENTHS).denominator, whole
    elif condition.measure == "lacking":
        left, right = pupils.lacking * value.denominator, ibis.literal(value.numerator)
    else:
        codes = subjects_in(pupils, subjects)
        left = sum(((pupils[code] < scale.passed).fill_null(False).cast("int16") for code in codes), ibis.literal(0))
        left, right = left * value.denominator, ibis.literal(value.numerator)
    return {"<": left < right, "<=": left <= right, ">=": left >= right}[condition.sign]
