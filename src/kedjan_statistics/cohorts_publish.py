"""Which counts of a cohort may be shown to anyone, all of them judged together by `disclosure`.

Pupils' results are shown of ten pupils and more (R4): here each count is a group of pupils who share a result, so the
counts themselves are what is protected, and whatever they could be worked out from. Why one is hidden is not told: two
of at most nine that add up to eighteen would be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kedjan_statistics.cohorts_followed import UNCHANGED, WITHOUT_MEAN
from kedjan_statistics.disclosure import Cell, plan
from kedjan_statistics.figure import Hidden
from kedjan_statistics.published import FEWER_THAN, PROTECTED, Slice

__all__ = ["FEWER_THAN", "Publication", "publication"]

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

    def shown(self, value: Any, slice_: Slice, *names: str) -> Any:
        """Return a figure made of these counts as it may be shown: `{"hidden": reason}` where it may not."""
        found = self.of(slice_, *names)
        return value if found is None else {"hidden": found.reason}


type Members = Mapping[tuple[Slice, str], Mapping[str, str]]
"""The pupils of each count."""


def publication(
    rows: Iterable[Mapping[str, Any]],
    by: Sequence[str] = (),
    *,
    apart: Mapping[str, Iterable[str]] | None = None,
    beside: Mapping[tuple[Slice, str], Iterable[str]] | None = None,
    fewer_than: int = FEWER_THAN,
) -> Publication:
    """Decide what to hide of a cohort when all its counts go out at once: `rows` of `followed`, a pupil each.

    `apart` are the pupils who joined and who left. `beside` are those of each count that goes out beside the cohort
    (from year to year, and where they went): they are shown as far as what the cohort shows allows.
    """
    members: dict[tuple[Slice, str], dict[str, str]] = {
        ((), name): {pupil: pupil for pupil in pupils} for name, pupils in (apart or {}).items()
    }
    for row in rows:
        pupil = str(row["pupil"])
        for slice_ in {(), tuple(str(row[name]) for name in by)}:
            for name in ("pupils", CHANGED[row["eligible_from"], row["eligible_to"]], group_name(row["cohort_group"])):
                members.setdefault((slice_, name), {})[pupil] = pupil
    hidden = _hidden(members, fewer_than, {}, {})
    more = {key: {pupil: pupil for pupil in pupils} for key, pupils in (beside or {}).items()}
    return Publication(hidden | _hidden(more, fewer_than, members, hidden))


def _hidden(
    members: Members, fewer_than: int, before: Members, unseen: Mapping[tuple[Slice, str], Hidden]
) -> dict[tuple[Slice, str], Hidden]:
    """What to hide of these counts beside those before, of which some are `unseen`; one set of pupils is one count."""
    first = {frozenset(inside): key for key, inside in _once(before).items()}
    told = {key: first[frozenset(inside)] for key, inside in members.items() if frozenset(inside) in first}
    fresh = {key: inside for key, inside in members.items() if key not in told}
    cells = [Cell(key, before[key]) for key in first.values()]
    found = plan(
        [Cell(*each) for each in _once(fresh).items()],
        [cell for cell in cells if cell.key not in unseen],
        fewer_than,
        structure=[cell for cell in cells if cell.key in unseen],
    ).hidden
    hidden = {key: Hidden(PROTECTED, fewer_than) for key, one in _twins(fresh).items() if one in found}
    return hidden | {key: unseen[one] for key, one in told.items() if one in unseen}


def group_name(group: int) -> str:
    """What the count of a group is called."""
    return {UNCHANGED: "unchanged_mean", WITHOUT_MEAN: "without_mean"}.get(group, f"group {group}")


def _twins(members: Members) -> dict[tuple[Slice, str], tuple[Slice, str]]:
    """For each count the first that is of the very same pupils: gained is group 5, lost group 6."""
    first: dict[frozenset[str], tuple[Slice, str]] = {}
    return {key: first.setdefault(frozenset(inside), key) for key, inside in members.items()}


def _once(members: Members) -> dict[tuple[Slice, str], Mapping[str, str]]:
    """The pupils of each count that is of others than those before it, since two counts of the same are one figure."""
    return {key: members[key] for key, first in _twins(members).items() if first == key}
