"""How somebody stands to the conclusions of an analysis, and rows found by it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from kedjan.access.service import (
    Actor,
    Changed,
    CircleScope,
    NotHere,
    NotYours,
    Right,
    decide,
    holds_anywhere,
    require,
)
from kedjan.evidence import service as evidence
from kedjan.improvement import models
from kedjan.improvement.rules import noop, sees
from kedjan.improvement.values import Conclusion, Place, State
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection

FOR, AGAINST = "conclusion", "conclusion.against"
"""The kinds of statements under which what speaks for a conclusion, and against it, is cited."""
GONE = noop("There is no such conclusion here.")


def place_in(by: Actor, now: datetime, analysis: UUID) -> Place:
    """Return how the actor stands to an analysis; NotYours to who is neither asked, nor staff who may see rounds."""
    of = reflection.belonging(by=by, analysis=analysis)
    writes = of.reads or of.leads
    own = () if writes else reflection.own_rounds(by=by, now=now)
    asked = bool({each.id for each in own} & set(of.rounds))
    if not (writes or asked):
        require(holds_anywhere(by, Right.SEE_ROUNDS))
    return Place(of.analysis, of.title, writes, of.leads, of.reads_all, asked, of.reads)


def to_write(by: Actor, analysis: UUID) -> reflection.Belonging:
    """Return an analysis to one who writes its conclusions: who leads rounds, or reads one of its rounds."""
    of = reflection.belonging(by=by, analysis=analysis)
    if not (of.reads or of.leads):
        raise NotYours(decide(by, Right.READ_REFLECTIONS, on=CircleScope(by.provider, frozenset(), of.title)))
    return of


def to_lead(by: Actor, analysis: UUID) -> reflection.Belonging:
    """Return an analysis to one who leads rounds."""
    of = reflection.belonging(by=by, analysis=analysis)
    if not of.leads:
        require(holds_anywhere(by, Right.LEAD_ROUNDS))
        raise NotYours(decide(by, Right.LEAD_ROUNDS, on=CircleScope(by.provider, frozenset(), of.title)))
    return of


def as_writer(*, by: Actor, analysis: UUID) -> None:
    """Refuse, as NotYours with the reason, one who does not write the conclusions of an analysis."""
    to_write(by, analysis)


def as_leader(*, by: Actor, analysis: UUID) -> None:
    """Refuse, as NotYours with the reason, one who does not lead rounds."""
    to_lead(by, analysis)


def analysis_of(*, by: Actor, id: UUID) -> UUID:
    """Return the analysis that a conclusion of the actor's provider is of; whoever asks is told no more."""
    return row_of(by, id).analysis_id


def row_of(by: Actor, id: UUID, *, lock: bool = False) -> models.Conclusion:
    """Return a conclusion's row, locked until the transaction ends where it is to be changed; NotHere outside."""
    rows = models.Conclusion.objects.select_related("occasion")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(provider_id=by.provider, id=id, removed=False).first()
    if row is None:
        raise NotHere(GONE)
    return row


def row_to_write(by: Actor, id: UUID) -> models.Conclusion:
    """Return the row, locked, to one who writes the analysis's conclusions."""
    row = row_of(by, id, lock=True)
    to_write(by, row.analysis_id)
    return row


def row_to_lead(by: Actor, id: UUID) -> models.Conclusion:
    """Return the row, locked, to one who leads rounds."""
    row = row_of(by, id, lock=True)
    to_lead(by, row.analysis_id)
    return row


def seen_by(place: Place, found: Conclusion) -> Conclusion:
    """Return a conclusion to one who sees it; what one does not see is not here."""
    if not sees(place, found):
        raise NotHere(GONE)
    return found


def value(row: models.Conclusion, wording: models.Wording) -> Conclusion:
    """Return a row with its present wording as it crosses the door."""
    return Conclusion(
        id=row.id,
        analysis=row.analysis_id,
        position=row.position,
        state=State(row.state),
        strength=row.strength,
        text=wording.text,
        explanation=wording.explanation,
        wording=row.wording,
        version=row.version,
        problem_area=row.problem_area,
        goal=row.goal_id,
        fed_wording=row.fed_wording,
        occasion=row.occasion_id,
        closes_on=row.occasion.closes_on if row.occasion else None,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


def values_of(rows: Collection[models.Conclusion]) -> list[Conclusion]:
    """Return rows with their present wordings, in their order; in one question."""
    wordings = models.Wording.objects.filter(conclusion__in=[row.id for row in rows])
    present = {(each.conclusion_id, each.number): each for each in wordings}
    return [value(row, present[row.id, row.wording]) for row in rows]


def now_of(row: models.Conclusion) -> Conclusion:
    """Return a conclusion as it stands now, of a row that may have been read a while ago."""
    return values_of([models.Conclusion.objects.select_related("occasion").get(id=row.id)])[0]


def take(by: Actor, now: datetime, row: models.Conclusion, seen: int, **fields: Any) -> None:
    """Change a row that was seen at a version; Changed where somebody was before."""
    changed = {"version": seen + 1, "changed_by": by.account, "changed_at": now, **fields}
    if not models.Conclusion.objects.filter(id=row.id, version=seen).update(**changed):
        raise changed_meanwhile(by, row)
    for name, each in changed.items():
        setattr(row, name, each)


def changed_meanwhile(by: Actor, row: models.Conclusion) -> Changed:
    """Return who changed a conclusion and what it says now."""
    current = now_of(row)
    return Changed(by=people.shown_name(by=by, id=current.changed_by), at=current.changed_at, current=current)


def supports_of(by: Actor, id: UUID) -> tuple[evidence.Citation, ...]:
    """Return what speaks for a conclusion, as far as the actor may see."""
    return evidence.rests_on(by=by, statements=[(FOR, id.hex)])[FOR, id.hex]


def record(by: Actor, now: datetime, row: models.Conclusion, verb: str, **details: Any) -> None:
    """Journal something done to a conclusion, as done to its analysis."""
    noted(by, now, row.analysis_id, verb, conclusion=row.id.hex, version=row.version, **details)


def noted(by: Actor, now: datetime, analysis: UUID, verb: str, **details: Any) -> None:
    """Journal something done to an analysis's conclusions."""
    journal.record(
        by=by,
        now=now,
        room="improvement",
        verb=verb,
        kind="situation_analysis",
        object_id=analysis.hex,
        details=details,
    )
