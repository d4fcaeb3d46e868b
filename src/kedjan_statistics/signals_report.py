"""Rules and how well they did, as plain values ready for JSON: never a score for a pupil."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule
from kedjan_statistics.grades_table import GradeRow, table
from kedjan_statistics.plain import share
from kedjan_statistics.signals import Accuracy
from kedjan_statistics.signals_rules import USUAL, Signal, validate

__all__ = ["RATES", "accuracy", "foretold", "report"]

RATES = ("ppv", "sensitivity", "specificity", "npv", "flagged", "base_rate")

type Json = dict[str, Any]


def report(
    rows: Iterable[GradeRow],
    signals: Sequence[Signal] = USUAL,
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
) -> Json:
    """Each rule with its accuracy for who was not eligible later, in all and divided."""
    found = validate(table(rows), signals, from_level=from_level, to_level=to_level, by=by, rule=rule)
    return {
        "from": from_level,
        "to": to_level,
        "foretold": foretold(rule, to_level),
        "signals": [
            {
                "rule": str(one.signal),
                **accuracy(one.accuracy),
                "by": [{**key, **accuracy(part)} for key, part in one.by],
            }
            for one in found
        ],
    }


def foretold(rule: Rule, to_level: int) -> str:
    """What the rules are held against."""
    return f"not eligible for {rule.kind} programmes in grade level {to_level}"


def accuracy(found: Accuracy) -> Json:
    """What a signal said beside what came, and the shares made from it with their intervals."""
    return {
        "true_positive": found.true_positive,
        "false_positive": found.false_positive,
        "false_negative": found.false_negative,
        "true_negative": found.true_negative,
        **{name: share(getattr(found, name)) for name in RATES},
    }
