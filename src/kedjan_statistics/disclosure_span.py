"""What follows exactly from published sums: the row span of the cells, in whole numbers.

A reader may add and subtract published cells as often as wanted. Each result is a row of the span: a weight per atom.
A row whose weights are all within atoms of 1..k-1 persons tells about these persons alone. That includes rows with
negative weights: the new total minus the old one, where a single loop was changed, is that person's change.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from math import gcd

type Row = dict[int, int]
"""Weights by column, zeros left out, without a common divisor."""


EFFORT = 3000
"""Steps of search in one lot of rows. Tables of a round take under a hundred, twenty areas and all."""


def few_person_rows(cells: Iterable[frozenset[int]], people: Sequence[frozenset[str]], k: int) -> list[Row]:
    """Rows of the cells' span that tell about 1..k-1 persons only; empty when there is none at all.

    Of rows that hang together one is returned: remove it (hide a cell) and ask again. In a tangle of cells where the
    search takes more than `EFFORT`, a row of k persons or more stands for what could not be ruled out.
    """
    large = {atom for atom, inside in enumerate(people) if len(inside) >= k}
    rows = _rows_over((dict.fromkeys(cell, 1) for cell in cells if cell), without=large)
    found = (_few_or_unproven(part, people, k) for part in _unconnected(rows))
    return [_more_than_less(row) for row in found if row is not None]


def _few_or_unproven(rows: list[Row], people: Sequence[frozenset[str]], k: int) -> Row | None:
    try:
        return _search(rows, _masks(rows, people), k, 0, count())
    except _TooTangled:
        return min(rows, key=lambda row: len(frozenset().union(*(people[atom] for atom in row))))


class _TooTangled(Exception):
    """The search took more than its effort."""


def _more_than_less(row: Row) -> Row:
    return row if sum(row.values()) >= 0 else {column: -weight for column, weight in row.items()}


def _rows_over(rows: Iterable[Row], without: set[int]) -> list[Row]:
    """A reduced basis of those rows of the span that are zero in the columns `without`."""
    pivots: dict[int, Row] = {}
    for row in rows:
        reduced = dict(row)
        while reduced:
            column = min(reduced, key=lambda c: (c not in without, c))
            if column not in pivots:
                pivots[column] = reduced
                break
            reduced = cancel(reduced, pivots[column], column)
    basis = {column: row for column, row in pivots.items() if column not in without}
    for column in sorted(basis, reverse=True):
        for other, row in basis.items():
            if other != column and column in row:
                basis[other] = cancel(row, basis[column], column)
    return list(basis.values())


def cancel(row: Row, by: Row, column: int) -> Row:
    """`row` less the multiple of `by` that makes `column` zero."""
    shared = gcd(row[column], by[column])
    times, less = by[column] // shared, row[column] // shared
    left = {c: weight * times for c, weight in row.items()}
    for c, weight in by.items():
        value = left.get(c, 0) - weight * less
        if value:
            left[c] = value
        else:
            left.pop(c, None)
    divisor = gcd(*left.values())
    return left if divisor <= 1 else {c: weight // divisor for c, weight in left.items()}


def _unconnected(rows: list[Row]) -> list[list[Row]]:
    """The rows in lots that share no column: a row about few persons need never mix two lots."""
    lots: list[tuple[set[int], list[Row]]] = []
    for row in rows:
        columns, together = set(row), [row]
        apart = []
        for lot in lots:
            if columns.isdisjoint(lot[0]):
                apart.append(lot)
            else:
                columns |= lot[0]
                together += lot[1]
        lots = [*apart, (columns, together)]
    return [lot[1] for lot in lots]


def _masks(rows: list[Row], people: Sequence[frozenset[str]]) -> dict[int, int]:
    """The persons of each column of the rows as the bits of a number, which are united and counted at once."""
    bits: dict[str, int] = {}
    return {
        column: sum(1 << bits.setdefault(person, len(bits)) for person in people[column])
        for column in set[int]().union(*rows)
    }


def _search(rows: list[Row], people: Mapping[int, int], k: int, seen: int, steps: Iterator[int]) -> Row | None:
    """One row of the span whose atoms, together with the persons `seen`, hold fewer than k persons."""
    _take(steps)
    for column in set[int]().union(*rows):
        if (seen | people[column]).bit_count() >= k and not (rows := _without(rows, column)):
            return None
    width = {column: ((people[column] & ~seen).bit_count(), column) for column in set[int]().union(*rows)}
    while rows:
        columns, together = set[int]().union(*rows), seen
        for column in columns:
            together |= people[column]
        if together.bit_count() < k:
            return min(rows, key=len)
        widest = max(columns, key=width.__getitem__)
        if with_it := _search(rows, people, k, seen | people[widest], steps):
            return with_it
        rows = _without(rows, widest)
        _take(steps)
    return None


def _take(steps: Iterator[int]) -> None:
    if next(steps) > EFFORT:
        raise _TooTangled


def _without(rows: list[Row], column: int) -> list[Row]:
    """A basis of the rows of the span that are zero in `column`."""
    those = [row for row in rows if column in row]
    if not those:
        return rows
    pivot = min(those, key=len)
    return [cancel(row, pivot, column) if column in row else row for row in rows if row is not pivot]
