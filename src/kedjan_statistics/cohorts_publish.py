"""Which counts of a cohort may be shown to anyone, all of them judged together by `disclosure`.

Pupils' results are shown of ten pupils and more (R4): here each count is a group of pupils who share a result, so the
counts themselves are what is protected, and whatever they could be worked out from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kedjan_statistics.cohorts_followed import UNCHANGED, WITHOUT_MEAN
from kedjan_statistics.disclosure import Cell, plan
from kedjan_statistics.figure import Hidden

__all__ = ["FEWER_THAN", "Publication", "publication"]

FEWER_THAN: Final = 10
"""Pupils under which a result is not shown (Skolverket's own rule for a school unit)."""

type Slice = tuple[str, ...]
"""A part of the cohort by the names that it is divided by; empty is all of it."""

CHANGED: Final = {
    (True, True): "eligible_both",
    (False, False): "eligible_neither",
    (False, True): "gained",
    (True, False): "lost",
}


@dataclass(frozen=True, slots=True)
class Publication:
    """What to hide, by slice and name of the count; of a slice whose `pupils` are hidden everything is."""

    hidden: Mapping[tuple[Slice, str], Hidden]

    def of(self, slice_: Slice, *names: str) -> Hidden | None:
        """What hides a figure made of these counts, or None where it may be shown."""
        found = (self.hidden.get((slice_, name)) for name in ("pupils", *names))
        return next((each for each in found if each is not None), None)


def publication(
    rows: Iterable[Mapping[str, Any]], by: Sequence[str] = (), *, fewer_than: int = FEWER_THAN
) -> Publication:
    """Decide what to hide of a cohort when all its counts go out at once: `rows` of `followed`, a pupil each."""
    members: dict[tuple[Slice, str], dict[str, str]] = {}
    for row in rows:
        pupil = str(row["pupil"])
        for slice_ in {(), tuple(str(row[name]) for name in by)}:
            for name in ("pupils", CHANGED[row["eligible_from"], row["eligible_to"]], group_name(row["cohort_group"])):
                members.setdefault((slice_, name), {})[pupil] = pupil
    found = plan(_once(members), k=fewer_than).hidden
    hidden = {key: Hidden(found[first], fewer_than) for key, first in _twins(members).items() if first in found}
    return Publication(hidden)


def group_name(group: int) -> str:
    """What the count of a group is called."""
    return {UNCHANGED: "unchanged_mean", WITHOUT_MEAN: "without_mean"}.get(group, f"group {group}")


def _twins(members: Mapping[tuple[Slice, str], Mapping[str, str]]) -> dict[tuple[Slice, str], tuple[Slice, str]]:
    """For each count the first that is of the very same pupils: gained is group 5, lost group 6."""
    first: dict[frozenset[str], tuple[Slice, str]] = {}
    return {key: first.setdefault(frozenset(inside), key) for key, inside in members.items()}


def _once(members: Mapping[tuple[Slice, str], Mapping[str, str]]) -> list[Cell[tuple[Slice, str]]]:
    """A cell for each set of pupils, since two counts of the same are one figure."""
    return [Cell(key, members[key]) for key, first in _twins(members).items() if first == key]
