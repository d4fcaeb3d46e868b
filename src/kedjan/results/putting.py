"""Results put in place, and undone: files are written first, unseen, and one transaction makes them what is counted."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet, FactKind
from kedjan.pupils import service as pupils
from kedjan.results.comparing import ids_in
from kedjan.results.layouts import LAYOUTS, Layout, combined
from kedjan.results.reading import SENDER_ID
from kedjan.results.values import Part, Prepared
from kedjan_formats.coded import NONE, Coded
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    np, pa, pc = later("numpy"), later("pyarrow"), later("pyarrow.compute")


def prepare(
    *, by: Actor, now: datetime, kind: FactKind, rows: Any, versions: Mapping[int, int], delivery: UUID
) -> Prepared:
    """Write what accepting a delivery's rows gives, for each of its school years. Nothing of it is visible yet.

    Pupils who are new are registered. `versions` are those that the rows were compared with.
    """
    layout = LAYOUTS[kind]
    keys = _keys(by, now, rows)
    table = _keyed(rows, keys, layout)
    parts = {}
    for year, seen in sorted(versions.items()):
        mine = _by_pupil(table.filter(pc.equal(table["school_year"], year)) if len(versions) > 1 else table)
        earlier = facts.received(by=by, kind=kind, school_year=year)
        made = combined([*(facts.rows_of(by=by, data_set=each) for each in earlier), mine], layout)
        parts[year] = Part(
            seen=seen,
            kept_until=layout.kept_until(year),
            combined=facts.store(by=by, table=made),
            made_of=(*(each.id for each in earlier), facts.received_id(delivery, year)),
            received=facts.store(by=by, table=mine),
        )
    return Prepared(kind, parts)


def prepare_undoing(*, by: Actor, kind: FactKind, delivery: UUID, years: Mapping[int, int]) -> Prepared:
    """Write what the school years of a delivery are without it. `years` are the versions that are current."""
    layout = LAYOUTS[kind]
    parts = {}
    for year, seen in sorted(years.items()):
        left = [e for e in facts.received(by=by, kind=kind, school_year=year) if e.delivery != delivery]
        parts[year] = _without(by, layout, year, seen, left)
    return Prepared(kind, parts)


def put(*, by: Actor, now: datetime, prepared: Prepared, delivery: UUID, undone: bool = False) -> None:
    """Make what was prepared current. To be called in the transaction that decides on the delivery.

    Raises `facts.Superseded` where somebody else has put anything of the same kind and school year in place since.
    """
    if undone:
        facts.end_received(by=by, now=now, delivery=delivery)
    received = {year: part.received for year, part in prepared.parts.items() if part.received}
    facts.put_received(
        by=by,
        now=now,
        kind=prepared.kind,
        parts=received,
        delivery=delivery,
        kept_until={year: part.kept_until for year, part in prepared.parts.items()},
    )
    for year, part in prepared.parts.items():
        facts.put_combined(
            by=by,
            now=now,
            kind=prepared.kind,
            school_year=year,
            stored=part.combined,
            made_of=part.made_of,
            seen=part.seen,
            kept_until=part.kept_until,
        )


def _without(by: Actor, layout: Layout, year: int, seen: int, left: list[DataSet]) -> Part:
    made = combined([facts.rows_of(by=by, data_set=each) for each in left], layout)
    return Part(
        seen=seen,
        kept_until=layout.kept_until(year),
        combined=facts.store(by=by, table=made),
        made_of=tuple(each.id for each in left),
    )


def _keys(by: Actor, now: datetime, rows: Any) -> dict[str, int]:
    """Return every pupil's key by number: those that the comparison found, as far as they are there, and new ones."""
    numbers, found = Coded.of_arrow(rows["pupil"]), Coded.of_arrow(rows["key"])
    first = np.full(len(numbers.values), NONE)
    first[numbers.codes] = found.codes
    told = {number: found.values[at] for number, at in zip(numbers.values, first, strict=True) if at != NONE}
    there = pupils.present(by=by, keys=set(told.values()))
    known = {number: key for number, key in told.items() if key in there}
    lacking = [number for number in numbers.values if number not in known]
    known |= pupils.register(by=by, now=now, numbers=lacking) if lacking else {}
    if SENDER_ID in rows.column_names:
        pupils.tie(by=by, now=now, ids=ids_in(rows))
    return known


def _keyed(rows: Any, keys: Mapping[str, int], layout: Layout) -> Any:
    """The rows with pupils by key: what is stored."""
    pupil = Coded.of_arrow(rows["pupil"]).meaning(keys.__getitem__).to_arrow(pa.int32())
    return pa.table({"pupil": pupil, **{name: rows[name] for name in layout.said}})


def _by_pupil(rows: Any) -> Any:
    """The rows sorted by pupil, as they are in most files."""
    pupil = rows["pupil"].to_numpy()
    return rows if (pupil[1:] >= pupil[:-1]).all() else rows.take(np.argsort(pupil, kind="stable"))
