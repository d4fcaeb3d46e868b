"""Files of the same kind as the published one are right too: Ibis and plain counting agree on drawn rows."""

from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from kedjan_statistics import loops
from kedjan_statistics.engine import fetch
from tests.statistics import loops_twin as twin

TAGS = ("Bra", "Dåliga", "Okej", "Vi vet", "Övrigt", "Aldrig använd")
AREAS = ("Förskola", "Grundskola", "Gymnasieskola", "Särskola")
GROUPS = {"Gymnasium och särskola": ["Gymnasieskola", "Särskola"], "Alla barn": ["Förskola", "Grundskola"]}

LOOP = st.builds(
    loops.Loop,
    st.sampled_from(["01", "02", "05a", "10"]),
    st.sampled_from(AREAS),
    st.sampled_from([f"L{number}" for number in range(7)]),
    st.none() | st.integers(-2, 2),
    st.sets(st.sampled_from(TAGS[:-1])).map(tuple),
)
ROWS = st.lists(LOOP, max_size=40)
drawn = settings(deadline=None, max_examples=40)


@drawn
@given(ROWS)
def test_every_slice_is_what_plain_counting_gives(rows: list[loops.Loop]) -> None:
    summary = loops.summarise(rows, TAGS, GROUPS)
    found: dict[Any, loops.Slice] = {(None, None): summary.total}
    found |= {(name, None): part for name, part in summary.by_assignment.items()}
    found |= {(None, name): part for name, part in summary.by_area.items()}
    found |= summary.by_assignment_and_area
    assert {key: asdict(part) for key, part in found.items()} == twin.slices(rows, TAGS, GROUPS)


@drawn
@given(ROWS)
def test_the_expressions_give_the_same_as_the_plain_slices(rows: list[loops.Loop]) -> None:
    table, expected = loops.table(rows, TAGS), twin.slices(rows, TAGS, GROUPS)
    by_area = fetch(loops.counts(loops.regrouped(table, GROUPS), TAGS, by=["area"])).to_pylist()
    assert {row["area"]: _counted(row) for row in by_area} == {
        key[1]: _counted(part) for key, part in expected.items() if key[0] is None and key[1] and part["loops"]
    }
    (total,) = fetch(loops.counts(table, TAGS, by=[])).to_pylist()
    assert _counted(total) == _counted(expected[None, None])
    uses = fetch(loops.tag_counts(table, TAGS, by=["assignment"])).to_pylist()
    assert {(row["assignment"], row["tag"]): row["tag_loops"] for row in uses} == {
        (key[0], tag): part["tag_loops"][number]
        for key, part in expected.items()
        if key[0] and key[1] is None
        for number, tag in enumerate(TAGS)
    }


@drawn
@given(ROWS)
def test_every_pair_is_what_plain_counting_gives(rows: list[loops.Loop]) -> None:
    table = loops.table(rows, TAGS)
    found, expected = loops.pair_list(table, TAGS), twin.pairs(rows, TAGS)
    exact = ("a", "b", "loops", "persons", "expected", "lift", "jaccard")
    assert [{name: getattr(pair, name) for name in exact} for pair in found] == [
        {name: pair[name] for name in exact} for pair in expected
    ]
    assert [pair.p for pair in found] == pytest.approx([pair["p"] for pair in expected])
    assert [pair.q for pair in found] == pytest.approx(twin.rates([pair["p"] for pair in expected]))
    together = loops.summary_and_pairs(table, TAGS, GROUPS)
    assert together == (loops.summarise(table, TAGS, GROUPS), found)


@given(st.dictionaries(st.integers(0, 60), st.fractions(0, 1, max_denominator=12), max_size=60))
def test_the_largest_cells_are_the_same_by_hand(cells: dict[int, Fraction]) -> None:
    assert set(loops.largest(cells).marked) == twin.marked(cells)


@drawn
@given(ROWS)
def test_the_spread_between_areas_is_the_same_by_hand(rows: list[loops.Loop]) -> None:
    areas = {row.area: [row.area] for row in rows} | GROUPS
    for found in loops.emotion_spread(loops.summarise(rows, TAGS, GROUPS)):
        expected = twin.spread([row for row in rows if row.assignment == found.assignment], areas)
        if expected is None:
            assert found.lowest.mean is found.difference is None
        else:
            assert (set(found.lowest.areas), set(found.highest.areas), found.difference) == expected


@settings(deadline=None, max_examples=15)
@given(st.lists(st.sets(st.integers(0, 61)), min_size=1, max_size=12))
def test_a_tag_set_as_large_as_a_mask_is_counted_right(chosen: list[set[int]]) -> None:
    tags = tuple(f"Tagg {number}" for number in range(62))
    rows = [
        loops.Loop("1", "Skola", f"L{n % 3}", None, tuple(tags[tag] for tag in some)) for n, some in enumerate(chosen)
    ]
    found = [(pair.loops, pair.persons) for pair in loops.pair_list(loops.table(rows, tags), tags)]
    assert found == [(pair["loops"], pair["persons"]) for pair in twin.pairs(rows, tags)]


@drawn
@given(ROWS)
def test_more_cells_than_a_word_has_bits_still_tell_persons_apart(rows: list[loops.Loop]) -> None:
    spread_out = [row._replace(area=f"{row.area} {n}") for n, row in enumerate(rows * 2)]
    summary = loops.summarise(spread_out, TAGS)
    assert summary.total.persons == len({row.respondent for row in rows})
    assert {name: part.persons for name, part in summary.by_assignment.items()} == {
        name: len({row.respondent for row in rows if row.assignment == name}) for name in summary.by_assignment
    }


def _counted(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("loops", "persons", "tags", "emotion_answers", "emotion_sum")}


# Ibis 12 asks for a schema by a name that DuckDB 2 has put out of use; the answer is the same.
@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
def test_rows_in_a_parquet_file_give_the_same_as_rows_in_memory(tmp_path: Path) -> None:
    rows = [loops.Loop("01", "Förskola", "F1", 1, ("Bra",)), loops.Loop("01", "Skola", "F1", None, ("Bra", "Okej"))]
    parquet.write_table(fetch(loops.table(rows, TAGS)), tmp_path / "loops.parquet")
    kept = ibis.duckdb.connect().read_parquet(tmp_path / "loops.parquet")
    assert loops.summary_and_pairs(kept, TAGS) == loops.summary_and_pairs(loops.table(rows, TAGS), TAGS)
