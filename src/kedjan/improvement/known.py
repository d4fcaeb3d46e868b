"""Conclusions as they are told elsewhere, in a report say: to those who see them, with what they rest on."""

from collections.abc import Collection
from uuid import UUID

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.evidence import service as evidence
from kedjan.improvement import models
from kedjan.improvement.circle import AGAINST, FOR, values_of
from kedjan.improvement.reading import decisions_of
from kedjan.improvement.values import Known
from kedjan.reflection import service as reflection


def known(*, by: Actor, ids: Collection[UUID] | None = None) -> dict[UUID, Known | None]:
    """Return conclusions by their ids, or every one of the provider's, in the order of their analyses.

    None is one that the actor does not see: others than those who write an analysis's conclusions see what is settled,
    where they may see rounds. What is not there is left out.
    """
    rows = models.Conclusion.objects.filter(provider_id=by.provider, removed=False)
    rows = rows.select_related("occasion", "analysis")
    if ids is not None:
        rows = rows.filter(id__in=set(ids))
    found = list(rows.order_by("analysis__title", "analysis", "position"))
    seen = seen_of(by, found)
    statements = [(kind, each.hex) for each in seen for kind in (FOR, AGAINST)]
    cited = evidence.rests_on(by=by, statements=statements) if seen else {}
    decided = decisions_of(seen) if seen else {}
    values = {each.id: each for each in values_of([row for row in found if row.id in seen])}
    return {
        row.id: Known(
            values[row.id],
            row.analysis.title,
            decided[row.id][-1] if row.id in decided else None,
            cited[FOR, row.id.hex],
            cited[AGAINST, row.id.hex],
        )
        if row.id in seen
        else None
        for row in found
    }


def seen_of(by: Actor, rows: Collection[models.Conclusion]) -> frozenset[UUID]:
    """Return which of some conclusions the actor sees outside the pages of those who were asked."""
    if not rows:
        return frozenset()
    writes = written_by(by)
    sees = holds_anywhere(by, Right.SEE_ROUNDS).allowed
    settled = {"settled", "revised"}
    return frozenset(row.id for row in rows if row.analysis_id in writes or (sees and row.state in settled))


def written_by(by: Actor) -> frozenset[UUID]:
    """Return the analyses whose conclusions the actor writes."""
    return frozenset(each.analysis for each in reflection.belongings(by=by) if each.reads or each.leads)
