"""Where something that one sees can be cited: conclusions not decided yet, and what stands on boards."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.evidence import service as evidence
from kedjan.improvement import models
from kedjan.improvement.board_values import ORIGIN, Observation
from kedjan.improvement.boarding import COMES_FROM, observation_value
from kedjan.improvement.circle import AGAINST, FOR, values_of
from kedjan.improvement.known import written_by
from kedjan.improvement.resting import CITABLE
from kedjan.improvement.values import Conclusion

UNDECIDED = ("preliminary", "fed_back")


@dataclass(frozen=True, slots=True)
class OpenConclusion:
    """A conclusion not decided yet, of the analysis that is called `title`, and on which sides it cites the thing."""

    conclusion: Conclusion
    title: str
    supports: bool
    counters: bool


@dataclass(frozen=True, slots=True)
class OpenObservation:
    """Something on the board of the analysis that is called `title`, and whether it is said to come from the thing."""

    observation: Observation
    title: str
    cited: bool


@dataclass(frozen=True, slots=True)
class WhereToCite:
    """Every place where a thing can be cited, by analysis and then in their order."""

    conclusions: tuple[OpenConclusion, ...] = ()
    observations: tuple[OpenObservation, ...] = ()


def where_to_cite(*, by: Actor, kind: str, key: str) -> WhereToCite:
    """Return the undecided conclusions and what stands on boards, of analyses whose conclusions the actor writes.

    Nothing for a kind that they cannot rest on. What is asked of the database does not grow with them.
    """
    if kind not in COMES_FROM:
        return WhereToCite()
    writes = written_by(by)
    if not writes:
        return WhereToCite()
    cited = {(each.kind, each.id) for each in evidence.became_of(by=by, kind=kind, keys=[key])[key]}
    open_ones = _conclusions(by, writes, cited) if kind in CITABLE else ()
    return WhereToCite(open_ones, _observations(by, writes, cited))


type _Cited = Collection[tuple[str, str]]


def _conclusions(by: Actor, writes: Collection[UUID], cited: _Cited) -> tuple[OpenConclusion, ...]:
    rows = models.Conclusion.objects.filter(provider_id=by.provider, analysis_id__in=writes, removed=False)
    rows = rows.filter(state__in=UNDECIDED)
    found = list(rows.select_related("occasion", "analysis").order_by("analysis__title", "analysis", "position"))
    titles = {row.id: row.analysis.title for row in found}
    return tuple(
        OpenConclusion(each, titles[each.id], (FOR, each.id.hex) in cited, (AGAINST, each.id.hex) in cited)
        for each in values_of(found)
    )


def _observations(by: Actor, writes: Collection[UUID], cited: _Cited) -> tuple[OpenObservation, ...]:
    rows = models.Observation.objects.filter(provider_id=by.provider, analysis_id__in=writes, removed=False)
    return tuple(
        OpenObservation(observation_value(row), row.analysis.title, (ORIGIN, row.id.hex) in cited)
        for row in rows.select_related("analysis").order_by("analysis__title", "analysis", "position")
    )
