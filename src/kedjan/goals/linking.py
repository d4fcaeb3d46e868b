"""Saying that one goal serves another, and toning a goal down with a motive."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, ProviderScope, Refused, Right, decide, require
from kedjan.goals import models
from kedjan.goals.reading import goal_row
from kedjan.journal import service as journal


@transaction.atomic
def link(*, by: Actor, now: datetime, serving: UUID, served: UUID) -> None:
    """Say that one goal serves another; said twice is once."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if serving == served:
        raise Refused("A goal cannot serve itself.")
    lower, upper = goal_row(by, serving), goal_row(by, served)
    _, created = models.Link.objects.get_or_create(provider_id=by.provider, serving=lower, served=upper)
    if created:
        journal.record(by=by, now=now, room="goals", verb="linked", kind="goal", object_id=serving.hex)


@transaction.atomic
def unlink(*, by: Actor, now: datetime, serving: UUID, served: UUID) -> None:
    """Say no longer that one goal serves another; said twice is once."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    gone, _ = models.Link.objects.filter(provider_id=by.provider, serving=serving, served=served).delete()
    if gone:
        journal.record(by=by, now=now, room="goals", verb="unlinked", kind="goal", object_id=serving.hex)


@transaction.atomic
def tone_up(*, by: Actor, now: datetime, id: UUID) -> None:
    """Let a goal that was toned down count again; its motive is gone. Done twice is once."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    row = goal_row(by, id)
    if models.Goal.objects.filter(id=row.id, toned_down=True).update(toned_down=False, motive=""):
        journal.record(by=by, now=now, room="goals", verb="toned_up", kind="goal", object_id=id.hex)


@transaction.atomic
def tone_down(*, by: Actor, now: datetime, id: UUID, motive: str) -> None:
    """Tone a goal down, with the motive; without one it is refused."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if not motive.strip():
        raise Refused("A goal is toned down with a motive.")
    row = goal_row(by, id)
    row.toned_down, row.motive = True, motive.strip()
    row.save(update_fields=["toned_down", "motive"])
    journal.record(by=by, now=now, room="goals", verb="toned_down", kind="goal", object_id=id.hex)
