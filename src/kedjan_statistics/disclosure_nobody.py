"""What follows where the same few are counted in a part and in the whole: that nobody of the others was.

A unit of which ten were absent, and a whole of which ten were: then nobody was in what lies between, however few they
are, and though no number tells how many. The persons counted fall out of such a sum, and those among whom they were
counted do not. Where nobody of many was counted, that is no secret of theirs (decision 0002): they fall out too. A
reader is reckoned to know who is in which part, and that what is counted has not changed meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kedjan_statistics.disclosure_equation import equation
from kedjan_statistics.disclosure_span import few_person_rows

__all__ = ["Told", "hidden_for_nobody"]

type Column = tuple[str, tuple[int, ...]]
"""Persons counted ("is"), or among whom some were ("among"), by the numbers of the cells that they are so in."""


@dataclass(frozen=True, slots=True)
class Told:
    """A number that is shown: the persons `among` whom it was counted, and those `counted`, who are some of them."""

    among: frozenset[str]
    counted: frozenset[str]


def hidden_for_nobody(proposed: Sequence[Told], earlier: Sequence[Told], k: int) -> tuple[int, ...]:
    """Return which of the proposed numbers, by place, to hide so that of no 1..k-1 persons it follows that nobody was
    counted.

    All are of one and the same thing counted. What the `earlier` alone tell cannot be mended, and hides nothing.
    """
    cells, persons = _columns(_but_of_none([*proposed, *earlier]), k)
    shown, own = dict(enumerate(cells)), range(len(proposed))
    before = {number: inside for number, inside in shown.items() if number not in own}
    while rows := few_person_rows(before.values(), persons, k):
        for column in {column for row in rows for column in row}:  # known already: no reason to hide anything
            persons[column] = _many(k)
    hidden: list[int] = []
    while rows := few_person_rows(shown.values(), persons, k):
        blamed = [number for number in equation(rows[0], shown) if number in own]
        number = min(blamed or [n for n in own if n in shown], key=lambda n: (len(proposed[n].counted), n))
        hidden.append(number)
        del shown[number]
    return tuple(hidden)


def _but_of_none(told: Sequence[Told]) -> list[Told]:
    """Leave out those among whom nobody was counted: they are many, since that is shown, and fall out of other sums."""
    none = frozenset[str]().union(*(each.among for each in told if not each.counted))
    return [Told(each.among - none | each.counted, each.counted) for each in told]


def _columns(told: Iterable[Told], k: int) -> tuple[list[frozenset[int]], list[frozenset[str]]]:
    """Return the columns of each number, and the persons of each column: k where they must fall out of every sum."""
    signatures: dict[tuple[str, str], list[int]] = {}
    many = 0
    for number, each in enumerate(told):
        many += 1
        for kind, those in (("among", each.among), ("is", each.counted)):
            for person in those:
                signatures.setdefault((kind, person), []).append(number)
    columns: dict[Column, set[str]] = {}
    for (kind, person), inside in signatures.items():
        columns.setdefault((kind, tuple(inside)), set()).add(person)
    cells: list[set[int]] = [set() for _ in range(many)]
    for place, (_, numbers) in enumerate(columns):
        for number in numbers:
            cells[number].add(place)
    persons = [frozenset(those) if kind == "among" else _many(k) for (kind, _), those in columns.items()]
    return [frozenset(each) for each in cells], persons


def _many(k: int) -> frozenset[str]:
    return frozenset(map(str, range(k)))
