"""Attendance of which only sums by school unit are told: time absent of time offered, and nothing of pupils (B05).

How many pupils are absent much cannot be known from it: mean absence is not how many are absent much.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, Protocol

from kedjan_statistics.attendance import MINUTES, MinutesRow
from kedjan_statistics.figure import ratio
from kedjan_statistics.plain import number

__all__ = ["DEFINITION", "SumRow", "report"]

DEFINITION: Final = {
    "of": "offered minutes",
    "absence": "valid and invalid",
    "from": "sums by school unit, without pupils: nothing is known of how many are absent much",
}


class SumRow(MinutesRow, Protocol):
    """What a row must have: a school unit's minutes, and how many per cent were not reported, None where not told."""

    @property
    def unreported_percent(self) -> Fraction | None: ...


def report(rows: Sequence[SumRow]) -> dict[str, Any]:
    """The sums in all and by school unit, in the order that they were told in, with the shares that follow from them.

    How much was not reported is as told of each unit: it is rounded, so that nothing is added up of it.
    """
    return {
        "definition": DEFINITION,
        **_added_up(rows),
        "by_school_unit": [
            {"school_unit": row.school_unit, **_added_up([row]), "unreported_percent": number(row.unreported_percent)}
            for row in rows
        ],
    }


def _added_up(rows: Sequence[SumRow]) -> dict[str, Any]:
    offered, valid, invalid = (sum(getattr(row, name) for row in rows) for name in MINUTES)
    return {
        "offered_minutes": offered,
        "valid_absence_minutes": valid,
        "invalid_absence_minutes": invalid,
        "absence": number(ratio(valid + invalid, offered, "share", "nothing_offered")),
        "invalid_absence": number(ratio(invalid, offered, "share", "nothing_offered")),
    }
