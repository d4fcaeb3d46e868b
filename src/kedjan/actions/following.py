"""Following up: what was seen, the phase that follows from it, and when the action comes back next."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused, Right, holds_anywhere, require
from kedjan.actions import models, rules
from kedjan.actions.action_reading import action_value
from kedjan.actions.action_values import STOPPED, Action, Phase, StepKind, Use
from kedjan.actions.circle import words_of
from kedjan.actions.doing import note_step, row_to_tend, take_action
from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan.people import service as people

COMES_BACK = Kind.ACTION_COMES_BACK


@transaction.atomic
def follow_up(*, by: Actor, now: datetime, id: UUID, seen: int, text: str, use: Use, follow_up_on: date) -> Action:
    """Say what was seen of an action from its version `seen`, and let its phase follow from that; it comes back later.

    An action that falls back needs a note, and `text` is that: what was seen is never left out. For who is responsible
    and who decides on proposals. Refused when it has been stopped, and with more who use it than were meant to.
    """
    row = row_to_tend(by, id)
    today, what = people.day_of(now), words_of(text)
    before = Phase(row.phase)
    if before in STOPPED:
        raise Refused("It has been stopped. Take it up again first.")
    if not what:
        raise Refused("Say what you saw.")
    if not 0 <= use.using <= use.intended or not use.intended:
        raise Refused("Say how many use it, of how many who were meant to.")
    if follow_up_on <= today:
        raise Refused("The day when it is followed up lies ahead.")
    after = rules.reached(before, use, today, handed_over_on=row.handed_over_on)
    kept = use.support_ended_on
    take_action(by, now, row, seen, phase=after.value, follow_up_on=follow_up_on, support_ended_on=kept)
    note_step(
        by, now, row, StepKind.FOLLOWED_UP,
        text=what, fell_back=rules.fell_back(before, after), using=use.using, intended=use.intended,
        all_term=use.all_term, routine=use.routine.replace("\x00", "").strip()[:300],
        support_ended_on=kept, documented=use.documented, analysed=use.analysed, research=use.research,
    )  # fmt: skip
    return action_value(row)


def coming_back(*, by: Actor, now: datetime) -> tuple[Action, ...]:
    """Return the actions that the actor is responsible for and whose day to be followed up has come."""
    rows = models.Action.objects.filter(
        removed=False, provider_id=by.provider, responsible=by.account, follow_up_on__lte=people.day_of(now)
    )
    return tuple(map(action_value, rows.order_by("follow_up_on", "id")))


def tell_responsible(*, by: Actor, now: datetime) -> int:
    """Put in the outbox, once for each day on which an action comes back, that it does; return how many are new.

    For the house's own work.
    """
    require(holds_anywhere(by, Right.LEAD_ROUNDS))
    rows = models.Action.objects.filter(removed=False, provider_id=by.provider, follow_up_on__lte=people.day_of(now))
    due = list(rows.values_list("id", "responsible", "follow_up_on"))
    open_accounts = people.recipients(provider=by.provider, ids={responsible for _id, responsible, _day in due})
    return sum(
        notices.send_once(
            by=by,
            now=now,
            event_key=f"{COMES_BACK} {action.hex} {day}",
            account=responsible,
            kind=COMES_BACK,
            values={"action": action.hex},
        )
        for action, responsible, day in due
        if responsible in open_accounts
    )
