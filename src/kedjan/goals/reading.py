"""Reading frameworks and goals, and finding their rows."""

from collections.abc import Iterable
from uuid import UUID

from kedjan.access.service import Actor, NotHere
from kedjan.goals import models, rules
from kedjan.goals.values import Framework, Goal

NO_GOAL = rules.noop("There is no such goal here.")
NO_FRAMEWORK = rules.noop("There are no such goals here.")


def frameworks(*, by: Actor) -> tuple[Framework, ...]:
    """Return the provider's frameworks with their goals, those that have ended too, and links."""
    rows = models.Framework.objects.filter(provider_id=by.provider, removed=False).order_by("starts", "name")
    return tuple(framework_value(row) for row in rows.prefetch_related("goals__serves"))


def framework(*, by: Actor, id: UUID) -> Framework:
    """Return one framework of the provider."""
    rows = models.Framework.objects.filter(provider_id=by.provider, id=id, removed=False).prefetch_related(
        "goals__serves"
    )
    row = rows.first()
    if row is None:
        raise NotHere(NO_FRAMEWORK)
    return framework_value(row)


def goal(*, by: Actor, id: UUID) -> Goal:
    """Return one goal of the provider."""
    return goal_value(goal_row(by, id))


def uncovered(*, by: Actor, framework: UUID) -> tuple[Goal, ...]:
    """Return the goals of a framework that serve nothing and nothing serves, but for those toned down with a motive."""
    return rules.lonely(frameworks(by=by)).get(framework, ())


def goal_row(by: Actor, id: UUID) -> models.Goal:
    """Return a goal's row; NotHere outside the provider."""
    row = models.Goal.objects.filter(provider_id=by.provider, id=id, removed=False).first()
    if row is None:
        raise NotHere(NO_GOAL)
    return row


def framework_row(by: Actor, id: UUID) -> models.Framework:
    """Return a framework's row, locked until the transaction ends; NotHere outside the provider."""
    rows = models.Framework.objects.select_for_update().filter(provider_id=by.provider, id=id, removed=False)
    row = rows.first()
    if row is None:
        raise NotHere(NO_FRAMEWORK)
    return row


def framework_value(row: models.Framework) -> Framework:
    """Return a row with its goals as it crosses the door."""
    return Framework(row.id, row.name, row.kind, row.starts, row.ends, goals_in_order(row.goals.all()), row.version)


def goals_in_order(rows: Iterable[models.Goal]) -> tuple[Goal, ...]:
    """Return rows as values, each before those that stand under it; those that were removed are left out."""
    return tuple(rules.in_order(goal_value(row) for row in rows if not row.removed))


def goal_value(row: models.Goal) -> Goal:
    """Return a row as it crosses the door."""
    return Goal(
        id=row.id,
        position=row.position,
        text=row.text,
        toned_down=row.toned_down,
        motive=row.motive,
        serves=tuple(link.served_id for link in sorted(row.serves.all(), key=lambda link: link.id)),
        framework=row.framework_id,
        parent=row.parent_id,
        ended_on=row.ended_on,
        version=row.version,
    )
