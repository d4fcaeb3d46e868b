"""Attendance as it may be shown to anyone: counts of ten pupils and more, minutes of as many, nothing they show.

Bands are told for all and by school unit, of all absence; by month and by both it is told how many pupils and how much
time. Of lessons: weekdays, subjects, how much is reported, and how many pupils have spells. Minutes are shown where the
pupils they are of are ten and more, however they are added and taken from each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from kedjan_statistics import attendance_lessons, attendance_report
from kedjan_statistics.attendance import DEFAULT, MINUTES, AttendanceRow, Bands, Month
from kedjan_statistics.attendance_lessons import LessonRow, SpellRule, each_spell, lessons
from kedjan_statistics.figure import ratio
from kedjan_statistics.loops_table import natural
from kedjan_statistics.plain import number
from kedjan_statistics.published import Counts, gathered, shares

__all__ = ["published", "published_lessons"]

type Json = dict[str, Any]
type Place = tuple[str, str]
"""A school unit and a month; either may be empty, which is all of them."""

type Minutes = tuple[int, int, int]

AT: Final = attendance_report.SHARES_AT


def published(rows: Iterable[AttendanceRow], bands: Bands = DEFAULT) -> tuple[Json, bool]:
    """All, by school unit, by month and by both; is anything left to show?"""
    every = list(rows)
    one = _Attended(every, bands)
    units, months = (sorted({getattr(row, name) for row in every}, key=natural) for name in ("school_unit", "month"))
    both = sorted({(row.school_unit, row.month) for row in every}, key=lambda place: list(map(natural, place)))
    made = {
        "definition": attendance_report.bands_defined(bands),
        **one.time(("", "")),
        **one.banded(""),
        "by_school_unit": [{"school_unit": unit, **one.time((unit, "")), **one.banded(unit)} for unit in units],
        "by_month": [{"month": month, **one.time(("", month))} for month in months],
        "by_school_unit_and_month": [
            {"school_unit": unit, "month": month, **one.time((unit, month))} for unit, month in both
        ],
    }
    return made, not one.counts.nothing_is_left


class _Attended:
    """Pupils by where and when they were offered time, by band, and which counts of them are shown."""

    def __init__(self, rows: Sequence[AttendanceRow], bands: Bands) -> None:
        self.rows, self.bands = rows, bands
        self.minutes: Counter[tuple[Place, str]] = Counter()
        own: dict[tuple[str, str], list[int]] = {}
        for row in rows:
            for place in _places(row):
                for name in MINUTES:
                    self.minutes[place, name] += getattr(row, name)
            for unit in ("", row.school_unit):
                added = own.setdefault((unit, row.pupil), [0, 0, 0])
                for at, name in enumerate(MINUTES):
                    added[at] += getattr(row, name)
        self.counts: Counts[tuple[Any, ...]] = Counts()
        pupils = gathered(
            rows, lambda row: [("pupils", *place) for place in _places(row)], lambda row: (row.pupil,) * 2
        )
        self.counts.judge(pupils)
        self.counts.judge(
            gathered(
                rows,
                lambda row: [("time", *place) for place in _places(row)],
                lambda row: (f"{row.pupil}\n{row.school_unit}\n{row.month}", row.pupil),
            )
        )
        in_all = [key for key in pupils if not key[2]]
        self.counts.judge(
            gathered(own.items(), lambda one: self._bands_of(one[0][0], one[1]), lambda one: (one[0][1],) * 2),
            beside=in_all,
        )

    def _bands_of(self, unit: str, minutes: Sequence[int]) -> list[tuple[Any, ...]]:
        offered, valid, invalid = minutes
        if offered < max(1, self.bands.least_offered_minutes):
            return [("not_banded", unit)]
        absent = (valid + invalid) * 100
        since = max(since for since in self.bands.since if absent >= offered * since)
        at = [("at", unit, percent) for percent in AT if since >= percent]
        return [("banded", unit), ("band", unit, since), *at]

    def time(self, place: Place) -> Json:
        """How many pupils there are, and how much of their time they were absent."""
        offered, valid, invalid = (self.minutes[place, name] for name in MINUTES)
        keys = ("pupils", *place), ("time", *place)

        def of(minutes: int) -> float | None:
            return number(ratio(minutes, offered, "share", "nothing_offered"))

        told = {
            "offered_minutes": offered,
            "valid_absence_minutes": valid,
            "invalid_absence_minutes": invalid,
            "absence": of(valid + invalid),
            "invalid_absence": of(invalid),
        }
        return {
            "pupils": self.counts.number(keys[0]),
            **{name: self.counts.shown(value, *keys) for name, value in told.items()},
        }

    def banded(self, unit: str) -> Json:
        """How many pupils are absent how much of their own time, in all or at a unit."""
        counts, whole = self.counts, ("pupils", unit, "")
        of = len(counts.members.get(("banded", unit), ()))
        ends = (*(end for _, end in pairwise(self.bands.since)), None)

        def number_of(*key: Any) -> Any:
            return counts.shown(counts.number(key), whole)

        return {
            "not_banded": number_of("not_banded", unit),
            "bands": [
                {"from": since, "to": end, "pupils": number_of("band", unit, since)}
                for since, end in zip(self.bands.since, ends, strict=True)
            ],
            **{
                f"at_least_{percent}_percent": counts.shown(
                    shares(len(counts.members.get(("at", unit, percent), ())), of),
                    whole,
                    ("banded", unit),
                    ("at", unit, percent),
                )
                for percent in AT
                if percent in self.bands.since
            },
        }


def _places(row: AttendanceRow) -> list[Place]:
    return [("", ""), (row.school_unit, ""), ("", row.month), (row.school_unit, row.month)]


def published_lessons(
    rows: Iterable[LessonRow], bands: Bands = DEFAULT, rule: SpellRule = attendance_lessons.DEFAULT
) -> tuple[Json, bool]:
    """The same from lessons, with weekdays, subjects, how much is reported, and pupils with spells."""
    every = list(rows)
    made, anything = published(_months(every), bands)
    counts: Counts[tuple[Any, ...]] = Counts()
    whole = _lessons(every, counts, "all", None)
    days = _lessons(every, counts, "weekday", lambda row: row.date.isoweekday())
    subjects = _lessons(every, counts, "subject", lambda row: row.subject)
    pupils = {row.pupil for row in every}
    found = {name: {each: each for each in inside} for name, inside in _with_spells(every, rule).items()}
    of_spells: Counts[str] = Counts()
    of_spells.judge({"pupils": {each: each for each in pupils}, **found})
    more = {
        "lessons": whole[""],
        "by_weekday": [{"weekday": day, **days[day]} for day in sorted(days)],
        "by_subject": [{"subject": name, **subjects[name]} for name in sorted(subjects, key=natural)],
        "spells": {
            "definition": attendance_report.definition_of(rule),
            **{
                name: of_spells.shown(shares(len(inside), len(pupils)), "pupils", name)
                for name, inside in found.items()
            },
        },
    }
    return made | more, anything


def _months(rows: Iterable[LessonRow]) -> list[Month]:
    added: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        minutes = added.setdefault((row.pupil, row.school_unit, f"{row.date:%Y-%m}"), [0, 0, 0])
        for at, each in enumerate((row.minutes, row.valid_absence_minutes, row.invalid_absence_minutes)):
            minutes[at] += each
    return [Month(pupil, unit, 0, month, *minutes) for (pupil, unit, month), minutes in added.items()]


def _lessons(
    rows: Sequence[LessonRow], counts: Counts[tuple[Any, ...]], name: str, part: Callable[[LessonRow], Any] | None
) -> dict[Any, Json]:
    """Lessons and minutes by what `part` says of each; those of few pupils hidden, and what they are told from."""
    inside: dict[Any, list[LessonRow]] = {}
    members: dict[tuple[Any, ...], dict[str, str]] = {}
    for at, row in enumerate(rows):
        each = part(row) if part else ""
        inside.setdefault(each, []).append(row)
        members.setdefault((name, each), {})[str(at)] = row.pupil
    counts.judge(members, beside=[("all", "")] if part else ())
    return {each: _counted(own, counts, (name, each)) for each, own in inside.items()}


def _counted(rows: Sequence[LessonRow], counts: Counts[tuple[Any, ...]], key: tuple[Any, ...]) -> Json:
    offered, invalid = sum(row.minutes for row in rows), sum(row.invalid_absence_minutes for row in rows)
    absent = invalid + sum(row.valid_absence_minutes for row in rows)
    said = sum(row.minutes for row in rows if row.reported is not None)
    told = {
        "lessons": len(rows),
        "offered_minutes": offered,
        "absence": number(ratio(absent, offered, "share", "nothing_offered")),
        "invalid_absence": number(ratio(invalid, offered, "share", "nothing_offered")),
        "reporting_rate": number(
            ratio(sum(row.minutes for row in rows if row.reported), said, "share", "nothing_said")
        ),
    }
    shown = {name: counts.shown(value, key) for name, value in told.items()}
    return shown | {"reporting_rate_of": attendance_report.REPORTING_RATE_OF}


def _with_spells(rows: Sequence[LessonRow], rule: SpellRule) -> dict[str, set[str]]:
    """The pupils who have any spell, repeated ones, and a long one."""
    found: dict[str, set[str]] = {"with_spells": set(), "repeated": set(), "long": set()}
    for spell in each_spell(lessons(rows), rule).to_pylist():
        found["with_spells"].add(spell["pupil"])
        if spell["near"]:
            found["repeated"].add(spell["pupil"])
        if spell["days"] >= rule.long_from:
            found["long"].add(spell["pupil"])
    return found
