"""Rows of a file held against what is in place: new, changed or unchanged, with what was told before."""

from typing import TYPE_CHECKING, Any

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.pupils import service as pupils
from kedjan.results.layouts import LAYOUTS, Layout, last_told
from kedjan.results.values import Compared, LedgerState
from kedjan_formats.coded import Coded
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import fetch

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    ibis, pa, pc = later("ibis"), later("pyarrow"), later("pyarrow.compute")


def compare(*, by: Actor, kind: FactKind, rows: Any) -> Compared:
    """Hold an understood file's rows against what is in place for its school years; nothing changes."""
    layout = LAYOUTS[kind]
    years = sorted(pc.unique(rows["school_year"]).to_pylist())
    versions = facts.versions(by=by, kind=kind, years=years)
    numbers = Coded.of_arrow(rows["pupil"])
    known = pupils.keys_of(by=by, numbers=numbers.values)
    keyed = rows.append_column("key", numbers.meaning(known.get).to_arrow(pa.int32()))
    tables = _in_place(by, layout, years)
    if not tables or not known:
        return Compared(_all_new(keyed, layout), versions)
    return Compared(_held(keyed, last_told(tables, layout), layout), versions)


def _all_new(keyed: Any, layout: Layout) -> Any:
    """Return what a comparison with nothing says."""
    table = keyed.select(["number", "pupil", "key", *layout.said])
    state = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), len(table)), [LedgerState.NEW.value])
    table = table.append_column("state", state)
    for name in layout.told:
        table = table.append_column(f"was_{name}", pa.nulls(len(table), table.schema.field(name).type))
    return table


def _in_place(by: Actor, layout: Layout, years: list[int]) -> list[Any]:
    return [
        facts.rows_of(by=by, data_set=each)
        for year in years
        for each in facts.received(by=by, kind=layout.kind, school_year=year)
    ]


def _held(keyed: Any, told: Any, layout: Layout) -> Any:
    new = ibis.memtable(keyed)
    was = told.select(
        key="pupil", **{f"key_{name}": name for name in layout.key}, **{f"was_{n}": n for n in layout.said}
    )
    joined = new.left_join(was, ["key", *((name, f"key_{name}") for name in layout.key)])
    same = ibis.literal(True)
    for name in layout.told:
        same = same & joined[name].identical_to(joined[f"was_{name}"])
    state = ibis.cases(
        (joined[f"key_{layout.key[0]}"].isnull(), LedgerState.NEW.value),
        (same, LedgerState.UNCHANGED.value),
        else_=LedgerState.CHANGED.value,
    )
    columns = ("number", "pupil", "key", *layout.said)
    chosen = joined.mutate(state=state).select(
        *columns, "state", **{f"was_{name}": joined[f"was_{name}"] for name in layout.told}
    )
    return fetch(chosen.order_by("number", *layout.key))
