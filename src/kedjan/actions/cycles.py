"""Beginning a cycle of three school years (C24): a strategy of few goals, with an action for each year."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.actions.action_values import Plan, Strategy, StrategyKind
from kedjan.actions.circle import as_decider
from kedjan.actions.doing import begin
from kedjan.actions.rules import CYCLE
from kedjan.actions.strategies import add_strategy


@transaction.atomic
def begin_cycle(
    *, by: Actor, now: datetime, key: UUID, text: str, explanation: str = "", leader: UUID | None = None,
    plans: Sequence[Plan],
) -> Strategy:  # fmt: skip
    """Begin a strategy with an action for each of three school years, in order. The same key twice is once.

    Each action comes back by itself and is changed, paused and closed as others are. For those who decide on proposals.
    """
    as_decider(by=by)
    if len(plans) != CYCLE or [each.by_when for each in plans] != sorted({each.by_when for each in plans}):
        raise Refused("A cycle has a plan for each of three years, one after the other.")
    begun = [begin(by, now, uuid5(key, f"year {place}"), plan) for place, plan in enumerate(plans, start=1)]
    return add_strategy(
        by=by, now=now, key=key, kind=StrategyKind.FEWER_GOALS, text=text, explanation=explanation, leader=leader,
        actions=[each.id for each in begun],
    )  # fmt: skip
