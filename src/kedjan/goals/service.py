"""The door of goals: frameworks, what serves what, and what nothing covers."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.goals import models
from kedjan.goals.values import Framework, Goal
from kedjan.journal import service as journal

__all__ = [
    "Framework",
    "Goal",
    "add_framework",
    "frameworks",
    "goal",
    "link",
    "lonely",
    "tone_down",
    "tone_up",
    "uncovered",
    "unlink",
]


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
    """Create a framework with its goals in order. The same key twice is once.

    Refused are one without goals, one that ends before it starts, and a name in use from the same day.
    """
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if not goals:
        raise Refused("A framework needs at least one goal.")
    if ends and ends < starts:
        raise Refused("The last day lies before the first.")
    same = models.Framework.objects.filter(provider_id=by.provider, name=name, starts=starts).exclude(id=key)
    if same.exists():
        raise Refused("There are already goals called %(name)s from that day.", name=name)
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
        Framework(row.id, row.name, row.kind, row.starts, row.ends, tuple(map(_goal, _ordered(row))))
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
    row = _row(by, id)
    if models.Goal.objects.filter(id=row.id, toned_down=True).update(toned_down=False, motive=""):
        journal.record(by=by, now=now, room="goals", verb="toned_up", kind="goal", object_id=id.hex)


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


def lonely(found: Sequence[Framework]) -> dict[UUID, tuple[Goal, ...]]:
    """Return the same of many frameworks at once, by framework, without looking anything up."""
    served = {each for framework in found for goal in framework.goals for each in goal.serves}
    return {
        framework.id: tuple(
            goal for goal in framework.goals if not (goal.toned_down or goal.serves or goal.id in served)
        )
        for framework in found
    }


def _row(by: Actor, id: UUID) -> models.Goal:
    row = models.Goal.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such goal here.")
    return row


def _ordered(row: models.Framework) -> list[models.Goal]:
    return sorted(row.goals.all(), key=lambda goal: goal.position)


def _goal(row: models.Goal) -> Goal:
    serves = tuple(link.served_id for link in row.serves.all())
    return Goal(row.id, row.position, row.text, row.toned_down, row.motive, serves)
