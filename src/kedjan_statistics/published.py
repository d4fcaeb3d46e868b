"""Which counts of pupils may be shown to anyone: each a group of pupils who share a result, judged by `disclosure`.

Pupils' results are shown of ten pupils and more (R4). The counts themselves are what is protected, and whatever they
could be worked out from. What is hidden has one reason only, as in releases: telling the few from what is hidden for
their sake would narrow both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

from kedjan_statistics.disclosure import Cell, plan
from kedjan_statistics.plain import share
from kedjan_statistics.signals import rate

__all__ = ["FEWER_THAN", "HIDDEN", "PROTECTED", "Counts", "Members", "Slice", "gathered", "shares", "slices_of"]

FEWER_THAN: Final = 10
"""Pupils under which a result is not shown (Skolverket's own rule for a school unit)."""

PROTECTED: Final = "protected"
HIDDEN: Final[Mapping[str, str]] = {"hidden": PROTECTED}
"""What stands in a report in place of what is not shown."""

type Slice = tuple[str, ...]
"""A part by the names that it is divided by; empty is all of it."""

type Members = Mapping[str, str]
"""Whose a count is: what is counted -> the pupil."""


class Counts[K: Hashable]:
    """Counts with their members, judged in turn: each lot together, and beside what has been shown of those before."""

    def __init__(self, *, fewer_than: int = FEWER_THAN) -> None:
        self.fewer_than = fewer_than
        self.members: dict[K, Members] = {}
        self.hidden: set[K] = set()

    def judge(self, members: Mapping[K, Members], *, beside: Iterable[K] = ()) -> None:
        """Decide about more counts. `beside` are those before that they could be added to or taken from.

        Two counts of the very same pupils are one figure, and are judged once.
        """
        first: dict[frozenset[str], K] = {}
        twins = {key: first.setdefault(frozenset(inside), key) for key, inside in members.items()}
        proposed = [Cell(key, members[key]) for key in first.values()]
        before = [Cell(key, self.members[key]) for key in dict.fromkeys(beside)]
        shown = [cell for cell in before if cell.key not in self.hidden]
        unseen = [cell for cell in before if cell.key in self.hidden]
        answer = plan(proposed, shown, self.fewer_than, structure=unseen)
        lost = answer.hidden if not answer.leaks else {cell.key for cell in proposed}
        self.members |= members
        self.hidden |= {key for key, one in twins.items() if one in lost}

    def hide(self, *keys: K) -> None:
        """Hide more, for a reason of one's own."""
        self.hidden.update(keys)

    def shown(self, value: Any, *keys: K) -> Any:
        """Return a value made of these counts, or what stands in its place where one of them is hidden."""
        return HIDDEN if any(key in self.hidden for key in keys) else value

    def number(self, key: K, *told_of: K) -> Any:
        """Return how many are in a count, or what stands in its place.

        That nobody is in it is told of others: of the counts `told_of`, and is hidden where one of these is.
        """
        many = len(self.members.get(key, ()))
        return self.shown(many, key) if many else self.shown(many, *told_of)

    @property
    def nothing_is_left(self) -> bool:
        """Whether all counts of anybody are hidden: then there is nothing to publish."""
        return all(key in self.hidden for key, inside in self.members.items() if inside)


def slices_of(row: Mapping[str, Any], by: Sequence[str]) -> tuple[Slice, ...]:
    """Return the parts that a row is in: all, and its own where there is a division."""
    return ((), tuple(str(row[name]) for name in by)) if by else ((),)


def gathered[K: Hashable, R](
    rows: Iterable[R], names: Callable[[R], Collection[K]], who: Callable[[R], tuple[str, str]]
) -> dict[K, dict[str, str]]:
    """Return the members of each count that rows are in; `who` gives what is counted of a row, and whose it is."""
    found: dict[K, dict[str, str]] = {}
    for row in rows:
        loop, pupil = who(row)
        for name in names(row):
            found.setdefault(name, {})[loop] = pupil
    return found


def shares(hits: int, of: int) -> Any:
    """Return a share as a report has it."""
    return share(rate(hits, of))
