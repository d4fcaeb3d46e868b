"""What an assignment must have before anybody is asked to answer it (C04), and what may still change once they are."""

from collections.abc import Collection
from datetime import date
from typing import Protocol
from uuid import UUID

from kedjan.access.service import Actor, Refused
from kedjan.reflection import models
from kedjan.reflection.circle import assignments_of, round_to_lead, there_now
from kedjan.reflection.giving.values import Missing, MissingByCode, NotReady


class Described(Protocol):
    """What is asked for of an assignment, stored or not."""

    @property
    def heading(self) -> str: ...
    @property
    def used_for(self) -> str: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def opens_on(self) -> date | None: ...
    @property
    def closes_on(self) -> date | None: ...


def missing(*, by: Actor, round: UUID) -> MissingByCode:
    """Return what each of the round's assignments lacks before it can be published, by code; for those who lead."""
    row = round_to_lead(by, round)
    around = around_missing(row)
    return {
        each.code: own_missing(each, goal=bool(each.goal_id or each.success_factor_id)) + around
        for each in assignments_of(row)
    }


def own_missing(assignment: Described, *, goal: bool) -> tuple[Missing, ...]:
    """Return what the assignment itself lacks; `goal` says whether it has a goal or a success factor."""
    there = {
        Missing.HEADING: bool(assignment.heading.strip()),
        Missing.GOAL: goal,
        Missing.USED_FOR: bool(assignment.used_for.strip()),
        Missing.MINUTES: bool(assignment.minutes),
        Missing.WINDOW: bool(assignment.opens_on and assignment.closes_on),
    }
    return tuple(each for each, has in there.items() if not has)


def around_missing(row: models.Round) -> tuple[Missing, ...]:
    """Return what the round lacks: somebody to ask, somebody to read."""
    there = {
        Missing.RECIPIENTS: models.Recipient.objects.filter(round=row, left_on=None).exists(),
        Missing.READERS: bool(row.readers.all()),
    }
    return tuple(each for each, has in there.items() if not has)


def keep_ready(row: models.Round, stored: models.Assignment, told: Described) -> None:
    """Refuse to describe a published assignment so that it lacks something, or at all when it has been answered."""
    if stored.state == "draft":
        return
    if stored.state == "withdrawn":
        raise Refused("The assignment is withdrawn.")
    if models.Loop.objects.filter(there_now(row), assignment=stored).exists():
        raise Refused("Somebody has answered, so the assignment stays as it is. Its last day can still be moved.")
    lacks = own_missing(told, goal=bool(getattr(told, "goal", None) or getattr(told, "success_factor", None)))
    if lacks:
        raise NotReady(lacks)


def keep_promises(row: models.Round, readers: Collection[UUID], managers_read: bool | None) -> None:
    """Refuse to change what those who are asked have been told of who reads, in what is published."""
    asked = models.Assignment.objects.filter(round=row, published_at__isnull=False)
    if managers_read is not None and managers_read != row.managers_read and asked.exists():
        raise Refused("Whether managers read is said before anything is published, and stays as it was said.")
    if not readers and asked.filter(state="published").exists():
        raise Refused("Something is published, so somebody must read.")


def refuse_files(row: models.Round) -> None:
    """Refuse to read a file in to a round whose assignments are answered here."""
    if models.Assignment.objects.filter(round=row, published_at__isnull=False).exists():
        raise Refused("The round's assignments are answered here, so no file can be read in to it.")
