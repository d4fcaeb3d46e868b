"""Reading conclusions: those of an analysis, and one of them with all that somebody sees of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.evidence import service as evidence
from kedjan.evidence.service import Citation
from kedjan.improvement import models, rules
from kedjan.improvement.circle import AGAINST, FOR, place_in, row_of, seen_by, values_of
from kedjan.improvement.reactions import reactions_in
from kedjan.improvement.settling import obstacles_of
from kedjan.improvement.values import Conclusion, Decision, Line, Overview, Place, Ruling, Whole, Wording
from kedjan.improvement.writing import no_strength_of


def conclusions(*, by: Actor, now: datetime, analysis: UUID) -> Overview:
    """Return the conclusions of an analysis that the actor sees, in their order.

    Preliminary ones are shown to those who lead rounds and to readers of the analysis's rounds; what was fed back to
    those who were asked, too; what is settled to all staff who may see rounds.
    """
    place = place_in(by, now, analysis)
    rows = models.Conclusion.objects.filter(provider_id=by.provider, analysis_id=analysis, removed=False)
    rows = rows.select_related("occasion")
    every = values_of(rows.order_by("position"))
    found = [each for each in every if rules.sees(place, each)]
    statements = [(kind, each.id.hex) for each in found for kind in (FOR, AGAINST)]
    number = evidence.how_many(by=by, statements=statements)
    lines = tuple(Line(each, number[FOR, each.id.hex], number[AGAINST, each.id.hex]) for each in found)
    strong = any(each.strength for each in every if each.state.value != "struck")
    return Overview(place, lines, strong, no_strength_of(analysis))


def conclusion(*, by: Actor, now: datetime, id: UUID) -> Whole:
    """Return one conclusion with its wordings, decisions and evidence to one who sees it; else it is not here.

    Of its wordings others than those who write it see the one fed back last and the present one.
    """
    row = row_of(by, id)
    place = place_in(by, now, row.analysis_id)
    found = seen_by(place, values_of([row])[0])
    supports, counters = evidence_of(by, place, id)
    return Whole(
        place=place,
        conclusion=found,
        wordings=tuple(each for each in wordings_of(id) if place.writes or each.number in _public(found)),
        decisions=decisions_of([id]).get(id, ()) if place.writes or found.decided else (),
        supports=supports,
        counters=counters,
        obstacles=obstacles_of(by, now, found, reads=place.reads_all) if place.leads and not found.decided else (),
        reactions=reactions_in(by, now, [found]).get(id),
    )


def evidence_of(by: Actor, place: Place, id: UUID) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
    """Return what speaks for a conclusion and against it.

    What is no longer there is told in the words that were kept only to those who read every round of the analysis;
    to others it is there, unnamed.
    """
    cited = evidence.rests_on(by=by, statements=[(FOR, id.hex), (AGAINST, id.hex)])
    return named(place, cited[FOR, id.hex]), named(place, cited[AGAINST, id.hex])


def named(place: Place, citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return citations with those that are gone unnamed to whoever does not read every round."""
    return tuple(
        replace(each, key="", label="", value="", state=evidence.State.UNNAMED)
        if each.state is evidence.State.GONE and not place.reads_all
        else each
        for each in citations
    )


def wordings_of(id: UUID) -> list[Wording]:
    """Return every wording of a conclusion, the first first."""
    rows = models.Wording.objects.filter(conclusion_id=id).order_by("number")
    return [Wording(row.number, row.text, row.explanation, row.motive, row.by, row.at) for row in rows]


def decisions_of(ids: Iterable[UUID]) -> dict[UUID, tuple[Decision, ...]]:
    """Return what was decided about conclusions, the first first; those without a decision are left out."""
    found: dict[UUID, tuple[Decision, ...]] = {}
    for row in models.Decision.objects.filter(conclusion__in=list(ids)).order_by("place"):
        made = Decision(Ruling(row.ruling), row.motive, row.wording, row.fed_back, row.by, row.at)
        found[row.conclusion_id] = (*found.get(row.conclusion_id, ()), made)
    return found


def _public(found: Conclusion) -> set[int | None]:
    return {found.wording, found.fed_wording}
