"""Doing: an action is begun, described anew, handed over, paused, resumed and closed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import Actor, Changed, NotHere, NotYours, ProviderScope, Refused, Right, decide
from kedjan.actions import models
from kedjan.actions.action_reading import action_value
from kedjan.actions.action_values import STOPPED, Action, Phase, Plan, StepKind
from kedjan.actions.circle import as_decider, line_of, may_decide, words_of
from kedjan.actions.rules import noop
from kedjan.evidence import service as evidence
from kedjan.goals import service as goals
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan.people import service as people

GIVEN = Kind.ACTION_GIVEN
GONE = noop("There is no such action here.")


@transaction.atomic
def begin_action(*, by: Actor, now: datetime, key: UUID, plan: Plan) -> Action:
    """Begin an action that nobody proposed. The same key twice is once. For those who decide on proposals."""
    as_decider(by=by)
    return begin(by, now, key, plan)


def begin(by: Actor, now: datetime, key: UUID, plan: Plan, *, proposal: models.Proposal | None = None) -> Action:
    """Begin an action, of a proposal or of none, and tell the one who is responsible."""
    there = models.Action.objects.filter(id=key).first()
    if there is not None:
        if there.provider_id != by.provider:
            raise NotHere(GONE)
        return action_value(there)
    fields = planned(by, now, plan, proposal)
    row = models.Action.objects.create(
        id=key,
        provider_id=by.provider,
        proposal=proposal,
        analysis_id=proposal.analysis_id if proposal else None,
        changed_by=by.account,
        changed_at=now,
        **fields,
    )
    note_step(by, now, row, StepKind.BEGUN)
    if proposal is not None:
        evidence.cite(by=by, now=now, statement=("action", key.hex), kind="proposal", key=proposal.id.hex)
    tell(by, now, row)
    return action_value(row)


def planned(by: Actor, now: datetime, plan: Plan, proposal: models.Proposal | None) -> dict[str, Any]:
    """Return what an action is by its plan; refused where that is not whole."""
    sign = words_of(plan.sign)
    if not sign:
        raise Refused("Say what we shall see if it works.")
    _refuse_past(now, plan.follow_up_on)
    _refuse_others(by, plan.responsible)
    if plan.goal is not None:
        goals.goal(by=by, id=plan.goal)
    return {
        "goal_id": plan.goal or (proposal.goal_id if proposal else None),
        "text": line_of(plan.text),
        "responsible": plan.responsible,
        "by_when": plan.by_when,
        "sign": sign,
        "follow_up_on": plan.follow_up_on,
    }


@transaction.atomic
def describe_action(
    *, by: Actor, now: datetime, id: UUID, seen: int, text: str, sign: str, by_when: date, follow_up_on: date,
    goal: UUID | None,
) -> Action:  # fmt: skip
    """Describe an action anew from its version `seen`. For who is responsible and who decides; not when stopped."""
    row = row_to_tend(by, id)
    _refuse_stopped(row)
    expected = words_of(sign)
    if not expected:
        raise Refused("Say what we shall see if it works.")
    if follow_up_on != row.follow_up_on:
        _refuse_past(now, follow_up_on)
    if goal is not None:
        goals.goal(by=by, id=goal)
    fields = {"text": line_of(text), "sign": expected, "by_when": by_when, "follow_up_on": follow_up_on}
    take_action(by, now, row, seen, goal_id=goal, **fields)
    recorded(by, now, row, "described_action")
    return action_value(row)


@transaction.atomic
def hand_over(*, by: Actor, now: datetime, id: UUID, seen: int, to: UUID, text: str = "") -> Action:
    """Let somebody else be responsible, and tell them; that it changed hands is kept."""
    row = row_to_tend(by, id)
    _refuse_stopped(row)
    if to == row.responsible:
        raise Refused("They are responsible already.")
    _refuse_others(by, to)
    take_action(by, now, row, seen, responsible=to, handed_over_on=people.day_of(now))
    note_step(by, now, row, StepKind.HANDED_OVER, text=words_of(text))
    tell(by, now, row)
    return action_value(row)


@transaction.atomic
def stop(*, by: Actor, now: datetime, id: UUID, seen: int, phase: Phase, reason: str) -> Action:
    """Pause an action or close it, with a reason that all may read; it comes back no more by itself."""
    row = row_to_tend(by, id)
    why = words_of(reason)
    if phase not in {Phase.PAUSED, Phase.CLOSED}:
        raise Refused("An action is stopped by pausing or closing it.")
    if row.phase in {Phase.CLOSED, Phase.WITHDRAWN, phase}:
        raise Refused("It has been stopped already.")
    if not why:
        raise Refused("Say why it stops. Others who try the same get to read it.")
    came_to = row.came_to if row.phase == Phase.PAUSED else row.phase
    take_action(by, now, row, seen, phase=phase.value, came_to=came_to, follow_up_on=None)
    note_step(by, now, row, StepKind.PAUSED if phase is Phase.PAUSED else StepKind.CLOSED, text=why)
    return action_value(row)


@transaction.atomic
def resume(*, by: Actor, now: datetime, id: UUID, seen: int, follow_up_on: date) -> Action:
    """Take up an action again that was paused or closed, in the phase it had come to, and follow it up on a day."""
    row = row_to_tend(by, id)
    if Phase(row.phase) not in STOPPED:
        raise Refused("It is under way.")
    if row.phase == Phase.WITHDRAWN:
        raise Refused("The yes behind it has been taken back. Decide on the proposal anew.")
    _refuse_past(now, follow_up_on)
    take_action(by, now, row, seen, phase=row.came_to, follow_up_on=follow_up_on)
    note_step(by, now, row, StepKind.RESUMED)
    return action_value(row)


def as_tending(*, by: Actor, id: UUID) -> None:
    """Refuse, as NotYours with the reason, one who neither is responsible for an action nor decides on proposals."""
    _refuse_untending(by, _row(by, id))


def row_to_tend(by: Actor, id: UUID) -> models.Action:
    """Return an action's row, locked, to who is responsible for it or decides on proposals; NotYours to others."""
    row = _row(by, id, lock=True)
    _refuse_untending(by, row)
    return row


