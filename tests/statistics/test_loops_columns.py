"""Loops held as columns: the same numbers as of the table they came from, of all of them and of some."""

from datetime import date

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics import loops
from kedjan_statistics import loops_where as where
from tests.statistics.loops_sets_twin import sets
from tests.statistics.loops_twin import slices

TAGS = ("Bra", "Dåliga", "Okej", "Vi vet", "Aldrig använd")
GROUPS = {"Alla barn": ["Förskola", "Grundskola"]}
LOOP = st.builds(
    loops.Loop,
    st.sampled_from(["01", "02", "05a"]),
    st.sampled_from(["Förskola", "Grundskola", "Gymnasieskola"]),
    st.sampled_from([f"L{number}" for number in range(7)]),
    st.none() | st.integers(-2, 2),
    st.sets(st.sampled_from(TAGS[:-1])).map(tuple),
)
ROWS = st.lists(LOOP, max_size=30)
drawn = settings(deadline=None, max_examples=40)


@drawn
@given(ROWS)
def test_columns_are_counted_as_the_table_they_came_from(rows: list[loops.Loop]) -> None:
    table = loops.table(rows, TAGS)
    for held in (loops.columns(rows, TAGS), loops.columns(table, TAGS)):
        assert loops.summarise(held, TAGS, GROUPS) == loops.summarise(table, TAGS, GROUPS)
        assert len(held) == len(rows)


@drawn
@given(ROWS)
def test_some_of_the_loops_are_counted_as_if_the_others_had_never_been(rows: list[loops.Loop]) -> None:
    held, expression = loops.columns(rows, TAGS), where.parse("all(any(tag:Bra;emotion:none,1);not(area:Förskola))")
    some = held.having(loops.matching(held, expression, TAGS))
    left = [row for row in rows if ("Bra" in row.tags or row.emotion in (None, 1)) and row.area != "Förskola"]
    summary = loops.summarise(some, TAGS)
    assert {None: summary.total.loops, **{name: part.loops for name, part in summary.by_assignment.items()}} == {
        place: part["loops"] for (place, area), part in slices(left, TAGS, {}).items() if area is None
    }
    assert summary == loops.summarise(left, TAGS)
    found, expected = loops.combinations(some, TAGS, 3, fewest=2), sets(left, TAGS, 3, 2)
    assert [(one.tags, one.loops, one.persons) for one in found.found] == [
        (one["tags"], one["loops"], one["persons"]) for one in expected
    ]
    alone = loops.combinations(loops.columns(left, TAGS), TAGS, 3, fewest=2)
    assert [(one.by_chance, one.p, one.q) for one in found.found] == [
        pytest.approx((one.by_chance, one.p, one.q)) for one in alone.found
    ]


def test_the_day_of_a_loop_goes_along_and_an_unknown_one_is_none() -> None:
    rows = [loops.Loop("01", "Skola", name, 0, ()) for name in "ABC"]
    days = pa.array([date(2026, 11, 3), None, date(1969, 12, 31)], pa.date32())
    table = ibis.memtable(loops.table(rows, TAGS).to_pyarrow().append_column("answered_on", days))
    held = loops.columns(table, TAGS)
    for line, expected in (
        ("period:2026-11-03..", [True, False, False]),
        ("period:..2026-11-02", [False, False, True]),
        ("period:..", [True, False, True]),
        ("not(period:..)", [False, True, False]),
    ):
        assert loops.matching(held, where.parse(line), TAGS).tolist() == expected, line


def test_sets_are_the_same_however_many_loops_are_carried_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    dealt = np.random.default_rng(5)
    rows = [
        loops.Loop("01", "Skola", f"L{n // 3}", None, tuple(tag for tag in TAGS if dealt.random() < 0.5))
        for n in range(300)
    ]
    held = loops.columns(rows, TAGS)
    whole = loops.combinations(held, TAGS, 5)
    monkeypatch.setattr("kedjan_statistics.loops_grown.LOOPS_AT_ONCE", 1)
    assert len(whole.found) == 26
    assert loops.combinations(held, TAGS, 5) == whole
