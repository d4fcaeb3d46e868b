"""Divided pictures on the board: who sees something as good and who as poor, by service area (C23)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.evidence import service as evidence
from kedjan.improvement.board_rules import bare
from kedjan.improvement.board_values import ORIGIN, Observation, Picture, Side, Worth
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Behind
from kedjan_statistics.figure import count

TEXT = "loops.text"
NOBODY = Behind(0, {})

type Seen = tuple[UUID, str, Worth]
"""A goal, the words alone, and whether they stand as good or as poor."""


def pictures(by: Actor, divided: Collection[Observation]) -> Iterator[Picture]:
    """Yield what stands both as good and as poor, with who has written the reflections that each side comes from."""
    if not divided:
        return
    behind = reflection.persons_by_area(by=by, groups=_reflections(by, divided))
    told = set()
    for each in divided:
        words = (each.goal, bare(each.text))
        if words not in told:
            told.add(words)
            good, poor = (behind.get((*words, worth), NOBODY) for worth in (Worth.GOOD, Worth.POOR))
            areas = sorted({*good.by_area, *poor.by_area}, key=lambda area: (not area, area))
            sides = tuple(_side(area, good.by_area.get(area, 0), poor.by_area.get(area, 0)) for area in areas)
            yield Picture(each.goal, each.text, _side("", good.persons, poor.persons), sides)


def _reflections(by: Actor, divided: Collection[Observation]) -> dict[Seen, set[UUID]]:
    """Return the reflections that each side comes from, as far as `by` reads them."""
    cited = evidence.rests_on(by=by, statements=[(ORIGIN, each.id.hex) for each in divided])
    found: dict[Seen, set[UUID]] = defaultdict(set)
    for each in divided:
        keys = (citation.key for citation in cited[ORIGIN, each.id.hex] if citation.kind == TEXT and citation.key)
        found[each.goal, bare(each.text), each.worth].update(UUID(hex=key.rpartition(":")[2]) for key in keys)
    return found


def _side(area: str, good: int, poor: int) -> Side:
    return Side(area, count(good), count(poor))
