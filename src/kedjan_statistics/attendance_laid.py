"""Lessons laid out for attendance that is counted again and again: months, and the days when somebody was absent.

A lesson a row is a thousand million rows for a nation's year. Added up by month (`attendance_lessons.months`) they are
a hundredth of that, and spells need only the days with any absence: which of the pupil's days with lessons it was, and
how many per cent of its time. Any rule of spells is asked of them; nothing of a rule is laid down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kedjan_statistics.attendance import MINUTES
from kedjan_statistics.attendance_lessons import DEFAULT, SpellRule, Spells, counted, of_columns
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

__all__ = ["absent_days", "by_day", "spells_laid"]

MOST_PERCENT = 32_767
"""What is said of a day when nothing was offered and somebody was absent all the same: more than any rule asks."""


def by_day(lessons: ibis.Table) -> ibis.Table:
    """Add lessons that are a table (as `of_columns` takes them) up by pupil, school unit and day, each as one lesson.

    Months, spells and how much was absent in some days come to the same of them, sooner; they are of no subject, and
    nothing is said of what was reported.
    """
    sums = {name: lessons[name].sum().cast("int64") for name in ("minutes", *MINUTES[1:])}
    days = lessons.group_by(["pupil", "school_unit", "date"]).aggregate(**sums)
    return of_columns(days.mutate(subject=ibis.literal(""), reported=ibis.null("boolean")))


def absent_days(lessons: ibis.Table) -> ibis.Table:
    """Return the days with any absence, of lessons (`lessons`, `of_columns`).

    Columns: `pupil`; `day`, its ordinal; `place`, which of the pupil's days with lessons it was, from 0; `percent`, the
    whole per cent of the day's time, rounded down: a rule asks for whole ones, so that nothing is lost.
    """
    absence = lessons.valid_absence_minutes + lessons.invalid_absence_minutes
    days = lessons.group_by(["pupil", "day"]).aggregate(
        offered=lessons.offered_minutes.sum().cast("int64"), absent=absence.sum().cast("int64")
    )
    days = days.mutate(place=ibis.row_number().over(ibis.window(group_by="pupil", order_by="day")))
    away = days.filter(days.absent > 0)
    share = (away.absent * 100 // away.offered.nullif(0)).fill_null(MOST_PERCENT)
    percent = ibis.least(share, MOST_PERCENT).cast("int16")
    return away.select(away.pupil, away.day, place=away.place.cast("int16"), percent=percent)


def spells_laid(absent: ibis.Table, *, pupils: int, rule: SpellRule = DEFAULT) -> Spells:
    """Count spells in what `absent_days` gives, as `attendance_lessons.spells` does of the lessons themselves.

    `pupils` is how many had lessons, absent or not.
    """
    away = absent.filter(absent.percent >= rule.least_percent_of_day)
    away = away.mutate(nth=ibis.row_number().over(ibis.window(group_by="pupil", order_by="place")))
    return counted(away.mutate(run=away.place - away.nth), pupils, rule)
