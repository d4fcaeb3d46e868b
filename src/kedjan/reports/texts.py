"""The reflections that quotes come from, through the door of the room that has them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor, NotHere, NotYours, Refused
from kedjan.evidence import service as evidence
from kedjan.reflection import service as reflection

TEXT = "loops.text"
STATEMENT = "report.block"
FEWEST = 5
"""Persons fewer than this are not told apart from one (C07, R4)."""


def readable(by: Actor, now: datetime, round: UUID, id: UUID) -> reflection.Text:
    """Return a reflection that `by` may read; another's, and one that is not there, are refused alike."""
    try:
        return reflection.text(by=by, now=now, round=round, id=id)
    except (NotHere, NotYours) as missing:
        raise Refused("There is no such reflection, or it is not yours to read.") from missing


def said_by(by: Actor, round: UUID, texts: Collection[UUID]) -> dict[str, int]:
    """Return how many reflections and persons are behind a paraphrase: 0 where fewer than five persons wrote them."""
    persons = reflection.persons_behind(by=by, round=round, groups={"": texts})[""]
    return {"reflections": len(texts), "persons": persons} if persons >= FEWEST else {"reflections": 0, "persons": 0}


def unreadable_blocks(by: Actor, blocks: Collection[UUID]) -> frozenset[UUID]:
    """Return which of the blocks quote a reflection that `by` may not read."""
    cited = evidence.rests_on(by=by, statements=[(STATEMENT, block.hex) for block in blocks])
    unnamed = evidence.State.UNNAMED
    return frozenset(UUID(hex=of) for (_, of), every in cited.items() if any(each.state is unnamed for each in every))
