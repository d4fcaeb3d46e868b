"""What came in laid out for counting: pupils who were made one stand under the key that was kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet
from kedjan.pupils.service import GivenUp
from kedjan.results.layouts import Layout, combined
from kedjan.results.values import Part
from kedjan_formats.coded import Coded
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa, pc = later("pyarrow"), later("pyarrow.compute")


def laid_out(
    by: Actor, layout: Layout, year: int, received: Sequence[DataSet], given_up: GivenUp, *, seen: int, new: Any = None
) -> Part:
    """Write what data sets as they came, and `new` rows after them, are together. Nothing of it is visible yet.

    `seen` is the version that is current.
    """
    came = [facts.rows_of(by=by, data_set=each) for each in received] + ([new] if new is not None else [])
    tables = [by_key_kept(each, given_up) for each in came]
    moved = frozenset(key for each in came for key in keys_moved(each, given_up))
    return Part(
        seen=seen,
        kept_until=layout.kept_until(year),
        combined=facts.store(by=by, table=combined(tables, layout)),
        made_of=tuple(each.id for each in received),
        joins=given_up.joins_of(moved),
        read=frozenset((each.id, each.sha256) for each in received),
    )


def by_key_kept(rows: Any, given_up: GivenUp) -> Any:
    """Return rows with each key that was given up replaced by the one that its pupil has now; in the same order."""
    if not keys_moved(rows, given_up):
        return rows
    leads_to = given_up.leads_to
    keys = Coded.of_arrow(rows["pupil"]).meaning(lambda key: leads_to.get(key, key)).to_arrow(pa.int32())
    return rows.set_column(rows.column_names.index("pupil"), "pupil", keys)


def keys_moved(rows: Any, given_up: GivenUp) -> frozenset[int]:
    """Return the keys that were given up and stand in some row."""
    if not given_up.steps:
        return frozenset()
    gone = pa.array(sorted(given_up.steps), type=pa.int32())
    return frozenset(pc.unique(rows["pupil"].filter(pc.is_in(rows["pupil"], value_set=gone))).to_pylist())
