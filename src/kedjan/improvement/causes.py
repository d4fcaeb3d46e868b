"""The cause graph of an analysis (C22): statements, what leads to what, and how sure that is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.evidence import service as evidence
from kedjan.improvement import models, rules
from kedjan.improvement.cause_values import Cause, CauseGraph, CauseLink, Status
from kedjan.improvement.circle import noted, place_in, to_write
from kedjan.people import service as people

FOR, AGAINST = "cause", "cause.against"
"""The kinds of statements under which what speaks for a link, and against it, is cited."""
LONGEST_TEXT, LONGEST, MOST = 200, 4_000, 40
NO_CAUSE = rules.noop("There is no such cause here.")
NO_LINK = rules.noop("There is no such link between causes here.")


def cause_graph(*, by: Actor, now: datetime, analysis: UUID) -> CauseGraph:
    """Return an analysis's cause graph to those who write its conclusions; to others, NotYours."""
    to_write(by, analysis)
    place = place_in(by, now, analysis)
    rows = models.Cause.objects.filter(provider_id=by.provider, analysis_id=analysis, removed=False)
    causes = {row.id: cause_value(row) for row in rows.order_by("position")}
    links = links_among(by, causes)
    return CauseGraph(place, tuple(causes.values()), links, rules.weakest(links))


def links_among(by: Actor, causes: Mapping[UUID, Cause]) -> tuple[CauseLink, ...]:
    """Return the links between some statements, in the order of their causes, with their citations counted."""
    rows = list(models.CauseLink.objects.filter(cause__in=causes, effect__in=causes, removed=False))
    rows.sort(key=lambda row: (list(causes).index(row.cause_id), list(causes).index(row.effect_id)))
    statements = [(kind, row.id.hex) for row in rows for kind in (FOR, AGAINST)]
    number = evidence.how_many(by=by, statements=statements) if rows else {}
    return tuple(
        CauseLink(
            row.id,
            place,
            causes[row.cause_id],
            causes[row.effect_id],
            Status(row.status),
            row.alternative,
            number[FOR, row.id.hex],
            number[AGAINST, row.id.hex],
            row.version,
            row.changed_by,
            row.changed_at,
        )
        for place, row in enumerate(rows, start=1)
    )


@transaction.atomic
def add_cause(
    *, by: Actor, now: datetime, key: UUID, analysis: UUID, text: str, conclusion: UUID | None = None
) -> Cause:
    """Add a statement last, which a conclusion of the analysis may say. The same key twice is once."""
    to_write(by, analysis)
    there = models.Cause.objects.filter(id=key).first()
    if there is not None:
        if (there.provider_id, there.analysis_id) != (by.provider, analysis):
            raise NotHere(NO_CAUSE)
        return cause_value(there)
    rows = models.Cause.objects.filter(analysis_id=analysis)
    if rows.filter(removed=False).count() >= MOST:
        raise Refused("At most %(most)s causes. Take one away, or say two of them as one.", most=MOST)
    row = models.Cause.objects.create(
        id=key,
        provider_id=by.provider,
        analysis_id=analysis,
        position=(rows.aggregate(last=Max("position"))["last"] or 0) + 1,
        text=_line(text),
        conclusion_id=_conclusion(analysis, conclusion),
        changed_by=by.account,
        changed_at=now,
    )
    noted(by, now, analysis, "added_cause", cause=key.hex)
    return cause_value(row)


@transaction.atomic
def word_cause(*, by: Actor, now: datetime, id: UUID, seen: int, text: str, conclusion: UUID | None = None) -> Cause:
    """Say a statement in other words, from its version `seen`, else Changed with what stands there."""
    row = cause_row(by, id)
    _take(by, now, row, seen, text=_line(text), conclusion_id=_conclusion(row.analysis_id, conclusion))
    noted(by, now, row.analysis_id, "worded_cause", cause=id.hex)
    return cause_value(row)


@transaction.atomic
def remove_cause(*, by: Actor, now: datetime, id: UUID, seen: int) -> int:
    """Take a statement out of the graph, and with it the links from it and to it.

    It can be put back with them, from the version that is returned.
    """
    row = cause_row(by, id)
    _take(by, now, row, seen, removed=True)
    noted(by, now, row.analysis_id, "removed_cause", cause=id.hex)
    return row.version


