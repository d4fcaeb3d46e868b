"""Saying that one goal serves another, and toning a goal down with a motive; both are the goal's, and have `seen`."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.goals import models
from kedjan.goals.reading import goal_row
from kedjan.goals.writing import take_goal, to_lead
from kedjan.journal import service as journal


@transaction.atomic
def link(*, by: Actor, now: datetime, serving: UUID, seen: int, served: UUID) -> None:
    """Say that one goal, at its version `seen`, serves another; said twice is once."""
    to_lead(by)
    if serving == served:
        raise Refused("A goal cannot serve itself.")
    lower, upper = goal_row(by, serving), goal_row(by, served)
    if models.Link.objects.filter(serving=lower, served=upper).exists():
        return
    take_goal(by, now, lower, seen)
    models.Link.objects.create(provider_id=by.provider, serving=lower, served=upper)
    _noted(by, now, "linked", serving)


@transaction.atomic
def unlink(*, by: Actor, now: datetime, serving: UUID, seen: int, served: UUID) -> None:
    """Say no longer that one goal, at its version `seen`, serves another; said twice is once."""
    to_lead(by)
    tie = models.Link.objects.filter(provider_id=by.provider, serving=serving, served=served)
    if tie.exists():
        take_goal(by, now, goal_row(by, serving), seen)
        tie.delete()
        _noted(by, now, "unlinked", serving)


@transaction.atomic
def tone_up(*, by: Actor, now: datetime, id: UUID, seen: int) -> None:
    """Let a goal that was toned down count again, from its version `seen`; its motive is gone. Done twice is once."""
    to_lead(by)
    row = goal_row(by, id)
    if row.toned_down:
        take_goal(by, now, row, seen, toned_down=False, motive="")
        _noted(by, now, "toned_up", id)


@transaction.atomic
def tone_down(*, by: Actor, now: datetime, id: UUID, seen: int, motive: str) -> None:
    """Tone a goal down, from its version `seen`, with the motive; without one it is refused."""
    to_lead(by)
    if not motive.strip():
        raise Refused("A goal is toned down with a motive.")
    take_goal(by, now, goal_row(by, id), seen, toned_down=True, motive=motive.strip())
    _noted(by, now, "toned_down", id)


def _noted(by: Actor, now: datetime, verb: str, goal: UUID) -> None:
    journal.record(by=by, now=now, room="goals", verb=verb, kind="goal", object_id=goal.hex)
