"""Situation analyses (nulägesanalyser, C01): what they set out from, what for, and which rounds belong to them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kedjan.access.service import (
    Actor,
    Changed,
    NotHere,
    ProviderScope,
    Refused,
    Right,
    decide,
    holds_anywhere,
    require,
)
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models, rounds
from kedjan.reflection.circle import may_lead, round_to_lead
from kedjan.reflection.giving.values import AnalysisRound, ProblemArea, SituationAnalysis

MOST_AREAS = 20


@transaction.atomic
def begin_analysis(*, by: Actor, now: datetime, title: str, key: UUID, **described: Any) -> SituationAnalysis:
    """Begin a situation analysis; `described` as in describe_analysis. The same key twice is once."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if not models.SituationAnalysis.objects.filter(provider_id=by.provider, id=key).exists():
        fields = _fields(by, key, title=title, **described)
        models.SituationAnalysis.objects.create(
            id=key, provider_id=by.provider, changed_by=by.account, changed_at=now, **fields
        )
        _record(by, now, "began_analysis", key)
    return analysis(by=by, id=key)


@transaction.atomic
def describe_analysis(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    title: str,
    reason: str = "",
    basis: str = "",
    purposes: Collection[str] = (),
    unit: UUID | None = None,
    participants: str = "",
    starts: date | None = None,
    ends: date | None = None,
    outcome: str = "",
) -> SituationAnalysis:
    """Describe a situation analysis anew; what is not given becomes empty. Raises Changed from an older version."""
    row = _to_lead(by, id)
    fields = _fields(
        by,
        id,
        title=title,
        reason=reason,
        basis=basis,
        purposes=purposes,
        unit=unit,
        participants=participants,
        starts=starts,
        ends=ends,
        outcome=outcome,
    )
    _take(by, now, row, seen, **fields)
    _record(by, now, "described_analysis", id)
    return analysis(by=by, id=id)


@transaction.atomic
def set_problem_areas(
    *, by: Actor, now: datetime, id: UUID, seen: int, areas: Sequence[ProblemArea]
) -> SituationAnalysis:
    """Let the analysis set out from these problem areas and no others, in this order. Each keeps its id."""
    row = _to_lead(by, id)
    if len(areas) > MOST_AREAS:
        raise Refused("At most %(most)s problem areas.", most=MOST_AREAS)
    if any(not each.text.strip() for each in areas):
        raise Refused("A problem area needs words.")
    kept = {each.id for each in areas}
    if models.ProblemArea.objects.filter(id__in=kept).exclude(analysis=row).exists():
        raise NotHere("There is no such problem area here.")
    _take(by, now, row, seen)
    models.ProblemArea.objects.filter(analysis=row).delete()
    models.ProblemArea.objects.bulk_create(
        models.ProblemArea(
            id=each.id,
            provider_id=row.provider_id,
            analysis=row,
            position=position,
            text=each.text.strip(),
            found_by=each.found_by.strip(),
            evidence=each.evidence.strip(),
        )
        for position, each in enumerate(areas, start=1)
    )
    _record(by, now, "set_problem_areas", id)
    return analysis(by=by, id=id)


@transaction.atomic
def place_round(*, by: Actor, now: datetime, round: UUID, seen: int, analysis: UUID | None) -> None:
    """Let a round belong to a situation analysis, or to none."""
    row = round_to_lead(by, round)
    if analysis is not None:
        _to_lead(by, analysis)
    rounds.take(by, now, row, seen, analysis_id=analysis)
    rounds.record(by, now, row, "placed_round")


def analyses(*, by: Actor) -> tuple[SituationAnalysis, ...]:
    """Return the provider's situation analyses, the latest begun first, to staff who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    return _values(by, models.SituationAnalysis.objects.filter(provider_id=by.provider))


def analysis(*, by: Actor, id: UUID) -> SituationAnalysis:
    """Return one situation analysis, to staff who may see rounds."""
    require(holds_anywhere(by, Right.SEE_ROUNDS))
    found = _values(by, models.SituationAnalysis.objects.filter(provider_id=by.provider, id=id))
    if not found:
        raise NotHere("There is no such situation analysis here.")
    return found[0]


def _values(by: Actor, rows: Any) -> tuple[SituationAnalysis, ...]:
    found = list(rows.prefetch_related("problem_areas", "rounds"))
    found.sort(key=lambda row: (row.starts or date.min, row.title), reverse=True)
    units = {each.id: each.name for each in organisation.unit_tree(provider=by.provider).units} if found else {}
    leads = may_lead(by).allowed
    return tuple(_value(row, units.get(row.unit_id, ""), leads=leads) for row in found)


def _value(row: models.SituationAnalysis, unit_name: str, *, leads: bool) -> SituationAnalysis:
    areas = sorted(row.problem_areas.all(), key=lambda each: each.position)
    belonging = sorted(row.rounds.all(), key=lambda each: (each.opened_on or date.max, each.title))
    return SituationAnalysis(
        id=row.id,
        title=row.title,
        reason=row.reason,
        basis=row.basis,
        purposes=tuple(row.purposes),
        unit=row.unit_id,
        unit_name=unit_name,
        participants=row.participants,
        starts=row.starts,
        ends=row.ends,
        outcome=row.outcome,
        version=row.version,
        problem_areas=tuple(ProblemArea(each.id, each.text, each.found_by, each.evidence) for each in areas),
        rounds=tuple(AnalysisRound(each.id, each.title, each.opened_on, each.closed_on) for each in belonging),
        may_lead=leads,
    )


def _to_lead(by: Actor, id: UUID) -> models.SituationAnalysis:
    row = models.SituationAnalysis.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such situation analysis here.")
    require(may_lead(by))
    return row


def _take(by: Actor, now: datetime, row: models.SituationAnalysis, seen: int, **fields: Any) -> None:
    changed = models.SituationAnalysis.objects.filter(id=row.id, version=seen).update(
        version=seen + 1, changed_by=by.account, changed_at=now, **fields
    )
    if not changed:
        row.refresh_from_db(fields=["changed_by", "changed_at"])
        who = people.shown_name(by=by, id=row.changed_by)
        raise Changed(by=who, at=row.changed_at, current=analysis(by=by, id=row.id))


def _fields(
    by: Actor,
    id: UUID,
    *,
    title: str,
    reason: str = "",
    basis: str = "",
    purposes: Collection[str] = (),
    unit: UUID | None = None,
    participants: str = "",
    starts: date | None = None,
    ends: date | None = None,
    outcome: str = "",
) -> dict[str, Any]:
    title = " ".join(title.split())
    if not title:
        raise Refused("A situation analysis needs a title.")
    if models.SituationAnalysis.objects.filter(provider_id=by.provider, title=title).exclude(id=id).exists():
        raise Refused("There is already a situation analysis called %(title)s.", title=title)
    if starts and ends and ends < starts:
        raise Refused("The last day lies before the first.")
    if unit is not None and unit not in {each.id for each in organisation.unit_tree(provider=by.provider).units}:
        raise NotHere("There is no such unit here.")
    return {
        "title": title,
        "reason": reason.strip(),
        "basis": basis.strip(),
        "purposes": [each.strip() for each in purposes if each.strip()],
        "unit_id": unit,
        "participants": participants.strip(),
        "starts": starts,
        "ends": ends,
        "outcome": outcome.strip(),
    }


def _record(by: Actor, now: datetime, verb: str, id: UUID) -> None:
    journal.record(by=by, now=now, room="reflection", verb=verb, kind="situation_analysis", object_id=id.hex)
