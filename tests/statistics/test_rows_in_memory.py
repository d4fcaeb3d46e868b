"""Rows that were counted in memory are let go of: an engine that held them would have every pupil's in the end."""

import gc
import weakref

import ibis
import pyarrow as pa

from kedjan_statistics.loops_table import fetch


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