@transaction.atomic
def put_back_cause(*, by: Actor, now: datetime, id: UUID, seen: int) -> Cause:
    """Put a statement back, with its links; done twice is once. Changed where it was taken out anew since `seen`."""
    row = cause_row(by, id, removed=None)
    if row.removed:
        _take(by, now, row, seen, removed=False)
        noted(by, now, row.analysis_id, "put_back_cause", cause=id.hex)
    return cause_value(row)


@transaction.atomic
def link_causes(*, by: Actor, now: datetime, key: UUID, cause: UUID, effect: UUID) -> UUID:
    """Say that one statement leads to another of the same analysis: a hypothesis until somebody has shown more.

    Said twice is once, and one that was taken away is there again, with what it rests on. Return the link's id.
    """
    first, second = cause_row(by, cause), cause_row(by, effect)
    if first.id == second.id:
        raise Refused("A cause does not lead to itself.")
    if first.analysis_id != second.analysis_id:
        raise NotHere(NO_CAUSE)
    there = models.CauseLink.objects.filter(cause=first, effect=second).first()
    if there is not None and not there.removed:
        return there.id
    if there is not None:
        _take(by, now, there, there.version, removed=False)
    else:
        given = {"provider_id": by.provider, "changed_by": by.account, "changed_at": now}
        try:
            with transaction.atomic():
                there = models.CauseLink.objects.create(id=key, cause=first, effect=second, **given)
        except IntegrityError:
            raise Refused("Somebody drew the same link at the same moment.") from None
    noted(by, now, first.analysis_id, "linked_causes", link=there.id.hex)
    return there.id


@transaction.atomic
def remove_link(*, by: Actor, now: datetime, id: UUID, seen: int) -> None:
    """Say no longer that one leads to the other; drawn again, it has what it rested on."""
    row = link_row(by, id)
    _take(by, now, row, seen, removed=True)
    noted(by, now, row.cause.analysis_id, "unlinked_causes", link=id.hex)


def cause(*, by: Actor, id: UUID) -> Cause:
    """Return one statement of a graph to one who writes the analysis's conclusions."""
    return cause_value(cause_row(by, id))


def cause_value(row: models.Cause) -> Cause:
    """Return a row as it crosses the door."""
    return Cause(row.id, row.analysis_id, row.text, row.conclusion_id, row.version, row.changed_by, row.changed_at)


def cause_row(by: Actor, id: UUID, *, removed: bool | None = False) -> models.Cause:
    """Return a statement's row to one who writes the analysis's conclusions; None for `removed` asks for either."""
    rows = models.Cause.objects.filter(provider_id=by.provider, id=id)
    row = (rows if removed is None else rows.filter(removed=removed)).first()
    if row is None:
        raise NotHere(NO_CAUSE)
    to_write(by, row.analysis_id)
    return row


def link_row(by: Actor, id: UUID) -> models.CauseLink:
    """Return a link's row to one who writes the analysis's conclusions."""
    rows = models.CauseLink.objects.filter(provider_id=by.provider, removed=False)
    rows = rows.filter(cause__removed=False, effect__removed=False).select_related("cause", "effect")
    row = rows.filter(id=id).first()
    if row is None:
        raise NotHere(NO_LINK)
    to_write(by, row.cause.analysis_id)
    return row


def take_link(by: Actor, now: datetime, row: models.CauseLink, seen: int, **fields: Any) -> None:
    """Change a link that was seen at a version; Changed where somebody was before."""
    _take(by, now, row, seen, **fields)


def _take(by: Actor, now: datetime, row: models.Cause | models.CauseLink, seen: int, **fields: Any) -> None:
    changed = {"version": seen + 1, "changed_by": by.account, "changed_at": now, **fields}
    if not type(row).objects.filter(id=row.id, version=seen).update(**changed):
        row.refresh_from_db()
        who = people.shown_name(by=by, id=row.changed_by)
        raise Changed(
            by=who, at=row.changed_at, current=cause_value(row) if isinstance(row, models.Cause) else row.version
        )
    for name, each in changed.items():
        setattr(row, name, each)


def _conclusion(analysis: UUID, id: UUID | None) -> UUID | None:
    if id is not None and not models.Conclusion.objects.filter(id=id, analysis_id=analysis, removed=False).exists():
        raise NotHere("There is no such conclusion here.")
    return id


def _line(text: str) -> str:
    line = " ".join(text.replace("\x00", "").split())
    if not line:
        raise Refused("A cause needs words.")
    if len(line) > LONGEST_TEXT:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(line), most=LONGEST_TEXT)
    return line
