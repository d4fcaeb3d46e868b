"""Ending a strategy, with what happens to its actions, and taking it up again."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.actions import models
from kedjan.actions.action_values import STOPPED, Phase, Strategy
from kedjan.actions.circle import as_decider, words_of
from kedjan.actions.doing import stop
from kedjan.actions.strategies import record_strategy, refuse_ended, strategy, strategy_row, take_strategy
from kedjan.people import service as people


@transaction.atomic
def end_strategy(
    *, by: Actor, now: datetime, id: UUID, seen: int, on: date, motive: str, close: Collection[UUID] = ()
) -> Strategy:
    """End a strategy from its version `seen`, on a day, with a motive; those of its actions in `close` are closed too.

    The others go on without it. Nobody is asked what it takes any more. For those who decide on proposals. Refused
    without a motive, on a day ahead, and to close what does not belong to it.
    """
    as_decider(by=by)
    row, why = strategy_row(by, id), words_of(motive)
    if row.version == seen:
        refuse_ended(row)
    if not why:
        raise Refused("Say why it ends. Others who try the same get to read it.")
    if on > people.day_of(now):
        raise Refused("It ends today or has ended before, not on a day ahead.")
    members = models.Action.objects.filter(strategies__strategy=row, removed=False)
    under_way = {each.id: each for each in members if Phase(each.phase) not in STOPPED}
    if set(close) - under_way.keys():
        raise Refused("Only actions that belong to it and are under way can be closed with it.")
    take_strategy(by, now, row, seen, ended_on=on, why_ended=why, measure_on=None)
    for each in close:
        stop(by=by, now=now, id=each, seen=under_way[each].version, phase=Phase.CLOSED, reason=why)
    record_strategy(by, now, row, "ended_strategy")
    return strategy(by=by, id=id)


@transaction.atomic
def take_up_strategy(*, by: Actor, now: datetime, id: UUID, seen: int) -> Strategy:
    """Take up a strategy again that had ended; actions that were closed with it stay so. Done twice is once."""
    as_decider(by=by)
    row = strategy_row(by, id)
    if row.ended_on is not None:
        take_strategy(by, now, row, seen, ended_on=None, why_ended="")
        record_strategy(by, now, row, "took_up_strategy")
    return strategy(by=by, id=id)
