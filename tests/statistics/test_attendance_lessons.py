"""Attendance from lessons: weekdays, subjects, reporting rate and spells, counted as on paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics import attendance
from kedjan_statistics.attendance_laid import absent_days, by_day, spells_laid
from kedjan_statistics.attendance_lessons import (
    DEFAULT,
    SpellRule,
    lessons,
    months,
    of_columns,
    rolled_up,
    sliced,
    spells,
)
from kedjan_statistics.attendance_report import report_lessons
from kedjan_statistics.engine import fetch
from kedjan_statistics.figure import Figure, Missing

MONDAY = dt.date(2026, 1, 12)


class Lesson(NamedTuple):
    pupil: str
    date: dt.date
    minutes: int = 60
    valid_absence_minutes: int = 0
    invalid_absence_minutes: int = 0
    reported: bool | None = True
    subject: str = "MA"
    school_unit: str = "A"


def day(number: int) -> dt.date:
    """A school day by its number, weekends left out."""
    return MONDAY + dt.timedelta(days=number // 5 * 7 + number % 5)


def days(pupil: str, pattern: str) -> list[Lesson]:
    """A lesson a day: x absent, . there."""
    return [Lesson(pupil, day(number), 60, 60 if sign == "x" else 0) for number, sign in enumerate(pattern)]


@pytest.mark.parametrize(
    ("pattern", "by_days", "repeated", "long"),
    [
        (".....", {}, 0, 0),
        ("x", {1: 1}, 0, 0),
        ("...xx..", {2: 1}, 0, 0),
        ("....xx...", {2: 1}, 0, 0),  # Friday and Monday are one spell
        ("x.x.x", {1: 3}, 1, 0),
        ("x.........x.........x", {1: 3}, 0, 0),  # the third begins 28 days after the first
        ("x.........x........x", {1: 3}, 1, 0),  # and here 25 days after it
        ("xxxxxxxxx.", {9: 1}, 0, 0),
        ("xxxxxxxxxx", {10: 1}, 0, 1),
        ("xx.x.xx", {1: 1, 2: 2}, 1, 0),
    ],
)
def test_a_spell_is_of_days_in_a_row_when_there_were_lessons(
    pattern: str, by_days: dict[int, int], repeated: int, long: int
) -> None:
    found = spells(lessons(days("p", pattern)))
    assert (found.by_days, found.pupils_repeated, found.pupils_long) == (by_days, repeated, long)
    assert (found.pupils, found.spells) == (1, sum(by_days.values()))


@pytest.mark.parametrize(("minutes", "spell"), [(0, 0), (59, 0), (60, 1), (120, 1)])
def test_half_the_days_time_makes_a_day_of_absence(minutes: int, spell: int) -> None:
    first = Lesson("p", MONDAY, 60, min(minutes, 60))
    assert spells(lessons([first, Lesson("p", MONDAY, 60, 0, max(minutes - 60, 0))])).spells == spell


def test_absence_where_nothing_was_offered_is_a_day_of_absence_by_any_rule() -> None:
    table = lessons([Lesson("p", MONDAY, 0, 0, 5), Lesson("p", day(1)), Lesson("q", MONDAY, 60, 0, 59)])
    for rule, many in ((DEFAULT, 2), (replace(DEFAULT, least_percent_of_day=99), 1)):
        assert spells(table, rule).spells == many
        assert spells_laid(absent_days(table), pupils=2, rule=rule) == spells(table, rule)


def test_what_is_not_reported_is_offered_and_what_is_not_said_is_no_rate() -> None:
    found = sliced(
        lessons([Lesson("p", MONDAY), Lesson("p", day(1), 40, reported=False), Lesson("q", MONDAY, reported=None)]),
        by=["weekday"],
    )
    assert found[1,].reporting_rate == Figure(60, 60, "share")
    assert found[2,].reporting_rate == Figure(0, 40, "share")
    assert isinstance(sliced(lessons([Lesson("q", MONDAY, reported=None)]), by=())[()].reporting_rate, Missing)


def test_a_report_says_how_each_number_is_defined() -> None:
    rows = [*days("p", "xx.x.x"), Lesson("q", day(4), 60, 0, 15, subject="SV")]
    found = report_lessons(rows)
    assert found["spells"]["definition"]["repeated"] == "3 that begin within 28 days"
    assert found["spells"]["definition"]["absent_at_least_percent_of_day"] == 50
    assert found["spells"]["repeated"]["pupils"] == 1 and found["spells"]["repeated"]["of"] == 2
    assert found["by_weekday"][0] == {
        "weekday": 1,
        "lessons": 2,
        "offered_minutes": 120,
        "absence": 1.0,
        "invalid_absence": 0.0,
        "reporting_rate": 1.0,
        "reporting_rate_of": "offered minutes of lessons of which the file says whether they were reported",
    }
    assert [(one["subject"], one["absence"]) for one in found["by_subject"]] == [("MA", 4 / 6), ("SV", 0.25)]
    assert (found["pupils"], found["definition"]["of"]) == (2, "offered minutes")
    assert report_lessons([])["lessons"]["absence"] is None


def on_paper(rows: Sequence[Lesson], rule: SpellRule) -> tuple[dict[int, int], int, int]:
    by_days: dict[int, int] = {}
    repeated = long = 0
    for pupil in {row.pupil for row in rows}:
        own = [row for row in rows if row.pupil == pupil]
        begun: list[dt.date] = []
        lengths: list[int] = []
        was_away = False
        for date in sorted({row.date for row in own}):
            today = [row for row in own if row.date == date]
            absent = sum(row.valid_absence_minutes + row.invalid_absence_minutes for row in today)
            share = Fraction(100 * absent, sum(row.minutes for row in today))
            is_away = absent > 0 and share >= rule.least_percent_of_day
            if is_away and was_away:
                lengths[-1] += 1
            elif is_away:
                begun.append(date)
                lengths.append(1)
            was_away = is_away
        for length in lengths:
            by_days[length] = by_days.get(length, 0) + 1
        triples = zip(begun, begun[rule.times - 1 :], strict=False)
        repeated += any((last - first).days < rule.within_days for first, last in triples)
        long += any(length >= rule.long_from for length in lengths)
    return by_days, repeated, long


drawn = st.lists(
    st.tuples(
        st.sampled_from("pqr"), st.integers(0, 24), st.integers(1, 90), st.integers(0, 50), st.integers(0, 50),
        st.sampled_from([True, False, None]), st.sampled_from(["MA", "SV"]), st.sampled_from("AB"),
    ),
    min_size=1, max_size=60,
)  # fmt: skip
rules = st.builds(
    SpellRule, st.just("drawn"), st.integers(0, 100), st.integers(2, 4), st.integers(1, 40), st.integers(1, 6)
)


@settings(max_examples=40, deadline=None)
@given(drawn, rules)
def test_drawn_lessons_are_counted_as_on_paper(
    every: list[tuple[str, int, int, int, int, bool | None, str, str]], rule: SpellRule
) -> None:
    rows = [
        Lesson(pupil, day(at), minutes, minutes * valid // 100, minutes * invalid // 100, reported, subject, unit)
        for pupil, at, minutes, valid, invalid, reported, subject, unit in every
    ]
    table = lessons(rows)
    found = spells(table, rule)
    assert (dict(found.by_days), found.pupils_repeated, found.pupils_long) == on_paper(rows, rule)
    assert found.pupils == len({row.pupil for row in rows})
    assert spells_laid(absent_days(table), pupils=found.pupils, rule=rule) == found
    slices = sliced(table, by=["weekday", "subject"])
    assert rolled_up(slices, place=None) == {(): sliced(table, by=())[()]}
    for place, name in enumerate(("weekday", "subject")):
        assert list(rolled_up(slices, place=place).items()) == [
            (key, part) for (key,), part in sliced(table, by=[name]).items()
        ]
    in_days = by_day(stored(rows))
    assert spells(in_days, rule) == found
    assert told(months(in_days)) == told(months(table))
    for (weekday, subject), part in slices.items():
        own = [row for row in rows if row.date.isoweekday() == weekday and row.subject == subject]
        assert part.lessons == len(own)
        assert part.offered_minutes == sum(row.minutes for row in own)
        assert part.reported_minutes == sum(row.minutes for row in own if row.reported)
        assert part.said_minutes == sum(row.minutes for row in own if row.reported is not None)
        assert part.valid_absence_minutes == sum(row.valid_absence_minutes for row in own)
    summed = attendance.summarise(months(table)).total
    assert summed.offered_minutes == sum(row.minutes for row in rows)
    assert summed.pupils == found.pupils


def test_lessons_that_are_a_table_already_are_counted_the_same() -> None:
    every = [
        *days("a", "x.xx..xxxxxxxxxxx"),
        Lesson("b", dt.date(2026, 7, 31), 45, 0, 45, None, "SV"),
        Lesson("b", dt.date(1999, 12, 31), 40, 0, 0, False, "EN"),
    ]
    table, same = of_columns(stored(every)), lessons(every)
    for by in ((), ("weekday",), ("subject",), ("month",)):
        assert sliced(table, by=by) == sliced(same, by=by)
    assert spells(table) == spells(same)


def stored(every: Sequence[Lesson]) -> ibis.Table:
    """Lessons as they lie in a data set."""
    names = ("pupil", "school_unit", "subject", "date", "minutes", *ABSENCE, "reported")
    return ibis.memtable(pa.table({name: [getattr(each, name) for each in every] for name in names}))


def told(table: ibis.Table) -> list[tuple[str, ...]]:
    """Return the rows of a table of months, in no order."""
    names = ("pupil", "school_unit", "month", *attendance.MINUTES)
    return sorted(tuple(str(row[name]) for name in names) for row in fetch(table).to_pylist())


ABSENCE = ("valid_absence_minutes", "invalid_absence_minutes")
