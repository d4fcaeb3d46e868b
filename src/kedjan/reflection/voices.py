"""Who is behind what is cited: how many persons, and in which service areas."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.reflection import models
from kedjan.reflection.circle import kept_apart, may_read, not_by, there_now_in
from kedjan.reflection.counting import counts_of
from kedjan.reflection.reading import area_to_show

type Person = UUID | int
"""An account, which is one person in all rounds, or a respondent without one."""


@dataclass(frozen=True, slots=True)
class Behind:
    """How many distinct persons are behind some reflections: in all, and by service area.

    Those under the area "" answered where fewer than five persons of their area did, or have a protected identity:
    their texts are not shown with an area either.
    """

    persons: int
    by_area: Mapping[str, int]


def persons_by_area[K](*, by: Actor, groups: Mapping[K, Collection[UUID]]) -> dict[K, Behind]:
    """Return who is behind each group of reflections, of any rounds; what `by` does not read is left out."""
    wrote = _writers(by, {loop for loops in groups.values() for loop in loops})
    found = {}
    for key, loops in groups.items():
        areas: dict[str, set[Person]] = defaultdict(set)
        for person, area in (wrote[loop] for loop in loops if loop in wrote):
            areas[area].add(person)
        numbers = {area: len(persons) for area, persons in areas.items()}
        found[key] = Behind(len(set().union(*areas.values())), numbers)
    return found


def _writers(by: Actor, loops: Collection[UUID]) -> dict[UUID, tuple[Person, str]]:
    if not loops:
        return {}
    asked = models.Round.objects.filter(provider_id=by.provider, loops__loop__in=loops).distinct()
    rows = [row for row in asked.prefetch_related("readers") if may_read(by, row).allowed]
    if not rows:
        return {}
    counts = {row.id: counts_of(row) for row in rows}
    there = models.Loop.objects.filter(there_now_in(rows) & not_by(kept_apart(by, rows), rows), loop__in=loops)
    read = there.select_related("assignment", "respondent", "service_area").defer("text", "folded", "lemmas")
    return {
        each.loop: (each.respondent.account_id or each.respondent_id, area_to_show(counts[each.round_id], each) or "")
        for each in read
    }
