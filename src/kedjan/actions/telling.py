"""What became of what one proposed oneself, and what waits for those who decide."""

from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.actions import models, rules
from kedjan.actions.action_reading import action_value
from kedjan.actions.circle import may_decide, value
from kedjan.actions.reading import answered_in, decisions_of, rows_of
from kedjan.actions.values import CameOf, OwnProposal, Proposal, PutIn, Standing, ToDecide
from kedjan.people import service as people
from kedjan.reflection import service as reflection


def own_proposals(*, by: Actor, now: datetime) -> tuple[OwnProposal, ...]:
    """Return the proposals that one's own answers are a source of, with what was decided; the latest answered first.

    One that was merged is shown as the one that speaks for it.
    """
    loops = reflection.own_loops(by=by)
    if not loops:
        return ()
    mine = models.Proposal.objects.filter(provider_id=by.provider, answers__loop__in=loops).distinct()
    ids = {row.merged_into_id or row.id for row in mine}
    if not ids:
        return ()
    rows = list(models.Proposal.objects.filter(id__in=ids).select_related("analysis").order_by("position"))
    decided, today = decisions_of(ids), people.day_of(now)
    begun = {
        row.proposal_id: action_value(row) for row in models.Action.objects.filter(removed=False, proposal__in=ids)
    }
    found = []
    for row in rows:
        last = (decided.get(row.id) or (None,))[-1]
        stands = rules.standing(last, row.answer_by, today)
        found.append(OwnProposal(value(row), row.analysis.title, stands, last, begun.get(row.id)))
    return tuple(sorted(found, key=lambda each: each.decision.at.timestamp() if each.decision else 0, reverse=True))


def own_put_in(*, by: Actor) -> tuple[PutIn, ...]:
    """Return the proposals that the actor put in, in their own words as they were then; the first first."""
    rows = models.Wording.objects.filter(provider_id=by.provider, by=by.account, number=1).order_by("at", "id")
    return tuple(
        PutIn(row.proposal.analysis.title, row.text, row.explanation, row.at)
        for row in rows.select_related("proposal__analysis")
    )


def came_of(*, by: Actor, now: datetime, analysis: UUID, goal: UUID | None = None) -> CameOf | None:
    """Return what came of an analysis, of it for a goal where one is given, to all who may see rounds; else None.

    None too where nothing has been proposed or begun.
    """
    if not holds_anywhere(by, Right.SEE_ROUNDS).allowed:
        return None
    rows = [row for row in rows_of(by, analysis) if goal is None or row.goal_id == goal]
    begun = models.Action.objects.filter(removed=False, provider_id=by.provider, analysis_id=analysis).order_by(
        "text", "id"
    )
    done = tuple(action_value(row) for row in begun if goal is None or row.goal_id == goal)
    if not (rows or done):
        return None
    ids = {row.merged_into_id or row.id for row in rows}
    return CameOf(analysis, goal, answered_in(rows, decisions_of(ids), people.day_of(now)), done)


def next_to_decide(*, by: Actor, after: Proposal) -> Proposal | None:
    """Return the next proposal of the same analysis that nobody has decided on, to those who decide; else None.

    After the last comes the first.
    """
    if not may_decide(by):
        return None
    waits = models.Proposal.objects.filter(provider_id=by.provider, analysis_id=after.analysis, decisions=None)
    rows = list(waits.filter(merged_into=None, removed=False).exclude(id=after.id).order_by("position"))
    found = next((row for row in rows if row.position > after.position), rows[0] if rows else None)
    return value(found) if found else None


def to_decide(*, by: Actor, now: datetime) -> tuple[ToDecide, ...]:
    """Return the analyses with proposals that wait for a decision, to those who decide; soonest promised first."""
    if not may_decide(by):
        return ()
    today = people.day_of(now)
    waits = models.Proposal.objects.filter(provider_id=by.provider, merged_into=None, removed=False)
    rows = list(waits.select_related("analysis"))
    decided = decisions_of(row.id for row in rows)
    waiting: dict[UUID, list[models.Proposal]] = {}
    for row in rows:
        last = (decided.get(row.id) or (None,))[-1]
        if rules.standing(last, row.answer_by, today) in {Standing.WAITING, Standing.OVERDUE}:
            waiting.setdefault(row.analysis_id, []).append(row)
    found = (
        ToDecide(analysis, of[0].analysis.title, len(of), min(row.answer_by for row in of))
        for analysis, of in waiting.items()
    )
    return tuple(sorted(found, key=lambda each: (each.answer_by, each.title)))
