"""Eligibility for upper secondary school: which passes a kind of programme asks for, as data with a first school year.

Swedish or Swedish as a second language, English and mathematics, and so many others; some kinds name which
(skollagen 16 kap. 30-34 §§, gymnasieförordningen 4 kap.). A block grade stands for those of its subjects that have no
grade of their own: that choice is ours, and concerns years before the final grades only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, Scale, Subjects
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")


__all__ = [
    "RULES",
    "VOCATIONAL",
    "Rule",
    "eligible",
    "eligible_by",
    "eligible_expression",
    "lacking_expression",
    "passed_bits",
    "passed_expressions",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """What one kind of programme asks for: `core` beside one of the Swedish subjects, so many others, those named."""

    kind: str
    others: int
    named: tuple[str, ...] = ()
    core: tuple[str, ...] = ("EN", "MA")
    since: str = "2011/12"


VOCATIONAL: Final = Rule("vocational", others=5)
RULES: Final[Mapping[str, Rule]] = {
    rule.kind: rule
    for rule in (
        VOCATIONAL,
        Rule("arts", others=9),
        Rule("economics_humanities_social_science", others=9, named=("GE", "HI", "RE", "SH")),
        Rule("natural_science_technology", others=9, named=("BI", "FY", "KE")),
    )
}
"""By kind of programme; the twelve of the preparatory kinds include those that are named."""


def eligible(
    grades: Mapping[str, int], rule: Rule, *, scale: Scale = A_TO_F, subjects: Subjects = COMPULSORY_SCHOOL
) -> bool:
    """Whether one pupil's grades (points in tenths by subject) suffice. For one pupil; tables use the expression."""
    passed = {code for code, points in grades.items() if points >= scale.passed}
    for block, inside in subjects.blocks.items():
        if block in passed:
            passed |= {code for code in inside if code not in grades}
            passed.discard(block)
    swedish = passed & set(subjects.one_of)
    others = passed - swedish - set(rule.core)
    return bool(swedish) and passed.issuperset((*rule.core, *rule.named)) and len(others) >= rule.others


def eligible_expression(
    pupils: ibis.Table, rule: Rule, *, scale: Scale = A_TO_F, subjects: Subjects = COMPULSORY_SCHOOL
) -> ibis.expr.types.BooleanValue:
    """The same for a table with a row per pupil and a column per subject; subjects without a column are not read."""
    return lacking_expression(pupils, rule, scale=scale, subjects=subjects) == 0


def lacking_expression(
    pupils: ibis.Table, rule: Rule, *, scale: Scale = A_TO_F, subjects: Subjects = COMPULSORY_SCHOOL
) -> ibis.expr.types.IntegerValue:
    """How many more passes each pupil would need; 0 for who is eligible. One that is named is one of the others."""
    passed = passed_expressions(pupils, scale=scale, subjects=subjects)
    swedish = _at_most_one([passed[code] for code in subjects.one_of])
    core = sum((passed[code] for code in rule.core), swedish)
    apart = {*subjects.one_of, *rule.core}
    others = sum((each for code, each in passed.items() if code not in apart), ibis.literal(0))
    named = sum((passed[code] for code in rule.named), ibis.literal(0))
    short = ibis.greatest(rule.others - others, len(rule.named) - named, 0)
    return 1 + len(rule.core) - core + short


def passed_expressions(
    pupils: ibis.Table, *, scale: Scale = A_TO_F, subjects: Subjects = COMPULSORY_SCHOOL
) -> dict[str, ibis.expr.types.IntegerValue]:
    """By subject 1 for a pass, of its own or in a block that stands for it; else 0. Blocks are none of them."""
    return {code: _passed(pupils, code, scale, subjects) for code in subjects.codes if code not in subjects.blocks}


def passed_bits(
    pupils: ibis.Table, *, scale: Scale = A_TO_F, subjects: Subjects = COMPULSORY_SCHOOL
) -> ibis.expr.types.IntegerValue:
    """The same as one whole number: the bit of a subject's place among `subjects.codes` for a pass.

    What several rules are asked of is told once so, and kept, rather than asked of the grades by each of them.
    """
    passed = passed_expressions(pupils, scale=scale, subjects=subjects)
    return sum((told.cast("int32") * _bits([code], subjects) for code, told in passed.items()), ibis.literal(0))


def eligible_by(
    passed: ibis.expr.types.IntegerValue, rule: Rule, *, subjects: Subjects = COMPULSORY_SCHOOL
) -> ibis.expr.types.BooleanValue:
    """Whether `passed_bits` are what a rule asks for."""
    apart = {*subjects.one_of, *rule.core, *subjects.blocks}
    needed = _bits((*rule.core, *rule.named), subjects)
    others = _bits([code for code in subjects.codes if code not in apart], subjects)
    return (
        ((passed & needed) == needed)
        & ((passed & _bits(subjects.one_of, subjects)) != 0)
        & (_bit_count(passed & others) >= rule.others)
    )


def _bits(codes: Sequence[str], subjects: Subjects) -> int:
    return sum(1 << subjects.codes.index(code) for code in codes)


def _bit_count(value: ibis.Value) -> ibis.Value:
    """How many bits are one; every engine has a function of this name."""

    @ibis.udf.scalar.builtin(name="bit_count", signature=((ibis.dtype("int32"),), ibis.dtype("int32")))
    def bit_count(value):  # type: ignore[no-untyped-def]  # the signature says its types
        ...

    return bit_count(value.cast("int32"))


def _passed(pupils: ibis.Table, code: str, scale: Scale, subjects: Subjects) -> ibis.expr.types.IntegerValue:
    """1 for a pass in the subject, or in a block that it is part of where it has no grade of its own; else 0."""
    blocks = [block for block, inside in subjects.blocks.items() if code in inside and block in pupils.columns]
    own = pupils[code] if code in pupils.columns else ibis.null("int16")
    told = ibis.coalesce(own, *(pupils[block] for block in blocks)) if blocks else own
    return (told >= scale.passed).fill_null(False).cast("int16")


def _at_most_one(every: Sequence[ibis.expr.types.IntegerValue]) -> ibis.expr.types.IntegerValue:
    return ibis.greatest(*every) if len(every) > 1 else every[0]
