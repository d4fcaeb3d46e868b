"""Publishing an assignment, and pausing, resuming, extending and withdrawing it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.people import service as people
from kedjan.reflection import models, rounds
from kedjan.reflection.circle import assignment_in, round_to_lead, there_now
from kedjan.reflection.giving import declaring
from kedjan.reflection.giving.readiness import around_missing, own_missing
from kedjan.reflection.giving.values import NotReady
from kedjan.reflection.values import Round
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Instead


@transaction.atomic
def publish(*, by: Actor, now: datetime, round: UUID, code: str, seen: int, instead: Instead = tasks.NOTHING) -> Round:
    """Let the round's recipients answer an assignment within its days. `seen` is the round's version.

    Its minutes are declared for the roles of those who are asked: OverBudget, when that is more than their time
    frames and nothing is taken away `instead`. Raises NotReady with what it lacks. Refused are a last day that has
    passed, a round that files have been read in to, and one where a file waits. What a broken off import has left is
    cleared.
    """
    row = round_to_lead(by, round)
    stored = assignment_in(row, code)
    if stored.state == "published":
        return _as_it_is(by, round)
    if stored.state != "draft":
        raise Refused("Only a draft can be published.")
    rounds.take(by, now, row, seen, writing=None)
    lacks = own_missing(stored, goal=bool(stored.goal_id or stored.success_factor_id)) + around_missing(row)
    if lacks:
        raise NotReady(lacks)
    if stored.closes_on and stored.closes_on < people.day_of(now):
        raise Refused("The last day has passed. Give the assignment a later one.")
    _keep_files_away(row)
    declaring.declare(by, now, row, stored, instead)
    return _set(by, now, row, stored, "published", state="published", published_at=now)


@transaction.atomic
def pause(*, by: Actor, now: datetime, round: UUID, code: str, seen: int) -> Round:
    """Let nobody answer a published assignment for a while; what is written is kept."""
    row, stored = _taken(by, now, round, code, seen)
    if stored.state != "published":
        raise Refused("Only what is published can be paused.")
    return _set(by, now, row, stored, "paused", state="paused")


@transaction.atomic
def resume(*, by: Actor, now: datetime, round: UUID, code: str, seen: int) -> Round:
    """Let a paused assignment be answered again."""
    row, stored = _taken(by, now, round, code, seen)
    if stored.state != "paused":
        raise Refused("Only what is paused can be resumed.")
    return _set(by, now, row, stored, "resumed", state="published")


@transaction.atomic
def extend(*, by: Actor, now: datetime, round: UUID, code: str, seen: int, closes_on: date) -> Round:
    """Move the last day of a published or paused assignment to a later one, today at the earliest."""
    row, stored = _taken(by, now, round, code, seen)
    if stored.state not in {"published", "paused"}:
        raise Refused("Only what is published can be extended.")
    if closes_on < people.day_of(now) or (stored.closes_on and closes_on < stored.closes_on):
        raise Refused("The new last day lies before the one there is, or has passed.")
    return _set(by, now, row, stored, "extended", closes_on=closes_on)


@transaction.atomic
def withdraw(*, by: Actor, now: datetime, round: UUID, code: str, seen: int) -> Round:
    """Take an assignment back for good. What has been answered stays, and nobody can answer any more."""
    row, stored = _taken(by, now, round, code, seen)
    if stored.state == "withdrawn":
        return _as_it_is(by, round)
    declaring.give_back(by, now, row, code)
    return _set(by, now, row, stored, "withdrew", state="withdrawn")


def _taken(by: Actor, now: datetime, round: UUID, code: str, seen: int) -> tuple[models.Round, models.Assignment]:
    row = round_to_lead(by, round)
    stored = assignment_in(row, code)
    rounds.take(by, now, row, seen)
    stored.refresh_from_db()
    return row, stored


def _set(by: Actor, now: datetime, row: models.Round, stored: models.Assignment, verb: str, **fields: Any) -> Round:
    models.Assignment.objects.filter(id=stored.id).update(**fields)
    rounds.record(by, now, row, verb, {"code": stored.code})
    return _as_it_is(by, row.id)


def _as_it_is(by: Actor, id: UUID) -> Round:
    return rounds.round(by=by, id=id)


def _keep_files_away(row: models.Round) -> None:
    """Make sure that the round is answered here only; the round's row is held meanwhile."""
    if models.Loop.objects.filter(there_now(row), batch__isnull=False).exists():
        raise Refused("Files have been read in to this round. Make a new round for what is to be answered here.")
    if models.Batch.objects.filter(round=row, state="proposed").exists():
        raise Refused("A file waits to be read in to this round. Read it in or throw it away first.")
    models.Loop.objects.filter(round=row, since__gt=row.revision).delete()
    models.Loop.objects.filter(round=row, until__gt=row.revision).update(until=None)
