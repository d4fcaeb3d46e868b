"""Results put in place, and undone: files are written first, unseen, and one transaction makes them what is counted."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.pupils import service as pupils
from kedjan.results.comparing import ids_in
from kedjan.results.erasing import erasures_asked
from kedjan.results.laying import laid_out
from kedjan.results.layouts import LAYOUTS, Layout
from kedjan.results.reading import SENDER_ID
from kedjan.results.values import Prepared
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

    Pupils who are new are registered. `versions` are those that the rows were compared with. What was received is
    written while it is combined with what came before.
    """
    layout, erased = LAYOUTS[kind], erasures_asked(by=by)
    given_up = pupils.given_up(by=by)
    table = _keyed(by, now, rows, layout)
    parts = {}
    with ThreadPoolExecutor(max_workers=1) as beside:
        for year, seen in sorted(versions.items()):
            mine = _by_pupil(table.filter(pc.equal(table["school_year"], year)) if len(versions) > 1 else table)
            received = beside.submit(facts.store, by=by, table=mine)
            earlier = facts.received(by=by, kind=kind, school_year=year)
            part = laid_out(by, layout, year, earlier, given_up, seen=seen, new=mine)
            made_of = (*part.made_of, facts.received_id(delivery, year))
            parts[year] = replace(part, made_of=made_of, received=received.result())
    return Prepared(kind, parts, given_up, erased)


def prepare_undoing(*, by: Actor, kind: FactKind, delivery: UUID, years: Mapping[int, int]) -> Prepared:
    """Write what the school years of a delivery are without it. `years` are the versions that are current."""
    layout = LAYOUTS[kind]
    given_up = pupils.given_up(by=by)
    parts = {}
    for year, seen in sorted(years.items()):
        left = [e for e in facts.received(by=by, kind=kind, school_year=year) if e.delivery != delivery]
        parts[year] = laid_out(by, layout, year, left, given_up, seen=seen)
    return Prepared(kind, parts, given_up)


def put(*, by: Actor, now: datetime, prepared: Prepared, delivery: UUID, undone: bool = False) -> None:
    """Make what was prepared current. To be called in the transaction that decides on the delivery.

    Raises `facts.Superseded` where somebody else has put anything of the same kind and school year in place since, or
    has made pupils one, or two again, or erased somebody from what it was laid out of, or whom new rows may be of.
    """
    given_up, read = pupils.held(by=by), {each for part in prepared.parts.values() for each in part.read}
    there = {(each.id, each.sha256) for each in facts.data_sets(by=by, ids=[each for each, _ in read])}
    nobody_erased = prepared.erased is None or prepared.erased == erasures_asked(by=by)
    if given_up != prepared.given_up or there != read or not nobody_erased:
        raise facts.Superseded("Somebody else has just put other results in place. Look again.")
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
    put_parts(by=by, now=now, prepared=prepared)


def put_parts(*, by: Actor, now: datetime, prepared: Prepared) -> None:
    """Make what was laid out current, in a transaction that has held what it was laid out by."""
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
            joins=part.joins,
        )


def _keyed(by: Actor, now: datetime, rows: Any, layout: Layout) -> Any:
    """Return the rows with pupils by key, which is what is stored: those that the comparison found, as far as they are
    there, and new ones."""
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
    keys = np.array([known[number] for number in numbers.values], dtype=np.int32)
    return pa.table({"pupil": keys[numbers.codes], **{name: rows[name] for name in layout.said}})


def _by_pupil(rows: Any) -> Any:
    """The rows sorted by pupil, as they are in most files."""
    pupil = rows["pupil"].to_numpy()
    return rows if (pupil[1:] >= pupil[:-1]).all() else rows.take(np.argsort(pupil, kind="stable"))
