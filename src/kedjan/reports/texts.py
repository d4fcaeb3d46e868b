"""The reflections that quotes come from, through the door of the room that has them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
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


def quoted_key(content: Mapping[str, Any]) -> str:
    """Return the key of the reflection that a block quotes, as evidence has it."""
    return reflection.text_key(UUID(hex=content["round"]), UUID(hex=content["text"]))


def unreadable_blocks(by: Actor, quoted: Mapping[UUID, str]) -> frozenset[UUID]:
    """Return which blocks quote a reflection that `by` may not read, of blocks with the key of what they quote.

    Asked of the reflection itself: a block that was copied by one who may not read it has no citation of it.
    """
    found = reflection.Reflections().values(by, TEXT, set(quoted.values())) if quoted else {}
    return frozenset(block for block, key in quoted.items() if _closed(found[key]))


def _closed(answer: evidence.Answer) -> bool:
    return isinstance(answer, evidence.NotYoursToSee) or (isinstance(answer, evidence.Gone) and not answer.yours)
