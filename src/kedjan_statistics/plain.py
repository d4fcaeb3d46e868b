"""Figures as plain values ready for JSON: unrounded, and null where there is nothing to divide by."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kedjan_statistics.figure import Figure, Missing
from kedjan_statistics.signals import Rate

__all__ = ["number", "share"]


def number(value: Figure | Missing | Fraction | None) -> float | None:
    """The number, or None where there is none."""
    match value:
        case Figure():
            return float(value.value)
        case Fraction():
            return float(value)
    return None


def share(rate: Rate) -> dict[str, Any]:
    """A share with what it is a share of, and its interval."""
    low, high = rate.interval or (None, None)
    hits, of = (rate.value.numerator, rate.value.denominator) if isinstance(rate.value, Figure) else (0, 0)
    return {"pupils": hits, "of": of, "share": number(rate.value), "low": low, "high": high}
