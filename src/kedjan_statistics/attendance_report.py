"""Everything counted about attendance, as plain values ready for JSON, with the definition that every number has."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from kedjan_statistics.attendance import DEFAULT, AttendanceRow, Attended, Bands, summarise, table
from kedjan_statistics.plain import number, share
from kedjan_statistics.signals import rate

__all__ = ["SHARES_AT", "report"]

SHARES_AT = (10, 20)
"""Per cent of the time offered, from which shares of pupils are told."""

type Json = dict[str, Any]


def report(rows: Iterable[AttendanceRow], bands: Bands = DEFAULT) -> Json:
    """Attendance in all, by school unit, by month and by both."""
    found = summarise(table(rows), bands)
    return {
        "definition": {
            "name": bands.name,
            "of": "offered minutes",
            "absence": "valid and invalid",
            "bands_from_percent": list(bands.since),
            "least_offered_minutes": bands.least_offered_minutes,
        },
        **_slice(found.total),
        "by_school_unit": [{"school_unit": unit, **_slice(part)} for unit, part in found.by_school_unit.items()],
        "by_month": [{"month": month, **_slice(part)} for month, part in found.by_month.items()],
        "by_school_unit_and_month": [
            {"school_unit": unit, "month": month, **_slice(part)}
            for (unit, month), part in found.by_school_unit_and_month.items()
        ],
    }


def _slice(part: Attended) -> Json:
    banded = sum(part.bands.values())
    ends = (*(end for _, end in pairwise(part.bands)), None)
    return {
        "pupils": part.pupils,
        "offered_minutes": part.offered_minutes,
        "valid_absence_minutes": part.valid_absence_minutes,
        "invalid_absence_minutes": part.invalid_absence_minutes,
        "absence": number(part.absence),
        "invalid_absence": number(part.invalid_absence),
        "not_banded": part.not_banded,
        "bands": [
            {"from": since, "to": end, "pupils": pupils, "by_invalid_absence": part.invalid_bands[since]}
            for (since, pupils), end in zip(part.bands.items(), ends, strict=True)
        ],
        **{
            f"at_least_{percent}_percent": share(rate(part.absent(percent), banded))
            for percent in SHARES_AT
            if percent in part.bands
        },
    }