def _row(by: Actor, id: UUID, *, lock: bool = False) -> models.Action:
    rows = models.Action.objects.select_for_update(of=("self",)) if lock else models.Action.objects.all()
    row = rows.filter(provider_id=by.provider, id=id, removed=False).first()
    if row is None:
        raise NotHere(GONE)
    return row


def _refuse_untending(by: Actor, row: models.Action) -> None:
    if row.responsible != by.account and not may_decide(by):
        raise NotYours(decide(by, Right.DECIDE_PROPOSALS, on=ProviderScope(by.provider)))


def take_action(by: Actor, now: datetime, row: models.Action, seen: int, **fields: Any) -> None:
    """Change an action that was seen at a version; Changed where somebody was before."""
    changed = {"version": seen + 1, "changed_by": by.account, "changed_at": now, **fields}
    if not models.Action.objects.filter(id=row.id, version=seen).update(**changed):
        current = action_value(models.Action.objects.get(id=row.id))
        raise Changed(by=people.shown_name(by=by, id=current.changed_by), at=current.changed_at, current=current)
    for name, each in changed.items():
        setattr(row, name, each)


def note_step(by: Actor, now: datetime, row: models.Action, kind: StepKind, **fields: Any) -> None:
    """Keep what happened to an action, with the phase it is in now, and journal it."""
    models.ActionStep.objects.create(
        id=uuid4(),
        provider_id=row.provider_id,
        action=row,
        place=models.ActionStep.objects.filter(action=row).count() + 1,
        kind=kind.value,
        phase=row.phase,
        by=by.account,
        at=now,
        **fields,
    )
    recorded(by, now, row, f"{kind.value}_action")


def recorded(by: Actor, now: datetime, row: models.Action, verb: str) -> None:
    """Journal something done to an action."""
    details = {"phase": row.phase, "version": row.version}
    journal.record(by=by, now=now, room="actions", verb=verb, kind="action", object_id=row.id.hex, details=details)


def tell(by: Actor, now: datetime, row: models.Action, kind: Kind = GIVEN) -> None:
    """Tell who is responsible for an action, once for each version of it, that it is theirs or what became of it."""
    if row.responsible in people.recipients(provider=by.provider, ids=[row.responsible]):
        notices.send_once(
            by=by,
            now=now,
            event_key=f"{kind} {row.id.hex} {row.version}",
            account=row.responsible,
            kind=kind,
            values={"action": row.id.hex},
        )


def _refuse_stopped(row: models.Action) -> None:
    if Phase(row.phase) in STOPPED:
        raise Refused("It has been stopped. Take it up again first.")


def _refuse_past(now: datetime, follow_up_on: date) -> None:
    if follow_up_on <= people.day_of(now):
        raise Refused("The day when it is followed up lies ahead.")


def _refuse_others(by: Actor, account: UUID) -> None:
    """Refuse somebody who has no open account at the provider."""
    if account not in people.recipients(provider=by.provider, ids=[account]):
        raise NotHere("There is no such account here.")
