"""How a strategy's time indicator goes: a value on a day, of how many of whom, put in by whoever leads the strategy."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from kedjan.access.service import (
    Actor,
    NotHere,
    NotYours,
    ProviderScope,
    Refused,
    Right,
    decide,
    holds_anywhere,
    require,
)
from kedjan.actions import models, rules
from kedjan.actions.action_reading import strategies_of
from kedjan.actions.action_values import Strategy
from kedjan.actions.circle import line_of, may_decide
from kedjan.actions.rules import noop
from kedjan.actions.strategies import (
    MOST_MINUTES,
    record_strategy,
    refuse_ended,
    strategy,
    strategy_row,
    take_strategy,
)
from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan.people import service as people

NO_VALUE = noop("There is no such value here.")
TO_MEASURE = Kind.STRATEGY_TO_MEASURE


@transaction.atomic
def measure_strategy(
    *, by: Actor, now: datetime, key: UUID, id: UUID, day: date, value: Decimal, number: int, whom: str,
    next_on: date | None,
) -> Strategy:  # fmt: skip
    """Put in what a strategy's time indicator was on a day, of how many of whom, and when it is asked for next.

    The same key twice is once. For who leads the strategy and who decides on proposals. Refused for fewer than five
    persons, whose time it would tell, for a day ahead, and for a day that has a value: take that away first.
    """
    as_leading(by=by, id=id)
    there = models.StrategyValue.objects.filter(id=key).first()
    if there is not None:
        if (there.provider_id, there.strategy_id) != (by.provider, id):
            raise NotHere(NO_VALUE)
        return strategy(by=by, id=id)
    row = _locked(by, id)
    today = people.day_of(now)
    if row.before is None:
        raise Refused("It has no time indicator. Say first what takes time, in which unit, and the value before.")
    if day > today:
        raise Refused("What it took is known today or before, not on a day ahead.")
    if next_on is not None and next_on <= today:
        raise Refused("The day when it is asked for next lies ahead.")
    if not 0 <= value < MOST_MINUTES:
        raise Refused("The time is a number, zero or more.")
    if number < rules.FEWEST:
        raise Refused("A value of fewer than 5 persons would tell what it takes for each. Wait until there are more.")
    _refuse_taken(id, day)
    models.StrategyValue.objects.create(
        id=key, provider_id=by.provider, strategy=row, day=day, value=value, number=number, whom=line_of(whom)[:120],
        by=by.account, at=now,
    )  # fmt: skip
    take_strategy(by, now, row, row.version, after=_latest(id), measure_on=next_on)
    record_strategy(by, now, row, "measured_strategy")
    return strategy(by=by, id=id)


@transaction.atomic
def remove_measured(*, by: Actor, now: datetime, id: UUID, measured: UUID) -> Strategy:
    """Take away a value that was put in by mistake; it can be put back. Done twice is once."""
    as_leading(by=by, id=id)
    row, found = _locked(by, id), _value(by, id, measured)
    if not found.removed:
        found.removed = True
        found.save(update_fields=["removed"])
        take_strategy(by, now, row, row.version, after=_latest(id))
        record_strategy(by, now, row, "removed_measured")
    return strategy(by=by, id=id)


@transaction.atomic
def put_back_measured(*, by: Actor, now: datetime, id: UUID, measured: UUID) -> Strategy:
    """Put back a value that was taken away. Refused where its day has another."""
    as_leading(by=by, id=id)
    row, found = _locked(by, id), _value(by, id, measured)
    if found.removed:
        _refuse_taken(id, found.day)
        found.removed = False
        found.save(update_fields=["removed"])
        take_strategy(by, now, row, row.version, after=_latest(id))
        record_strategy(by, now, row, "put_back_measured")
    return strategy(by=by, id=id)


def as_leading(*, by: Actor, id: UUID) -> None:
    """Refuse, as NotYours with the reason, one who neither leads a strategy nor decides on proposals."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    if strategy_row(by, id).leader != by.account and not may_decide(by):
        raise NotYours(decide(by, Right.DECIDE_PROPOSALS, on=ProviderScope(by.provider)))


def to_measure(*, by: Actor, now: datetime) -> tuple[Strategy, ...]:
    """Return the strategies that the actor leads and whose time indicator is asked for by now."""
    rows = models.Strategy.objects.filter(
        provider_id=by.provider, leader=by.account, ended_on=None, measure_on__lte=people.day_of(now)
    )
    return strategies_of(rows.order_by("measure_on", "id"))


def tell_leaders(*, by: Actor, now: datetime) -> int:
    """Put in the outbox, once for each day on which a value is asked for, that it is; return how many are new.

    For the house's own work.
    """
    require(holds_anywhere(by, Right.LEAD_ROUNDS))
    rows = models.Strategy.objects.filter(
        provider_id=by.provider, ended_on=None, measure_on__lte=people.day_of(now), leader__isnull=False
    )
    due = [(each.id, each.leader, each.measure_on) for each in rows if each.leader]
    there = people.recipients(provider=by.provider, ids={leader for _id, leader, _day in due})
    return sum(
        notices.send_once(
            by=by, now=now, event_key=f"{TO_MEASURE} {id.hex} {day}", account=leader, kind=TO_MEASURE,
            values={"strategy": id.hex},
        )
        for id, leader, day in due  # noqa: A001  as the field is called
        if leader in there
    )  # fmt: skip


def _locked(by: Actor, id: UUID) -> models.Strategy:
    row = models.Strategy.objects.select_for_update().get(id=strategy_row(by, id).id)
    refuse_ended(row)
    return row


def _value(by: Actor, id: UUID, measured: UUID) -> models.StrategyValue:
    row = models.StrategyValue.objects.filter(provider_id=by.provider, strategy=id, id=measured).first()
    if row is None:
        raise NotHere(NO_VALUE)
    return row


def _refuse_taken(id: UUID, day: date) -> None:
    if models.StrategyValue.objects.filter(strategy=id, day=day, removed=False).exists():
        raise Refused("There is a value of that day already. Take it away first.")


def _latest(id: UUID) -> Decimal | None:
    """Return the value of the latest day, which is what it takes after."""
    rows = models.StrategyValue.objects.filter(strategy=id, removed=False).order_by("-day")
    return rows.values_list("value", flat=True).first()
