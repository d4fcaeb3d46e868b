"""The door of goals: frameworks, what serves what, and what nothing covers."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.goals import models
from kedjan.goals.values import Framework, Goal
from kedjan.journal import service as journal

__all__ = ["Framework", "Goal", "add_framework", "frameworks", "goal", "link", "tone_down", "uncovered"]


@transaction.atomic
def add_framework(
    *,
    by: Actor,
    now: datetime,
    name: str,
    kind: str,
    starts: date,
    goals: Sequence[str],
    ends: date | None = None,
    key: UUID,
) -> Framework:
    """Create a framework with its goals in order. The same key twice is once; one without goals is refused."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if not goals:
        raise Refused("A framework needs at least one goal.")
    row, created = models.Framework.objects.get_or_create(
        id=key, provider_id=by.provider, defaults={"name": name, "kind": kind, "starts": starts, "ends": ends}
    )
    if created:
        models.Goal.objects.bulk_create(
            models.Goal(provider_id=by.provider, framework=row, position=position, text=text)
            for position, text in enumerate(goals, start=1)
        )
        journal.record(by=by, now=now, room="goals", verb="added", kind="framework", object_id=row.id.hex)
    return next(framework for framework in frameworks(by=by) if framework.id == row.id)


def frameworks(*, by: Actor) -> tuple[Framework, ...]:
    """Return the provider's frameworks with their goals and links."""
    rows = models.Framework.objects.filter(provider_id=by.provider).order_by("starts", "name")
    return tuple(
        Framework(row.id, row.name, row.kind, row.starts, row.ends, tuple(_goal(g) for g in row.goals.all()))
        for row in rows.prefetch_related("goals__serves")
    )


def goal(*, by: Actor, id: UUID) -> Goal:
    """Return one goal of the provider."""
    return _goal(_row(by, id))


@transaction.atomic
def link(*, by: Actor, now: datetime, serving: UUID, served: UUID) -> None:
    """Say that one goal serves another; said twice is once."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if serving == served:
        raise Refused("A goal cannot serve itself.")
    lower, upper = _row(by, serving), _row(by, served)
    _, created = models.Link.objects.get_or_create(provider_id=by.provider, serving=lower, served=upper)
    if created:
        journal.record(by=by, now=now, room="goals", verb="linked", kind="goal", object_id=serving.hex)


@transaction.atomic
def tone_down(*, by: Actor, now: datetime, id: UUID, motive: str) -> None:
    """Tone a goal down, with the motive; without one it is refused."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if not motive.strip():
        raise Refused("A goal is toned down with a motive.")
    row = _row(by, id)
    row.toned_down, row.motive = True, motive.strip()
    row.save(update_fields=["toned_down", "motive"])
    journal.record(by=by, now=now, room="goals", verb="toned_down", kind="goal", object_id=id.hex)


def uncovered(*, by: Actor, framework: UUID) -> tuple[Goal, ...]:
    """Return the goals of a framework that serve nothing and nothing serves, but for those toned down with a motive."""
    rows = models.Goal.objects.filter(
        provider_id=by.provider, framework_id=framework, toned_down=False, serves=None, served_by=None
    )
    return tuple(_goal(row) for row in rows.order_by("position"))


def _row(by: Actor, id: UUID) -> models.Goal:
    row = models.Goal.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such goal here.")
    return row


def _goal(row: models.Goal) -> Goal:
    serves = tuple(link.served_id for link in row.serves.all())
    return Goal(row.id, row.position, row.text, row.toned_down, row.motive, serves)
