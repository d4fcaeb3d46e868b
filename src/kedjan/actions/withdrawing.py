"""What becomes of an action when the yes that it came of is taken back, and when yes is said again."""

from datetime import datetime

from kedjan.access.service import Actor
from kedjan.actions import models
from kedjan.actions.action_reading import action_value
from kedjan.actions.action_values import STOPPED, Action, Phase, Plan, StepKind
from kedjan.actions.doing import note_step, planned, take_action, tell
from kedjan.notices.service import Kind


def withdraw(by: Actor, now: datetime, proposal: models.Proposal, why: str) -> None:
    """End the action that came of a proposal, with the motive, and tell who is responsible; its steps are kept."""
    row = _action_of(proposal)
    if row is None:
        return
    came_to = row.came_to if Phase(row.phase) in STOPPED else row.phase
    take_action(by, now, row, row.version, phase=Phase.WITHDRAWN.value, came_to=came_to, follow_up_on=None)
    note_step(by, now, row, StepKind.WITHDRAWN, text=why)
    tell(by, now, row, Kind.ACTION_WITHDRAWN)


def take_up(by: Actor, now: datetime, proposal: models.Proposal, plan: Plan) -> Action | None:
    """Take up the action that came of an earlier yes, as a new one plans it, where it had come to; None without one."""
    row = _action_of(proposal)
    if row is None:
        return None
    take_action(by, now, row, row.version, phase=row.came_to, **planned(by, now, plan, proposal))
    note_step(by, now, row, StepKind.RESUMED)
    tell(by, now, row)
    return action_value(row)


def _action_of(proposal: models.Proposal) -> models.Action | None:
    return models.Action.objects.select_for_update(of=("self",)).filter(proposal=proposal).first()
