"""What a paraphrase rests on: the reflection it began from, and others in the same round that say the same."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.evidence import service as evidence
from kedjan.reflection import service as reflection
from kedjan.reports import models
from kedjan.reports.kept_quotes import BASKET
from kedjan.reports.rows import block_row, draft_row, edited, touched
from kedjan.reports.texts import STATEMENT, TEXT, readable, said_by
from kedjan.reports.values import BlockKind

MOST = 200


@transaction.atomic
def cite_also(*, by: Actor, now: datetime, report: UUID, block: UUID, seen: int, text: UUID) -> int:
    """Let a paraphrase rest on one more reflection of its round, which `by` may read; return the block's new version.

    Its persons are counted anew. One that it rests on already changes nothing; over 200 are refused.
    """
    row = draft_row(by, report)
    found = _quote(row, block)
    readable(by, now, UUID(found.content["round"]), text)
    if text in behind(found.content):
        return found.version
    if len(behind(found.content)) >= MOST:
        raise Refused("A paraphrase rests on at most %(most)s reflections.", most=MOST)
    evidence.cite(by=by, now=now, statement=(STATEMENT, block.hex), kind=TEXT, key=_key(found, text))
    return _counted(row, found, (*_more(found), text), seen=seen, by=by, now=now, verb="cited_also")


@transaction.atomic
def cite_no_more(*, by: Actor, now: datetime, report: UUID, block: UUID, seen: int, text: UUID) -> int:
    """Take one of the further reflections away from under a paraphrase; return the block's new version.

    The one that it began from stays as long as the block does.
    """
    row = draft_row(by, report)
    found = _quote(row, block)
    if text not in _more(found):
        raise Refused("The paraphrase does not rest on that reflection besides the one it began from.")
    statement = (STATEMENT, block.hex)
    for each in evidence.rests_on(by=by, statements=[statement])[statement]:
        if (each.kind, each.key) == (TEXT, _key(found, text)):
            evidence.uncite(by=by, statement=statement, citation=each.id)
    left = tuple(each for each in _more(found) if each != text)
    return _counted(row, found, left, seen=seen, by=by, now=now, verb="cited_no_more")


def behind(content: dict[str, object]) -> tuple[UUID, ...]:
    """Return the reflections behind a quote's block, the one it began from first."""
    more = content.get("more", [])
    assert isinstance(more, list)
    return tuple(UUID(hex=str(each)) for each in (content["text"], *more))


def _counted(
    row: models.Report, found: models.Block, more: Sequence[UUID], *, seen: int, by: Actor, now: datetime, verb: str
) -> int:
    edited(found, seen=seen, by=by, now=now, current=found.text)
    content = {**found.content, "more": [each.hex for each in more]}
    found.content = {**content, **said_by(by, UUID(content["round"]), behind(content))}
    found.save()
    touched(row, by=by, now=now, verb=verb, inside=found.section_id, block=found.id.hex)
    return found.version


def _quote(row: models.Report, block: UUID) -> models.Block:
    found = block_row(row, block)
    if found.kind != BlockKind.QUOTE:
        raise Refused("Only a quote has an author's words.")
    if found.content.get(BASKET):
        raise Refused("The other words and who says the same are those of the round's basket. Change them there.")
    return found


def _more(found: models.Block) -> tuple[UUID, ...]:
    return behind(found.content)[1:]


def _key(found: models.Block, text: UUID) -> str:
    return reflection.text_key(UUID(found.content["round"]), text)
