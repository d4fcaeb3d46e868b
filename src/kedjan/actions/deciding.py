"""Deciding on a proposal: yes with an action, no, or later; and the answer to those who proposed it."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import Actor, Changed, Refused
from kedjan.actions import models
from kedjan.actions.action_values import Plan
from kedjan.actions.circle import as_decider, record, row_of, take, value, words_of
from kedjan.actions.doing import begin
from kedjan.actions.values import Decision, Ruling
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan.reflection import service as reflection

ANSWERED = Kind.PROPOSAL_ANSWERED


@transaction.atomic
def decide_proposal(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    ruling: Ruling,
    motive: str,
    owner: UUID | None = None,
    again_on: date | None = None,
    plan: Plan | None = None,
) -> Decision:
    """Decide on a proposal as it stands at its version `seen`, with a motive, and tell those who proposed it, once.

    A yes needs a plan and becomes an action, whose id is the proposal's; `later` needs a day ahead on which it is taken
    up again. `owner` answers for the decision: the one who is responsible, or else who decides. All in one transaction.
    Refused for one that another speaks for, and when a yes has been given.
    """
    as_decider(by=by)
    row = row_of(by, id, lock=True)
    why = words_of(motive)
    if row.version != seen:
        current = value(row)
        raise Changed(by=people.shown_name(by=by, id=current.changed_by), at=current.changed_at, current=current)
    _refuse(row, why)
    _refuse_incomplete(now, ruling, again_on, plan)
    made = models.ProposalDecision.objects.create(
        id=uuid4(),
        provider_id=row.provider_id,
        proposal=row,
        place=models.ProposalDecision.objects.filter(proposal=row).count() + 1,
        ruling=ruling.value,
        motive=why,
        owner=owner or (plan.responsible if plan else by.account),
        again_on=again_on if ruling is Ruling.LATER else None,
        by=by.account,
        at=now,
    )
    take(by, now, row, seen)
    if plan is not None and ruling is Ruling.YES:
        begin(by, now, row.id, plan, proposal=row)
    record(by, now, row, f"said_{ruling.value}", decision=made.id.hex)
    tell(by, now, row, made.id)
    return Decision(ruling, why, made.owner, made.again_on, by.account, now)


def tell(by: Actor, now: datetime, row: models.Proposal, decision: UUID) -> int:
    """Put the answer in the outbox of each whose answers the proposal comes from; return for how many it is new."""
    behind = models.AnswerSource.objects.filter(proposal__in=[row.id, *row.merged.values_list("id", flat=True)])
    return reflection.tell_writers(
        by=by,
        now=now,
        loops=set(behind.values_list("loop", flat=True)),
        event_key=f"{ANSWERED} {decision.hex}",
        kind=ANSWERED,
        values={"analysis": row.analysis_id.hex},
    )


def _refuse(row: models.Proposal, why: str) -> None:
    if row.merged_into_id is not None:
        raise Refused("It has been merged into another proposal. Decide on that one.")
    if models.ProposalDecision.objects.filter(proposal=row, ruling="yes").exists():
        raise Refused("It has been answered yes, and is an action now. Close that with a reason instead.")
    if not why:
        raise Refused("A decision is made with a motive. Those who proposed it get to read it.")


def _refuse_incomplete(now: datetime, ruling: Ruling, again_on: date | None, plan: Plan | None) -> None:
    if ruling is Ruling.YES and plan is None:
        raise Refused("A yes says who does what, by when, and what we shall see if it works.")
    if ruling is Ruling.LATER and (again_on is None or again_on <= people.day_of(now)):
        raise Refused("Later is a day ahead. Say when it is taken up again.")
