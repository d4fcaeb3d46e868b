"""Lead times from a signal of absence, as plain values ready for JSON, with the definition that every number has."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kedjan_statistics.attendance_leads import STEPS, WINDOW, Case, Leads
from kedjan_statistics.plain import number

__all__ = ["COUNTS", "told"]

COUNTS = ("within", "later", "not_documented", "too_early", "before_signal")
"""What can have become of a case by one step."""

type Json = dict[str, Any]


def told(found: Leads) -> Json:
    """Every step in all, the effect, and each case: for those around the pupils."""
    rule = found.rule
    return {
        "definition": {
            "name": rule.name,
            "signal": "the day told as signal, else the last day of the first month of absence from so many per cent",
            "signal_percent": rule.signal_percent,
            "least_offered_minutes": rule.least_offered_minutes,
            "within_days": rule.within_days,
            "effect": "the last day of the first whole month after the action with absence under the threshold; "
            "that it followed does not say that the action was why",
            "four_weeks": f"absence of time offered in the {WINDOW} days before the action and the {WINDOW} from it",
            "known_until": found.until.isoformat() if found.cases or found.without_signal else None,
        },
        "cases": len(found.cases),
        "without_signal": found.without_signal,
        "steps": [
            {
                "step": step,
                **{name: getattr(lead, name) for name in COUNTS},
                "median_days": number(lead.median_days),
            }
            for step, lead in found.steps.items()
        ],
        "effect": {
            "pupils": sum(case.effect is not None for case in found.cases),
            "of": sum("action" in case.days for case in found.cases),
            "median_days": number(found.median_effect),
        },
        "four_weeks": _four_weeks(found),
        "pupils": [_case(case) for case in found.cases],
    }


def _four_weeks(found: Leads) -> Json | None:
    """Absence of all who are held against themselves; None where there is nobody."""
    sides = [case.four_weeks for case in found.compared if case.four_weeks]
    if not sides:
        return None
    before, after = ([side[at] for side in sides] for at in (0, 1))
    return {"pupils": len(sides), "before": _absence(before), "after": _absence(after)}


def _absence(minutes: list[tuple[int, int]]) -> float | None:
    offered = sum(each for each, _ in minutes)
    return number(Fraction(sum(absent for _, absent in minutes), offered) if offered else None)


def _case(case: Case) -> Json:
    before, after = case.four_weeks or ((0, 0), (0, 0))
    return {
        "pupil": case.pupil,
        "signal": case.signal.isoformat(),
        "signal_told": case.told,
        **{step: case.days.get(step) for step in STEPS},
        "before_signal": sorted(case.before),
        "effect": case.effect,
        "four_weeks_before": _absence([before]),
        "four_weeks_after": _absence([after]),
    }
