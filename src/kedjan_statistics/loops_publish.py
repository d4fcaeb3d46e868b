"""Which slices of a round may be shown to anyone, all of them judged together by `disclosure`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kedjan_statistics.disclosure import Cell, plan
from kedjan_statistics.figure import Hidden
from kedjan_statistics.loops_table import LoopRow

__all__ = ["Key", "Publication", "publication"]

type Key = tuple[str | None, str | None]
"""A slice by its assignment and its area or group; None is all of them."""

type Measure = Literal["loops", "emotion"]


@dataclass(frozen=True, slots=True)
class Publication:
    """What to hide: of each slice everything, or only its mean emotion, whose denominator is another."""

    slices: Mapping[Key, Hidden]
    emotions: Mapping[Key, Hidden]


def publication(
    rows: Iterable[LoopRow], groups: Mapping[str, Sequence[str]] | None = None, *, fewer_than: int = 5
) -> Publication:
    """Decide what to hide when the total, the assignments, the areas, the groups and all their cells go out at once.

    A group that overlaps another or an area is judged with the rest: what could be had by subtraction is hidden too.
    """
    members: dict[tuple[Measure, Key], dict[str, str]] = {}
    for number, row in enumerate(rows):
        areas = (None, row.area, *(name for name, inside in (groups or {}).items() if row.area in inside))
        for key in ((assignment, area) for assignment in (None, row.assignment) for area in areas):
            members.setdefault(("loops", key), {})[str(number)] = row.respondent
            if row.emotion is not None:
                members.setdefault(("emotion", key), {})[str(number)] = row.respondent
    cells = [Cell(key, inside, key[0]) for key, inside in members.items()]
    hidden = plan(_without_twins(cells), k=fewer_than).hidden
    slices = {key[1]: Hidden(reason, fewer_than) for key, reason in hidden.items() if key[0] == "loops"}
    emotions = {key[1]: Hidden(reason, fewer_than) for key, reason in hidden.items() if key[0] == "emotion"}
    return Publication(slices, slices | emotions)


def _without_twins(cells: list[Cell[tuple[Measure, Key]]]) -> list[Cell[tuple[Measure, Key]]]:
    """Where every loop has an emotion the two measures have the same denominators, and are judged once."""
    loops, emotions = ([cell for cell in cells if cell.measure == measure] for measure in ("loops", "emotion"))
    same = {cell.key[1]: cell.members for cell in loops} == {cell.key[1]: cell.members for cell in emotions}
    return loops if same else cells
