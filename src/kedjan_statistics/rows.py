"""Rows of what is told of pupils, laid out as Ibis tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
else:
    ibis, pa = later("ibis"), later("pyarrow")

__all__ = ["PupilRow", "as_table"]


class PupilRow(Protocol):
    """What each row of results has: whose it is, where and when; a school year is that in which it ends."""

    @property
    def pupil(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def school_unit(self) -> str: ...
    @property
    def school_year(self) -> int: ...
    @property
    def grade_level(self) -> int: ...


def as_table(rows: Iterable[object], kinds: Mapping[str, str]) -> ibis.Table:
    """The rows as one Ibis table: a column for each of their fields in `kinds`, of the type that Arrow calls so."""
    every = tuple(rows)
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in kinds.items()])
    return ibis.memtable(pa.table({name: [getattr(row, name) for row in every] for name in kinds}, schema=schema))
