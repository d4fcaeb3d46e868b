"""What a conclusion rests on: cited for it or against it, while it is not decided."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.evidence import service as evidence
from kedjan.improvement import models
from kedjan.improvement.circle import AGAINST, FOR, now_of, record, row_of, row_to_write, take, to_write
from kedjan.improvement.rules import noop
from kedjan.improvement.writing import IS_DECIDED

CITABLE = frozenset(
    {
        "loops.cell",
        "loops.text",
        "loops.pattern",
        "themes.quote",
        "themes.theme",
        "combination",
        "shared_figure",
        "shared_table",
    }
)
"""The kinds of sources that a conclusion can rest on: all but conclusions themselves."""
MOST_QUOTES = 5
QUOTED = frozenset({"loops.text", "themes.quote"})
ENOUGH = noop("Five quotes are enough on each side. Take one away before you cite another.")
SHORTEST = 2


def offers(*, by: Actor, conclusion: UUID, query: str) -> tuple[evidence.Offer, ...]:
    """Return what has every word of `query` and that the actor may cite: figures, sentences, combinations, quotes.

    Nothing for a query of fewer than two characters; what is cited already is left out.
    """
    to_write(by, row_of(by, conclusion).analysis_id)
    return not_cited_yet(by, [(kind, conclusion.hex) for kind in (FOR, AGAINST)], query, CITABLE)


def not_cited_yet(
    by: Actor, statements: Collection[tuple[str, str]], query: str, kinds: Collection[str]
) -> tuple[evidence.Offer, ...]:
    """Return what of some kinds has every word of `query` and is cited by none of the statements."""
    if len(query.strip()) < SHORTEST:
        return ()
    cited = evidence.rests_on(by=by, statements=statements)
    there = {(each.kind, each.key) for found in cited.values() for each in found}
    found = evidence.offer(by=by, query=query, kinds=kinds)
    return tuple(each for each in found if (each.kind, each.key) not in there)


@transaction.atomic
def cite(*, by: Actor, now: datetime, id: UUID, kind: str, key: str, against: bool = False) -> UUID:
    """Let a conclusion rest on a source, or let the source speak against it. Cited twice is once.

    Refused when it is decided, with a sixth quote on one side, and for what the actor cannot see.
    """
    row = _open(by, id)
    statement = (AGAINST if against else FOR, id.hex)
    if kind not in CITABLE:
        raise Refused("There is no such thing to cite here.")
    there = evidence.rests_on(by=by, statements=[statement])[statement]
    if any((each.kind, each.key) == (kind, key) for each in there):
        return evidence.cite(by=by, now=now, statement=statement, kind=kind, key=key)
    if kind in QUOTED and sum(each.kind in QUOTED for each in there) >= MOST_QUOTES:
        raise Refused(ENOUGH)
    made = evidence.cite(by=by, now=now, statement=statement, kind=kind, key=key)
    take(by, now, row, row.version)
    record(by, now, row, "cited_against" if against else "cited_for", kind=kind)
    return made


@transaction.atomic
def uncite(*, by: Actor, now: datetime, id: UUID, citation: UUID) -> None:
    """Take a citation away from a conclusion, from whichever side it is on; done twice is once."""
    row = _open(by, id)
    statements = [(kind, id.hex) for kind in (FOR, AGAINST)]
    cited = evidence.rests_on(by=by, statements=statements)
    of = next((each for each in statements if citation in {found.id for found in cited[each]}), None)
    if of is None:
        return
    evidence.uncite(by=by, statement=of, citation=citation)
    take(by, now, row, row.version)
    record(by, now, row, "uncited")


def _open(by: Actor, id: UUID) -> models.Conclusion:
    """Return the row of a conclusion whose evidence can still be changed."""
    row = row_to_write(by, id)
    if now_of(row).decided:
        raise Refused(IS_DECIDED)
    return row
