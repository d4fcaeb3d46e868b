"""Whoever changes something of a round reads it: the round in the address is one that they read, or it is not there."""

from uuid import UUID

from kedjan.access.service import require
from kedjan.reflection import service as reflection
from kedjan_web.requests import PageRequest


def readable(request: PageRequest, id: UUID) -> reflection.Round:
    """Return the round, or stop whoever does not read its texts."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_read)
    return of
