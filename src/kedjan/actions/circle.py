"""How somebody stands to the proposals of an analysis and to actions, and rows found by it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kedjan.access.service import (
    Actor,
    Changed,
    CircleScope,
    NotHere,
    NotYours,
    ProviderScope,
    Refused,
    Right,
    decide,
    holds_anywhere,
    require,
)
from kedjan.actions import models
from kedjan.actions.rules import noop
from kedjan.actions.values import Place, Proposal
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection

GONE = noop("There is no such proposal here.")
LONGEST_TEXT, LONGEST = 300, 8_000


def may_decide(by: Actor) -> bool:
    """Return whether the actor decides on proposals at the provider."""
    return decide(by, Right.DECIDE_PROPOSALS, on=ProviderScope(by.provider)).allowed


def place_in(by: Actor, analysis: UUID) -> Place:
    """Return how the actor stands to the proposals of an analysis; NotYours to who may not see rounds."""
    of = reflection.belonging(by=by, analysis=analysis)
    writes, decides = of.reads or of.leads, may_decide(by)
    if not (writes or decides):
        require(holds_anywhere(by, Right.SEE_ROUNDS))
    apart = (of.reads or of.leads) and people.is_manager(by=by)
    return Place(of.analysis, of.title, writes, decides, of.reads_all and not apart, apart)


def to_write(by: Actor, analysis: UUID) -> reflection.Belonging:
    """Return an analysis to one who words its proposals: who leads rounds, or reads one of its rounds."""
    of = reflection.belonging(by=by, analysis=analysis)
    if not (of.reads or of.leads):
        raise NotYours(decide(by, Right.READ_REFLECTIONS, on=CircleScope(by.provider, frozenset(), of.title)))
    return of


def as_writer(*, by: Actor, analysis: UUID) -> None:
    """Refuse, as NotYours with the reason, one who does not word the proposals of an analysis."""
    to_write(by, analysis)


def as_decider(*, by: Actor) -> None:
    """Refuse, as NotYours with the reason, one who does not decide on proposals."""
    require(decide(by, Right.DECIDE_PROPOSALS, on=ProviderScope(by.provider)))


def analysis_of(*, by: Actor, id: UUID) -> UUID:
    """Return the analysis that a proposal of the actor's provider is of; whoever asks is told no more."""
    return row_of(by, id).analysis_id


def row_of(by: Actor, id: UUID, *, lock: bool = False) -> models.Proposal:
    """Return a proposal's row, locked until the transaction ends where it is to be changed; NotHere outside."""
    rows = models.Proposal.objects.select_for_update(of=("self",)) if lock else models.Proposal.objects.all()
    row = rows.filter(provider_id=by.provider, id=id, removed=False).first()
    if row is None:
        raise NotHere(GONE)
    return row


def row_to_write(by: Actor, id: UUID) -> models.Proposal:
    """Return the row, locked, to one who words the analysis's proposals."""
    row = row_of(by, id, lock=True)
    to_write(by, row.analysis_id)
    return row


def open_row(by: Actor, id: UUID) -> models.Proposal:
    """Return the row as `row_to_write`; refused where it has been decided on or merged into another."""
    row = row_to_write(by, id)
    refuse_closed(row)
    return row


def refuse_closed(row: models.Proposal) -> None:
    """Refuse a proposal that has been decided on, or that another speaks for."""
    if row.merged_into_id is not None:
        raise Refused("It has been merged into another proposal, which speaks for it.")
    if models.ProposalDecision.objects.filter(proposal=row).exists():
        raise Refused("It has been decided on, and those who proposed it have been answered.")


def value(row: models.Proposal) -> Proposal:
    """Return a row as it crosses the door."""
    return Proposal(
        id=row.id,
        analysis=row.analysis_id,
        position=row.position,
        text=row.text,
        explanation=row.explanation,
        goal=row.goal_id,
        answer_by=row.answer_by,
        merged_into=row.merged_into_id,
        version=row.version,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


def take(by: Actor, now: datetime, row: models.Proposal, seen: int, **fields: Any) -> None:
    """Change a row that was seen at a version; Changed where somebody was before."""
    changed = {"version": seen + 1, "changed_by": by.account, "changed_at": now, **fields}
    if not models.Proposal.objects.filter(id=row.id, version=seen).update(**changed):
        current = value(models.Proposal.objects.get(id=row.id))
        raise Changed(by=people.shown_name(by=by, id=current.changed_by), at=current.changed_at, current=current)
    for name, each in changed.items():
        setattr(row, name, each)


def record(by: Actor, now: datetime, row: models.Proposal, verb: str, **details: Any) -> None:
    """Journal something done to a proposal, as done to its analysis."""
    journal.record(
        by=by,
        now=now,
        room="actions",
        verb=verb,
        kind="situation_analysis",
        object_id=row.analysis_id.hex,
        details={"proposal": row.id.hex, **details},
    )


def line_of(text: str) -> str:
    """Return a text as one line, which has words and is not too long."""
    line = " ".join(text.replace("\x00", "").split())
    if not line:
        raise Refused("It needs words.")
    if len(line) > LONGEST_TEXT:
        raise Refused("It has at most %(most)s characters. Put the rest below it.", most=LONGEST_TEXT)
    return line


def words_of(text: str) -> str:
    """Return a text without what cannot be stored, if it is not too long."""
    words = text.replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(words), most=LONGEST)
    return words
