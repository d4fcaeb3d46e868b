"""Strategies over actions (C25); one that is to save time says how much time something takes."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Changed, NotHere, Refused, Right, holds_anywhere, require
from kedjan.actions import models
from kedjan.actions.action_reading import strategies_of
from kedjan.actions.action_values import Strategy, StrategyKind, TimeIndicator
from kedjan.actions.circle import as_decider, line_of, words_of
from kedjan.actions.rules import noop
from kedjan.journal import service as journal
from kedjan.people import service as people

GONE = noop("There is no such strategy here.")
MOST_MINUTES = 10_000_000


def strategies(*, by: Actor) -> tuple[Strategy, ...]:
    """Return the provider's strategies with their actions, to all who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    return strategies_of(models.Strategy.objects.filter(provider_id=by.provider).order_by("text", "id"))


def strategy(*, by: Actor, id: UUID) -> Strategy:
    """Return one strategy, to all who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    return strategies_of([strategy_row(by, id)])[0]


@transaction.atomic
def add_strategy(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    kind: StrategyKind,
    text: str,
    explanation: str = "",
    indicator: TimeIndicator | None = None,
    actions: Collection[UUID] = (),
    leader: UUID | None = None,
    measure_on: date | None = None,
) -> Strategy:
    """Add a strategy over some actions. The same key twice is once. For those who decide on proposals.

    Refused for one that is to save time without a time indicator: what it takes before, in which unit, and the source.
    """
    as_decider(by=by)
    row = models.Strategy.objects.filter(id=key).first()
    if row is not None and row.provider_id != by.provider:
        raise NotHere(GONE)
    if row is None:
        fields = {**_fields(kind, text, explanation, indicator), **_led(by, leader, measure_on, indicator)}
        row = models.Strategy.objects.create(
            id=key, provider_id=by.provider, changed_by=by.account, changed_at=now, **fields
        )
        _place(by, row, actions)
        record_strategy(by, now, row, "added_strategy")
    return strategy(by=by, id=key)


@transaction.atomic
def change_strategy(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    kind: StrategyKind,
    text: str,
    explanation: str = "",
    indicator: TimeIndicator | None = None,
    actions: Collection[UUID] = (),
    leader: UUID | None = None,
    measure_on: date | None = None,
) -> Strategy:
    """Describe a strategy anew from its version `seen`, with all of its actions; as `add_strategy`. Not when ended."""
    as_decider(by=by)
    row = strategy_row(by, id)
    refuse_ended(row)
    fields = {**_fields(kind, text, explanation, indicator), **_led(by, leader, measure_on, indicator)}
    take_strategy(by, now, row, seen, **fields)
    _place(by, row, actions)
    record_strategy(by, now, row, "changed_strategy")
    return strategy(by=by, id=id)


def _fields(kind: StrategyKind, text: str, explanation: str, indicator: TimeIndicator | None) -> dict[str, Any]:
    if kind is StrategyKind.SAVES_TIME and indicator is None:
        raise Refused("A strategy that is to save time says what it takes now: the value, its unit and the source.")
    given: dict[str, Any] = {"what": "", "unit": "", "source": "", "before": None, "after": None}
    if indicator is not None:
        given = {name: line_of(getattr(indicator, name)) for name in ("what", "unit", "source")}
        given |= {"before": indicator.before, "after": indicator.after}
        values = [each for each in (indicator.before, indicator.after) if each is not None]
        if any(not 0 <= each < MOST_MINUTES for each in values):
            raise Refused("The time is a number, zero or more.")
    return {"kind": kind.value, "text": line_of(text), "explanation": words_of(explanation), **given}


def _place(by: Actor, row: models.Strategy, actions: Collection[UUID]) -> None:
    wanted = set(actions)
    there = set(
        models.Action.objects.filter(removed=False, provider_id=by.provider, id__in=wanted).values_list("id", flat=True)
    )
    if wanted - there:
        raise NotHere("There is no such action here.")
    rows = models.StrategyAction.objects.filter(strategy=row)
    rows.exclude(action__in=wanted).delete()
    new = wanted - set(rows.values_list("action_id", flat=True))
    models.StrategyAction.objects.bulk_create(
        models.StrategyAction(provider_id=row.provider_id, strategy=row, action_id=each) for each in sorted(new)
    )


def _led(by: Actor, leader: UUID | None, measure_on: date | None, indicator: TimeIndicator | None) -> dict[str, Any]:
    """Return who leads a strategy, and when they are asked what it takes; refused without anything to measure."""
    if leader is not None and leader not in people.recipients(provider=by.provider, ids=[leader]):
        raise NotHere("There is no such account here.")
    if measure_on is not None and indicator is None:
        raise Refused("Only a time indicator is measured. Say what takes time, in which unit, and the value before.")
    return {"leader": leader, "measure_on": measure_on}


def take_strategy(by: Actor, now: datetime, row: models.Strategy, seen: int, **fields: Any) -> None:
    """Change a strategy that was seen at a version; Changed where somebody was before."""
    changed = {"version": seen + 1, "changed_by": by.account, "changed_at": now, **fields}
    if not models.Strategy.objects.filter(id=row.id, version=seen).update(**changed):
        current = strategy(by=by, id=row.id)
        raise Changed(by=people.shown_name(by=by, id=current.changed_by), at=current.changed_at, current=current)


def refuse_ended(row: models.Strategy) -> None:
    """Refuse a strategy that has ended."""
    if row.ended_on is not None:
        raise Refused("It has ended. Take it up again first.")


def strategy_row(by: Actor, id: UUID) -> models.Strategy:
    """Return a strategy's row; NotHere outside the provider."""
    row = models.Strategy.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere(GONE)
    return row


def record_strategy(by: Actor, now: datetime, row: models.Strategy, verb: str) -> None:
    """Journal something done to a strategy."""
    journal.record(by=by, now=now, room="actions", verb=verb, kind="strategy", object_id=row.id.hex)
