"""Time absent and pupils absent much are different figures; bands by open thresholds, counted as on paper."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics import attendance
from kedjan_statistics.attendance import DEFAULT, Month
from kedjan_statistics.attendance_report import report
from kedjan_statistics.figure import Figure

HOUR = 60


def a_month(
    pupil: str, offered: int, valid: int, invalid: int = 0, *, unit: str = "A", month: str = "2025-09"
) -> Month:
    return Month(pupil, unit, 8, month, offered * HOUR, valid * HOUR, invalid * HOUR)


def test_mean_absence_is_not_the_share_of_pupils_who_are_absent_much() -> None:
    rows = [a_month(pupil, 100, hours) for pupil, hours in zip("abcd", (8, 12, 40, 3), strict=True)]
    total = attendance.summarise(attendance.table(rows)).total
    assert isinstance(total.absence, Figure)
    assert total.absence.value == Fraction("0.1575")
    assert total.absent(10) == 2
    assert total.bands == {0: 1, 5: 1, 10: 1, 15: 0, 20: 1, 50: 0}


@pytest.mark.parametrize(
    ("minutes", "band"),
    [
        (0, 0),
        (299, 0),
        (300, 5),
        (599, 5),
        (600, 10),
        (899, 10),
        (900, 15),
        (1200, 20),
        (2999, 20),
        (3000, 50),
        (6000, 50),
    ],
)
def test_a_band_begins_at_its_very_minute(minutes: int, band: int) -> None:
    total = attendance.summarise(attendance.table([Month("p", "A", 8, "2025-09", 6000, 0, minutes)])).total
    assert [since for since, pupils in total.bands.items() if pupils] == [band]
    assert [since for since, pupils in total.invalid_bands.items() if pupils] == [band]


def test_who_is_offered_under_forty_hours_is_in_no_band_but_in_the_time() -> None:
    found = report([a_month("little", 39, 39), a_month("enough", 40, 0, 4)])
    assert (found["pupils"], found["not_banded"]) == (2, 1)
    assert found["at_least_10_percent"] == {
        "pupils": 1,
        "of": 1,
        "share": 1.0,
        "low": pytest.approx(0.2065, abs=1e-4),
        "high": 1.0,
    }
    assert found["absence"] == (39 + 4) / 79
    assert found["definition"]["least_offered_minutes"] == 2400


def test_a_pupil_is_banded_by_their_own_time_in_each_slice() -> None:
    rows = [
        a_month("p", 100, 0, 30, unit="A", month="2025-09"),
        a_month("p", 100, 0, 0, unit="B", month="2025-10"),
    ]
    found = attendance.summarise(attendance.table(rows))
    assert found.total.bands[15] == found.total.pupils == 1
    assert (found.by_school_unit["A"].bands[20], found.by_school_unit["B"].bands[0]) == (1, 1)
    assert list(found.by_school_unit_and_month) == [("A", "2025-09"), ("B", "2025-10")]


def test_nobody_is_no_number_and_a_threshold_that_is_none_is_refused() -> None:
    found = report([a_month("p", 0, 0)])
    assert found["absence"] is None
    assert found["at_least_20_percent"]["share"] is None
    total = attendance.summarise(attendance.table([a_month("p", 100, 1)])).total
    with pytest.raises(ValueError, match="no band begins at 12 %"):
        total.absent(12)


def on_paper(rows: Sequence[Month], since: int) -> int:
    pupils = {row.pupil for row in rows}
    ends = dict(zip(DEFAULT.since, (*DEFAULT.since[1:], None), strict=True))
    found = 0
    for pupil in pupils:
        own = [row for row in rows if row.pupil == pupil]
        offered = sum(row.offered_minutes for row in own)
        absent = sum(row.valid_absence_minutes + row.invalid_absence_minutes for row in own)
        end = ends[since]
        share = Fraction(100 * absent, offered) if offered else Fraction(0)
        found += offered >= 2400 and share >= since and (end is None or share < end)
    return found


drawn = st.lists(
    st.tuples(
        st.sampled_from("pqrst"), st.sampled_from(["A", "B"]), st.sampled_from(["2025-09", "2025-10", "2025-11"]),
        st.integers(0, 4000), st.integers(0, 100), st.integers(0, 100),
    ),
    min_size=1, max_size=20, unique_by=lambda row: row[:3],
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(drawn)
def test_drawn_months_are_counted_as_on_paper(every: list[tuple[str, str, str, int, int, int]]) -> None:
    rows = [
        Month(pupil, unit, 8, month, offered, offered * valid // 200, offered * invalid // 200)
        for pupil, unit, month, offered, valid, invalid in every
    ]
    found = attendance.summarise(attendance.table(rows))
    slices = [(found.total, rows)]
    slices += [(part, [row for row in rows if row.school_unit == unit]) for unit, part in found.by_school_unit.items()]
    slices += [(part, [row for row in rows if row.month == month]) for month, part in found.by_month.items()]
    for part, own in slices:
        assert part.bands == {since: on_paper(own, since) for since in DEFAULT.since}
        assert part.pupils == len({row.pupil for row in own}) == sum(part.bands.values()) + part.not_banded
        assert part.offered_minutes == sum(row.offered_minutes for row in own)
        assert part.invalid_absence_minutes == sum(row.invalid_absence_minutes for row in own)
