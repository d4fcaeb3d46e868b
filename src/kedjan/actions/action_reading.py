"""Reading actions: all of them by phase, one with what has happened to it, and those that come back to somebody."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from kedjan.access.service import Actor, NotHere, Right, Slice, holds_anywhere, require
from kedjan.actions import models, rules
from kedjan.actions.action_values import (
    STOPPED,
    Action,
    Measured,
    Missing,
    Phase,
    SoughtActions,
    Step,
    StepKind,
    Strategy,
    StrategyKind,
    TimeIndicator,
    Use,
    WholeAction,
)
from kedjan.actions.circle import may_decide
from kedjan.people import service as people

ALL = SoughtActions()


def actions(*, by: Actor, sought: SoughtActions = ALL, page: int = 1) -> Slice[Action]:
    """Return the provider's actions that are asked for, fifty a page; what is followed up first comes first.

    For all who may see rounds.
    """
    return Slice.of(_rows(by, sought), page=page, value=action_value)


def every_action(*, by: Actor, sought: SoughtActions = ALL) -> tuple[Action, ...]:
    """Return all of the provider's actions that are asked for, in the order of `actions`, to all who may see rounds."""
    return tuple(map(action_value, _rows(by, sought)))


def under_way_by_goal(*, by: Actor) -> dict[UUID, int]:
    """Return how many of the provider's actions are under way for each goal that has any, to who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    rows = models.Action.objects.filter(removed=False, provider_id=by.provider).exclude(goal=None)
    rows = rows.exclude(phase__in=[each.value for each in STOPPED])
    return dict(rows.values_list("goal_id").annotate(number=Count("id")))


def responsible_for_some(*, by: Actor) -> tuple[UUID, ...]:
    """Return those who are responsible for an action of the provider, to all who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    rows = models.Action.objects.filter(removed=False, provider_id=by.provider)
    return tuple(rows.order_by("responsible").values_list("responsible", flat=True).distinct())


def last_follow_ups(*, by: Actor, ids: Collection[UUID]) -> dict[UUID, Step]:
    """Return what was seen of some actions the last time that each was followed up, to all who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    steps = models.ActionStep.objects.filter(provider_id=by.provider, action__in=set(ids))
    steps = steps.filter(kind=StepKind.FOLLOWED_UP.value)
    return {row.action_id: _step(row) for row in steps.order_by("place")}


def actions_by_id(*, by: Actor, ids: Collection[UUID] | None = None) -> tuple[Action, ...]:
    """Return some of the provider's actions, or all of them, by their words; to all who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    rows = models.Action.objects.filter(removed=False, provider_id=by.provider)
    rows = rows if ids is None else rows.filter(id__in=set(ids))
    return tuple(map(action_value, rows.order_by("text", "id")))


def why_stopped(*, by: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return why some actions were last paused, closed or withdrawn; to all who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    if not ids:
        return {}
    steps = models.ActionStep.objects.filter(provider_id=by.provider, action__in=set(ids))
    steps = steps.filter(kind__in=[each.value for each in STOPPED])
    return dict(steps.order_by("place").values_list("action_id", "text"))


def in_phases(*, by: Actor) -> dict[Phase, int]:
    """Return how many of the provider's actions are in each phase."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    found = dict.fromkeys(Phase, 0)
    for phase in models.Action.objects.filter(removed=False, provider_id=by.provider).values_list("phase", flat=True):
        found[Phase(phase)] += 1
    return found


def action(*, by: Actor, now: datetime, id: UUID) -> WholeAction:
    """Return one action with what has happened to it, what its next phase asks for, and its strategies."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    row = models.Action.objects.filter(removed=False, provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such action here.")
    found, steps = action_value(row), steps_of(id)
    following = rules.after(found.phase)
    belongs = models.Strategy.objects.filter(members__action=row).order_by("text", "id")
    decides = may_decide(by)
    return WholeAction(
        action=found,
        steps=steps,
        tends=decides or row.responsible == by.account,
        decides=decides,
        next_phase=following,
        missing=tuple(lacking(found, steps, following, people.day_of(now))),
        strategies=strategies_of(belongs),
    )


