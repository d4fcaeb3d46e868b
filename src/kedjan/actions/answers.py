"""What was answered to the proposals of analyses, as it may be told to everybody."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.actions import models
from kedjan.actions.action_reading import action_value
from kedjan.actions.circle import may_decide
from kedjan.actions.reading import decisions_of, lines_of
from kedjan.actions.values import AnsweredProposal, Answers, Place
from kedjan.reflection import service as reflection

ANY_DAY = date.min
"""How late an answer is follows from the day, and is not told here."""


def answers_told(*, by: Actor, analyses: Collection[UUID] | None = None) -> dict[UUID, Answers | None]:
    """Return what was answered to the proposals of some analyses, or of every one that has any, by their titles.

    The same to whoever asks: the words of those decided on, and how many persons are behind each where they are five or
    more; of the rest only that they wait. None for analyses whose answers the actor does not see: they are for those
    who see rounds, word their proposals or decide on them. Analyses without proposals are left out.
    """
    found = models.Proposal.objects.filter(provider_id=by.provider, removed=False)
    found = found if analyses is None else found.filter(analysis__in=set(analyses))
    rows: dict[UUID, list[models.Proposal]] = defaultdict(list)
    for row in found.select_related("analysis").order_by("analysis__title", "analysis", "position"):
        rows[row.analysis_id].append(row)
    seen = _seen(by, rows)
    told = _told(by, [row for analysis in seen for row in rows[analysis]]) if seen else {}
    return {analysis: told.get(analysis) for analysis in rows}


def _seen(by: Actor, analyses: Collection[UUID]) -> frozenset[UUID]:
    if may_decide(by) or holds_anywhere(by, Right.SEE_ROUNDS).allowed:
        return frozenset(analyses)
    writes = {each.analysis for each in reflection.belongings(by=by) if each.reads or each.leads}
    return frozenset(writes & set(analyses))


def _told(by: Actor, rows: list[models.Proposal]) -> dict[UUID, Answers]:
    """Return answers by analysis: five questions, however many there are."""
    decided = decisions_of(row.id for row in rows)
    begun = {
        row.proposal_id: action_value(row) for row in models.Action.objects.filter(removed=False, proposal__in=decided)
    }
    titles = {row.analysis_id: row.analysis.title for row in rows}
    lines = lines_of(by, _everybody(), rows, decided, ANY_DAY)
    return {
        analysis: Answers(
            analysis,
            title,
            sum((row.merged_into_id or row.id) in decided for row in rows if row.analysis_id == analysis),
            sum(row.analysis_id == analysis for row in rows),
            tuple(
                AnsweredProposal(
                    line.proposal, line.support, line.by_hand, line.merged, line.decision, begun.get(line.proposal.id)
                )
                for line in lines
                if line.decision and line.proposal.analysis == analysis
            ),
        )
        for analysis, title in titles.items()
    }


def _everybody() -> Place:
    """Return how one who neither words proposals nor reads what people wrote stands to any analysis."""
    return Place(UUID(int=0), "", writes=False, decides=False, reads_all=False, apart=False)
