"""Deciding on a proposal: yes with an action, no, or later; taking a yes back; and the answer to those who proposed."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import Actor, Changed, Refused
from kedjan.actions import models
from kedjan.actions.action_values import Plan
from kedjan.actions.circle import as_decider, record, row_of, take, value, words_of
from kedjan.actions.doing import begin
from kedjan.actions.values import Decision, Ruling
from kedjan.actions.withdrawing import take_up, withdraw
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
    A yes after one that was taken back takes up the action that came of the first, with the new plan. Refused for one
    that another speaks for, and while a yes holds.
    """
    row, why = _row_as_seen(by, id, seen), words_of(motive)
    if _holding(row) == Ruling.YES:
        raise Refused("It has been answered yes, and is an action now. Take the yes back first, with a reason.")
    _refuse(row, why)
    _refuse_incomplete(now, ruling, again_on, plan)
    again = again_on if ruling is Ruling.LATER else None
    who = owner or (plan.responsible if plan else by.account)
    made = _keep(by, now, row, Decision(ruling, why, who, again, by.account, now))
    if plan is not None and ruling is Ruling.YES:  # once it is decided: the action cites the answer as it then is
        _ = take_up(by, now, row, plan) or begin(by, now, row.id, plan, proposal=row)
    return made


@transaction.atomic
def take_back(*, by: Actor, now: datetime, id: UUID, seen: int, motive: str, on: date) -> Decision:
    """Take back the yes to a proposal as it stands at its version `seen`, with a motive and the day it was taken back.

    The yes is kept beside it. The action that came of it is withdrawn with the motive, and what was seen of it is kept.
    Those who proposed it are told, and who is responsible, once. It is undone by deciding anew. Refused where no yes
    holds, and on a day ahead or before the yes.
    """
    row, why = _row_as_seen(by, id, seen), words_of(motive)
    if _holding(row) != Ruling.YES:
        raise Refused("There is no yes to take back.")
    _refuse(row, why)
    said = models.ProposalDecision.objects.filter(proposal=row).order_by("place").last()
    if said is None or not people.day_of(said.at) <= on <= people.day_of(now):
        raise Refused("It is taken back on the day of the yes at the earliest, and not on a day ahead.")
    withdraw(by, now, row, why)
    return _keep(by, now, row, Decision(Ruling.TAKEN_BACK, why, by.account, None, by.account, now, on))


def _row_as_seen(by: Actor, id: UUID, seen: int) -> models.Proposal:
    """Return a proposal's row, locked, to one who decides; Changed where somebody was before."""
    as_decider(by=by)
    row = row_of(by, id, lock=True)
    if row.version != seen:
        current = value(row)
        raise Changed(by=people.shown_name(by=by, id=current.changed_by), at=current.changed_at, current=current)
    return row


def _holding(row: models.Proposal) -> str | None:
    """Return the ruling that holds: the last one; None before the first."""
    rulings = models.ProposalDecision.objects.filter(proposal=row).order_by("-place")
    return rulings.values_list("ruling", flat=True).first()


def _keep(by: Actor, now: datetime, row: models.Proposal, made: Decision) -> Decision:
    """Keep a ruling after the others, journal it and tell those who proposed."""
    kept = models.ProposalDecision.objects.create(
        id=uuid4(),
        provider_id=row.provider_id,
        proposal=row,
        place=models.ProposalDecision.objects.filter(proposal=row).count() + 1,
        ruling=made.ruling.value,
        motive=made.motive,
        owner=made.owner,
        again_on=made.again_on,
        taken_back_on=made.taken_back_on,
        by=by.account,
        at=now,
    )
    take(by, now, row, row.version)
    record(by, now, row, f"said_{made.ruling.value}", decision=kept.id.hex)
    tell(by, now, row, kept.id)
    return made


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
    if not why:
        raise Refused("A decision is made with a motive. Those who proposed it get to read it.")


def _refuse_incomplete(now: datetime, ruling: Ruling, again_on: date | None, plan: Plan | None) -> None:
    if ruling is Ruling.TAKEN_BACK:
        raise Refused("There is no yes to take back.")
    if ruling is Ruling.YES and plan is None:
        raise Refused("A yes says who does what, by when, and what we shall see if it works.")
    if ruling is Ruling.LATER and (again_on is None or again_on <= people.day_of(now)):
        raise Refused("Later is a day ahead. Say when it is taken up again.")
