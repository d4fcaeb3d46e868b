"""Everything counted about attendance, as plain values ready for JSON, with the definition that every number has."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from kedjan_statistics import attendance_lessons
from kedjan_statistics.attendance import DEFAULT, AttendanceRow, Attended, Bands, Summary, summarise, table
from kedjan_statistics.attendance_lessons import LessonRow, Slice, SpellRule, lessons, months, sliced, spells
from kedjan_statistics.plain import number, share
from kedjan_statistics.signals import rate

__all__ = ["SHARES_AT", "report", "report_lessons"]

SHARES_AT = (10, 20)
"""Per cent of the time offered, from which shares of pupils are told."""

REPORTING_RATE_OF = "offered minutes of lessons of which the file says whether they were reported"

type Json = dict[str, Any]


def report(rows: Iterable[AttendanceRow], bands: Bands = DEFAULT) -> Json:
    """Attendance in all, by school unit, by month and by both."""
    return _summary(summarise(table(rows), bands))


def report_lessons(
    rows: Iterable[LessonRow], bands: Bands = DEFAULT, rule: SpellRule = attendance_lessons.DEFAULT
) -> Json:
    """The same from lessons, with reporting rate, weekdays, subjects and spells of absence."""
    each = lessons(rows)
    found, (whole,) = spells(each, rule), sliced(each, by=()).values()
    return {
        **_summary(summarise(months(each), bands)),
        "lessons": _lessons(whole),
        "by_weekday": [{"weekday": day, **_lessons(part)} for (day,), part in sliced(each, by=["weekday"]).items()],
        "by_subject": [{"subject": name, **_lessons(part)} for (name,), part in sliced(each, by=["subject"]).items()],
        "spells": {
            "definition": definition_of(rule),
            "spells": found.spells,
            "by_days": [{"days": days, "spells": number_of} for days, number_of in found.by_days.items()],
            "with_spells": share(rate(found.pupils_with_spells, found.pupils)),
            "repeated": share(rate(found.pupils_repeated, found.pupils)),
            "long": share(rate(found.pupils_long, found.pupils)),
        },
    }


def definition_of(rule: SpellRule) -> Json:
    """What a spell is by the rule."""
    return {
        "name": rule.name,
        "of": "days in a row, of those when the pupil had lessons",
        "absent_at_least_percent_of_day": rule.least_percent_of_day,
        "repeated": f"{rule.times} that begin within {rule.within_days} days",
        "long_from_days": rule.long_from,
    }


def _lessons(part: Slice) -> Json:
    return {
        "lessons": part.lessons,
        "offered_minutes": part.offered_minutes,
        "absence": number(part.absence),
        "invalid_absence": number(part.invalid_absence),
        "reporting_rate": number(part.reporting_rate),
        "reporting_rate_of": REPORTING_RATE_OF,
    }


def bands_defined(bands: Bands) -> Json:
    """What absence is of, and where the bands begin."""
    return {
        "name": bands.name,
        "of": "offered minutes",
        "absence": "valid and invalid",
        "bands_from_percent": list(bands.since),
        "least_offered_minutes": bands.least_offered_minutes,
    }


def _summary(found: Summary) -> Json:
    bands = found.bands
    return {
        "definition": bands_defined(bands),
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
