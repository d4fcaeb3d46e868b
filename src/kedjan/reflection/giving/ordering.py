"""In which order a round asks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.reflection import models, rounds
from kedjan.reflection.circle import assignments_of, round_to_lead
from kedjan.reflection.values import Round


@transaction.atomic
def order_assignments(*, by: Actor, now: datetime, id: UUID, seen: int, codes: Sequence[str]) -> Round:
    """Put the round's assignments in the order of these codes, which must be all of them, each once."""
    row = round_to_lead(by, id)
    known = {each.code: each for each in assignments_of(row)}
    if sorted(codes) != sorted(known):
        raise Refused("The order must name every assignment of the round once.")
    rounds.take(by, now, row, seen)
    for position, code in enumerate(codes, start=1):
        known[code].position = position
    models.Assignment.objects.bulk_update(known.values(), ["position"])
    rounds.record(by, now, row, "ordered_assignments")
    return rounds.round(by=by, id=id)
