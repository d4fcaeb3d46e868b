"""Rows that were counted in memory are let go of: an engine that held them would have every pupil's in the end."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

import ibis
import pyarrow as pa
import pytest

from kedjan_statistics.engine import asked, fetch


def rows() -> pa.Table:
    return pa.table({"pupil": pa.array([1, 2, 2], pa.int32()), "minutes": pa.array([10, 20, 30], pa.int32())})


def test_nothing_holds_what_was_counted() -> None:
    told = rows()
    held = weakref.ref(told)
    table = ibis.memtable(told)
    assert fetch(table.aggregate(minutes=table.minutes.sum())).to_pylist() == [{"minutes": 60}]
    del told, table
    gc.collect()
    assert held() is None


def test_the_same_rows_are_counted_again_and_beside_others() -> None:
    table = ibis.memtable(rows())
    each = table.group_by("pupil").aggregate(minutes=table.minutes.sum())
    two = ibis.memtable(fetch(each.filter(each.minutes > 10)))
    for _ in range(2):
        here = table.semi_join(two, "pupil")
        assert fetch(here.aggregate(rows=here.count())).to_pylist() == [{"rows": 2}]


def test_what_comes_back_is_of_the_kinds_that_were_asked_for() -> None:
    table = ibis.memtable(rows())
    asked = table.aggregate(minutes=table.minutes.sum(), most=table.minutes.max(), pupils=table.pupil.nunique())
    assert fetch(asked).schema.equals(asked.schema().to_pyarrow())


def more(table: ibis.Table, *, than: int) -> ibis.Table:
    each = table.group_by("pupil").aggregate(minutes=table.minutes.sum())
    return each.filter(each.minutes > than)


def of_some(table: ibis.Table, some: ibis.Table) -> ibis.Table:
    here = table.semi_join(some, "pupil")
    return here.aggregate(minutes=here.minutes.sum())


def minutes_of(pupil: int, minutes: list[int]) -> ibis.Table:
    return ibis.memtable(
        pa.table({"pupil": pa.array([pupil] * len(minutes), pa.int32()), "minutes": pa.array(minutes, pa.int32())})
    )


def test_a_question_that_was_asked_before_is_asked_of_these_rows_and_with_what_is_given_now() -> None:
    for rows_now, than, found in (([10, 20], 5, 30), ([7], 5, 7), ([7], 6, 7), ([40, 40, 1], 5, 81)):
        table = minutes_of(1, rows_now)
        assert asked(more, table, than=than).to_pylist() == [{"pupil": 1, "minutes": found}]
        assert asked(more, table, than=than).equals(fetch(more(table, than=than)))
        assert asked(more, table, than=found).num_rows == 0


def test_a_question_of_other_columns_is_another() -> None:
    kinds = (pa.int8(), pa.int64(), pa.string())
    tables = [
        ibis.memtable(pa.table({"pupil": pa.array([1, 1], pa.int32()).cast(kind), "minutes": [1, 2]})) for kind in kinds
    ]
    found = [asked(more, table, than=0) for table in tables]
    assert [each.schema.field("pupil").type for each in found] == list(kinds)
    assert [each["minutes"].to_pylist() for each in found] == [[3]] * 3


@pytest.mark.filterwarnings("ignore:fetch_arrow_table")  # Ibis asks so for the columns of a table that it has made
def test_a_question_of_an_expression_or_of_another_engine_is_asked_where_it_lives() -> None:
    table = minutes_of(1, [1, 2, 30])
    assert asked(more, table.filter(table.minutes < 10), than=0)["minutes"].to_pylist() == [3]
    engine = ibis.duckdb.connect()
    assert asked(more, engine.create_table("told", table), than=0)["minutes"].to_pylist() == [33]
    assert asked(of_some, table, table.filter(table.minutes > 100))["minutes"].to_pylist() == [None]


def test_threads_ask_the_same_of_their_own_rows() -> None:
    def many(pupil: int) -> list[int]:
        table = minutes_of(pupil, [pupil] * 2000)
        some = minutes_of(pupil, [0])
        return [asked(of_some, table, some)["minutes"].to_pylist()[0] for _ in range(20)]

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(many, range(1, 9)))
    assert found == [[2000 * pupil] * 20 for pupil in range(1, 9)]


def test_nothing_holds_what_a_question_was_asked_of() -> None:
    told = rows()
    held = weakref.ref(told)
    asked(more, ibis.memtable(told), than=0)
    del told
    gc.collect()
    assert held() is None


def test_a_question_that_brings_rows_of_its_own_is_refused() -> None:
    own = minutes_of(1, [1])

    def brings(table: ibis.Table) -> ibis.Table:
        return table.semi_join(own, "pupil")

    with pytest.raises(ValueError, match="given to it as tables"):
        asked(brings, minutes_of(1, [1]))
