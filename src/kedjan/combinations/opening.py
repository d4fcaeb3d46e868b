"""Opening an answer: the texts behind it, by reflection's own door."""

from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.combinations.asking import asked, check, codes_of
from kedjan.reflection import service as reflection
from kedjan.reflection.service import TextPage
from kedjan_statistics.loops_where import Expression


def texts(*, by: Actor, now: datetime, round: UUID, where: Expression, page: int = 1) -> TextPage:
    """Return the texts that the expression holds for, fifty a page, to the round's readers; journalled as reading."""
    check(asked(by=by, round=round), where)
    return reflection.texts(by=by, now=now, round=round, where=where, codes=codes_of(by, round, where), page=page)
