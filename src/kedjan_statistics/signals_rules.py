"""Open rules over one year's grades, and how well each of them foretold who was not eligible later (D08).

A rule is a sentence with a cut-off that anybody can check by hand: not passed in mathematics, two subjects not passed,
mean points under ten. A dash is not a pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from kedjan_statistics.cohorts_followed import BY, refuse
from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule, eligible_expression
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, TENTHS, Scale, Subjects
from kedjan_statistics.grades_table import latest, measured, subjects_in
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import natural
from kedjan_statistics.signals import Accuracy

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")


__all__ = ["BY", "USUAL", "Signal", "Validated", "signal", "signalled", "validate"]

_RULE: Final = re.compile(r"(not_passed|mean_points|not_eligible)(?:\s*(=|>=|<)\s*([\w.]+))?")


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule: `not_eligible`; `not_passed` in a subject, or in at least so many; or `mean_points` under a cut-off."""

    measure: str
    subject: str = ""
    at_least: int = 0
    under: Fraction | None = None

    def __str__(self) -> str:
        if self.subject:
            return f"{self.measure}={self.subject}"
        if self.at_least:
            return f"{self.measure}>={self.at_least}"
        return f"{self.measure}<{float(self.under):g}" if self.under is not None else self.measure


def signal(text: str, subjects: Subjects = COMPULSORY_SCHOOL) -> Signal:
    """The rule that a text says: `not_eligible`, `not_passed=MA`, `not_passed>=2` or `mean_points<10`; else refused."""
    found = _RULE.fullmatch(text.strip())
    measure, sign, value = (each or "" for each in found.groups()) if found else ("", "", "")
    if measure == "not_eligible" and not sign:
        return Signal(measure)
    if measure == "not_passed" and sign == "=" and value in subjects.names:
        return Signal(measure, subject=value)
    if measure == "not_passed" and sign == ">=" and value.isdecimal() and int(value) > 0:
        return Signal(measure, at_least=int(value))
    if measure == "mean_points" and sign == "<" and re.fullmatch(r"\d+(\.\d+)?", value):
        return Signal(measure, under=Fraction(value))
    raise ValueError(
        f"{text!r} is no rule: not_eligible, not_passed=SUBJECT, not_passed>=NUMBER or mean_points<NUMBER, where "
        f"SUBJECT is one of {', '.join(subjects.codes)}"
    )


USUAL: Final = tuple(
    map(
        signal,
        ("not_eligible", "not_passed=MA", "not_passed=EN", "not_passed>=1", "not_passed>=2", "mean_points<10"),
    )
)
"""Rules that are often asked about; none of them is used before it has been validated on a cohort of one's own."""


@dataclass(frozen=True, slots=True)
class Validated:
    """A rule with how well it did, in all and in each part of the cohort."""

    signal: Signal
    accuracy: Accuracy
    by: tuple[tuple[Mapping[str, str], Accuracy], ...]


def validate(
    pupils: ibis.Table,
    signals: Sequence[Signal] = USUAL,
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> tuple[Validated, ...]:
    """Hold each rule at the earlier level against who was not eligible at the later, among those with grades at both.

    Refuses a later level that is not later, and other divisions than `BY` (those of the later level).
    """
    both = signalled(
        pupils, signals, from_level=from_level, to_level=to_level, by=by, rule=rule, scale=scale, subjects=subjects
    )
    names = _names(signals)
    counted = {
        f"{name}_{code}": ((both[name] == had) & (both.came == true)).sum()
        for name in names
        for code, had, true in (("tp", True, True), ("fp", True, False), ("fn", False, True), ("tn", False, False))
    }
    rows = fetch(both.group_by(list(by)).aggregate(**counted) if by else both.aggregate(**counted)).to_pylist()
    rows.sort(key=lambda row: [natural(row[key]) for key in by])
    return tuple(
        Validated(
            each,
            _accuracy(rows, name),
            tuple(({key: row[key] for key in by}, _accuracy([row], name)) for row in rows) if by else (),
        )
        for name, each in zip(names, signals, strict=True)
    )


def signalled(
    pupils: ibis.Table,
    signals: Sequence[Signal],
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> ibis.Table:
    """A row for each pupil with grades at both levels: what `BY` names, `signal_N` for each rule, and `came`."""
    refuse(from_level, to_level, by)
    last = latest(pupils)
    early = measured(last.filter(last.grade_level == from_level), subjects=subjects)
    late = last.filter(last.grade_level == to_level)
    told = {
        name: _expressed(early, each, rule, scale, subjects)
        for name, each in zip(_names(signals), signals, strict=True)
    }
    came = late.select("pupil", *BY, came=~eligible_expression(late, rule, scale=scale, subjects=subjects))
    return came.inner_join(early.select("pupil", **told), "pupil")


def _names(signals: Sequence[Signal]) -> list[str]:
    return [f"signal_{number}" for number in range(len(signals))]


def _accuracy(rows: Sequence[Mapping[str, Any]], name: str) -> Accuracy:
    return Accuracy(*(sum(int(row[f"{name}_{code}"] or 0) for row in rows) for code in ("tp", "fp", "fn", "tn")))


def _expressed(
    pupils: ibis.Table, signal: Signal, rule: Rule, scale: Scale, subjects: Subjects
) -> ibis.expr.types.BooleanValue:
    if signal.measure == "not_eligible":
        return ~eligible_expression(pupils, rule, scale=scale, subjects=subjects)
    if signal.under is not None:
        under = signal.under * TENTHS
        return (pupils.graded > 0) & (pupils.points * under.denominator < pupils.graded * under.numerator)
    not_passed = {code: (pupils[code] < scale.passed).fill_null(False) for code in subjects_in(pupils, subjects)}
    if signal.subject:
        return not_passed.get(signal.subject, ibis.literal(False))
    return sum((each.cast("int16") for each in not_passed.values()), ibis.literal(0)) >= signal.at_least
