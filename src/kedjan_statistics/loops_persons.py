"""How many persons stand behind a set of loops: the distinct respondents, never the number of answers.

Every set of interest is a bit. Each loop has the bits of the sets it is in; a respondent has the bits of any of their
loops; a set's persons are the respondents with its bit. One pass over the loops then answers for all sets at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kedjan_statistics.engine import fetch
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray
else:
    ibis = later("ibis")
    np = later("numpy")
    pa = later("pyarrow")


__all__ = ["BITS", "Lookup", "Memberships", "memberships", "words"]

BITS = 62
"""Bits used of each signed 64-bit word."""


@cache
def _set_bits() -> NDArray[np.int64]:
    """Which bits are set in each of the 256 bytes."""
    return np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(np.int64)


type Words = NDArray[np.int64]


class Memberships:
    """Which sets each respondent is in: a column of 62 sets per word, a row per respondent, in no order."""

    def __init__(self, columns: Sequence[Words]) -> None:
        self._columns = columns

    def each(self) -> list[int]:
        """Persons in each set, in the order of the sets; padded with zeros to whole words."""
        return [count for column in self._columns for count in _ones(column)[:BITS]]

    def any_of(self, sets: Iterable[int]) -> int:
        """Persons in at least one of the sets: someone in two of them counts once."""
        wanted: dict[int, int] = {}
        for index in sets:
            wanted[index // BITS] = wanted.get(index // BITS, 0) | 1 << index % BITS
        if not wanted:
            return 0
        return int(np.count_nonzero(sum((self._columns[word] & bits) != 0 for word, bits in wanted.items())))


class Lookup(NamedTuple):
    """The loops with the key in row *r* are in the sets of row *r*.

    `keys`: columns of the loops, by name, together distinct. `sets`: one array per word, as long as the keys.
    """

    keys: Mapping[str, Any]
    sets: Sequence[Words]


def memberships(loops: ibis.Table, *lookups: Lookup) -> tuple[Memberships, ...]:
    """The respondents' sets, for each way of telling which sets a loop is in; all found in one pass."""
    joined, names = loops, []
    for number, (keys, sets) in enumerate(lookups):
        names.append([f"word_{number}_{word}" for word in range(len(sets))])
        known = ibis.memtable(pa.table({**keys, **dict(zip(names[-1], sets, strict=True))}))
        joined = joined.join(known, list(keys))
    bits = {name: joined[name].bit_or() for some in names for name in some}
    found = fetch(joined.group_by("respondent").aggregate(**bits).drop("respondent"))
    return tuple(Memberships([found[name].to_numpy() for name in some]) for some in names)


def words(sets: Sequence[int]) -> list[Words]:
    """One set per row as words: row *r* is in the set numbered `sets[r]`."""
    count = max(sets, default=0) // BITS + 1
    columns = [np.zeros(len(sets), np.int64) for _ in range(count)]
    for row, index in enumerate(sets):
        columns[index // BITS][row] = 1 << index % BITS
    return columns


def _ones(column: Words) -> list[int]:
    """How often each of the 64 bits is set, by way of how often each byte occurs in each of the 8 places."""
    octets = column.astype("<i8").view(np.uint8).reshape(-1, 8)
    places = (np.bincount(octets[:, place], minlength=256) @ _set_bits() for place in range(8))
    return [int(count) for place in places for count in place]
