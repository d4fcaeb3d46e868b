"""The journal's word of answering: that it happened in a round, and not by whom (decision 0013)."""

from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan.reflection import models

SOMEBODY = UUID(int=0)
"""Stands in the journal for whoever answers or abstains; its sentences name nobody."""


def tell(by: Actor, now: datetime, row: models.Round, verb: str) -> None:
    """Write down what was done in a round. Managers read the journal, and nobody is to be followed up by name."""
    somebody = Actor(SOMEBODY, by.provider, "")
    journal.record(by=somebody, now=now, room="reflection", verb=verb, kind="round", object_id=row.id.hex)
