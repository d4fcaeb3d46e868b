"""How sure it is that one thing leads to another: what speaks for it and against it, and what else could explain it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.evidence import service as evidence
from kedjan.improvement.cause_values import Status, WholeLink
from kedjan.improvement.causes import (
    AGAINST,
    FOR,
    LONGEST,
    cause_graph,
    link_row,
    take_link,
)
from kedjan.improvement.circle import noted
from kedjan.improvement.reading import named
from kedjan.improvement.resting import CITABLE, not_cited_yet
from kedjan.improvement.rules import noop

NEEDS = {
    Status.SUPPORT: noop("Cite what speaks for it before you say that it has support."),
    Status.CONTRADICTED: noop("Cite what speaks against it before you say that it is contradicted."),
}


def cause_link(*, by: Actor, now: datetime, id: UUID) -> WholeLink:
    """Return a link with its evidence to one who writes the analysis's conclusions."""
    row = link_row(by, id)
    graph = cause_graph(by=by, now=now, analysis=row.cause.analysis_id)
    link = next(each for each in graph.links if each.id == id)
    cited = evidence.rests_on(by=by, statements=[(FOR, id.hex), (AGAINST, id.hex)])
    return WholeLink(
        graph.place, link, named(graph.place, cited[FOR, id.hex]), named(graph.place, cited[AGAINST, id.hex])
    )


@transaction.atomic
def judge_link(*, by: Actor, now: datetime, id: UUID, seen: int, status: Status, alternative: str = "") -> None:
    """Say how sure a link is, and what else could explain it, from its version `seen`.

    Support needs something cited for it, a contradiction something against it.
    """
    row = link_row(by, id)
    words = alternative.replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(words), most=LONGEST)
    _refuse_bare(by, id, status)
    take_link(by, now, row, seen, status=status.value, alternative=words)
    noted(by, now, row.cause.analysis_id, "judged_link", link=id.hex, status=status.value)


def link_offers(*, by: Actor, link: UUID, query: str) -> tuple[evidence.Offer, ...]:
    """Return what has every word of `query` and that the actor may cite; what is cited already is left out."""
    link_row(by, link)
    return not_cited_yet(by, [(FOR, link.hex), (AGAINST, link.hex)], query, CITABLE | {"conclusion"})


@transaction.atomic
def cite_for_link(*, by: Actor, now: datetime, id: UUID, kind: str, key: str, against: bool = False) -> UUID:
    """Let a link rest on a source, or let the source speak against it. Cited twice is once."""
    row = link_row(by, id)
    if kind not in CITABLE | {"conclusion"}:
        raise Refused("There is no such thing to cite here.")
    statement = (AGAINST if against else FOR, id.hex)
    before = evidence.how_many(by=by, statements=[statement])[statement]
    made = evidence.cite(by=by, now=now, statement=statement, kind=kind, key=key)
    if evidence.how_many(by=by, statements=[statement])[statement] > before:
        take_link(by, now, row, row.version)
        noted(by, now, row.cause.analysis_id, "cited_for_link", link=id.hex, kind=kind)
    return made


@transaction.atomic
def uncite_link(*, by: Actor, now: datetime, id: UUID, citation: UUID) -> None:
    """Take a citation away from a link; refused for the last one that its status rests on. Done twice is once."""
    row = link_row(by, id)
    cited = evidence.rests_on(by=by, statements=[(FOR, id.hex), (AGAINST, id.hex)])
    of = next((each for each in cited if citation in {found.id for found in cited[each]}), None)
    if of is None:
        return
    evidence.uncite(by=by, statement=of, citation=citation)
    _refuse_bare(by, id, Status(row.status))
    take_link(by, now, row, row.version)
    noted(by, now, row.cause.analysis_id, "uncited_link", link=id.hex)


def _refuse_bare(by: Actor, id: UUID, status: Status) -> None:
    if status is Status.HYPOTHESIS:
        return
    statement = (FOR if status is Status.SUPPORT else AGAINST, id.hex)
    if not evidence.how_many(by=by, statements=[statement])[statement]:
        raise Refused(NEEDS[status])