def lacking(found: Action, steps: Iterable[Step], following: Phase | None, today: date) -> Iterable[Missing]:
    """Return what an action lacks for its next phase by the latest follow-up."""
    if following is None:
        return ()
    use = next((each.use for each in reversed(tuple(steps)) if each.use), None)
    if use is None:
        return (Missing(rules.NOT_FOLLOWED, {}),)
    return tuple(rules.lacks(following, use, today, handed_over_on=found.handed_over_on))


def steps_of(id: UUID) -> tuple[Step, ...]:
    """Return what has happened to an action, the first first."""
    return tuple(map(_step, models.ActionStep.objects.filter(action_id=id).order_by("place")))


def _rows(by: Actor, sought: SoughtActions) -> QuerySet[models.Action]:
    """Return the rows that are asked for; words are compared here, for SQLite knows no capital Å, Ä and Ö."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    rows = models.Action.objects.filter(removed=False, provider_id=by.provider)
    rows = rows.filter(phase__in=[each.value for each in sought.phases]) if sought.phases else rows
    rows = rows.filter(goal_id=sought.goal) if sought.goal else rows
    rows = rows.filter(responsible=sought.responsible) if sought.responsible else rows
    rows = rows.filter(follow_up_on__lte=sought.due_by) if sought.due_by else rows
    words = sought.words.casefold().split()
    if words:
        texts = ((one, f"{text}\n{sign}".casefold()) for one, text, sign in rows.values_list("id", "text", "sign"))
        rows = rows.filter(id__in=[one for one, text in texts if all(word in text for word in words)])
    return rows.order_by("follow_up_on", "text", "id")


def action_value(row: models.Action) -> Action:
    """Return a row as it crosses the door."""
    return Action(
        id=row.id,
        proposal=row.proposal_id,
        analysis=row.analysis_id,
        goal=row.goal_id,
        text=row.text,
        responsible=row.responsible,
        by_when=row.by_when,
        sign=row.sign,
        follow_up_on=row.follow_up_on,
        phase=Phase(row.phase),
        handed_over_on=row.handed_over_on,
        support_ended_on=row.support_ended_on,
        version=row.version,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


def strategies_of(rows: Iterable[models.Strategy]) -> tuple[Strategy, ...]:
    """Return strategies as they cross the door, with their actions and how they have gone; in two questions more."""
    found = list(rows)
    members: dict[UUID, list[UUID]] = {row.id: [] for row in found}
    pairs = models.StrategyAction.objects.filter(strategy__in=members).order_by("id")
    for strategy, member in pairs.values_list("strategy_id", "action_id"):
        members[strategy].append(member)
    course: dict[UUID, list[Measured]] = {row.id: [] for row in found}
    for row in models.StrategyValue.objects.filter(strategy__in=course).order_by("day", "at"):
        made = Measured(row.id, row.day, row.value, row.number, row.whom, row.removed, row.by, row.at)
        course[row.strategy_id].append(made)
    return tuple(
        Strategy(
            row.id, StrategyKind(row.kind), row.text, row.explanation, _indicator(row), tuple(members[row.id]),
            row.version, row.changed_by, row.changed_at, row.leader, row.measure_on, row.ended_on, row.why_ended,
            tuple(course[row.id]),
        )
        for row in found
    )  # fmt: skip


def _indicator(row: models.Strategy) -> TimeIndicator | None:
    return None if row.before is None else TimeIndicator(row.what, row.unit, row.before, row.after, row.source)


def _step(row: models.ActionStep) -> Step:
    use = None
    if row.using is not None and row.intended is not None:
        use = Use(
            row.using, row.intended, bool(row.all_term), row.routine, row.support_ended_on, row.documented,
            row.analysed, row.research,
        )  # fmt: skip
    return Step(StepKind(row.kind), Phase(row.phase), row.text, use, row.fell_back, row.by, row.at)
