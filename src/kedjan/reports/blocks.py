"""Writing in a draft: its blocks, one at a time."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.evidence import service as evidence
from kedjan.reports import models
from kedjan.reports.kept_quotes import BASKET, taken_counter, taken_theme
from kedjan.reports.kept_quotes import taken_quote as taken_from_basket
from kedjan.reports.latest import Shared
from kedjan.reports.living import taken_part
from kedjan.reports.ports import noop
from kedjan.reports.rows import block_row, draft_row, edited, in_order, section_row, touched
from kedjan.reports.sections import moved
from kedjan.reports.taking import LATEST, Taken, taken_pattern, taken_quote, taken_table
from kedjan.reports.texts import STATEMENT, readable
from kedjan.reports.values import BlockKind, Spot
from kedjan.reports.wording import Wording, worded

LONGEST_TEXT = 20_000
IN_BASKET = noop("The words and the consent are those of the round's basket. Change them there.")


def put_text(*, by: Actor, now: datetime, key: UUID, at: Spot, text: str) -> UUID:
    """Put a text of one's own in a section: paragraphs divided by empty lines. The same key twice is once."""
    if not text.strip():
        raise Refused("The text is empty.")
    return _put(Taken(BlockKind.TEXT, {}), text, by=by, now=now, key=key, at=at)


def put_table(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    at: Spot,
    release: UUID,
    table: str,
    text: str = "",
    latest: bool = False,
) -> UUID:
    """Put a released table in a section, with a comment. What has not been shared cannot be put in a report.

    With `latest` it shows what is shared latest of the same table until the report is settled.
    """
    return _put(taken_table(by, release, table, latest=latest), text, by=by, now=now, key=key, at=at)


def put_picture(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    at: Spot,
    release: UUID,
    table: str,
    drawing: str,
    about: str = "",
    text: str = "",
    latest: bool = False,
) -> UUID:
    """Put a picture of a released table in a section, as with a table; one that the table does not give is refused."""
    taken = taken_table(by, release, table, drawing=drawing, about=about, latest=latest)
    return _put(taken, text, by=by, now=now, key=key, at=at)


def put_pattern(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    at: Spot,
    round: UUID,
    assignment: str,
    text: str = "",
) -> UUID:
    """Put an approved pattern sentence in a section; one whose figures have not been shared is refused."""
    return _put(taken_pattern(by, round, assignment), text, by=by, now=now, key=key, at=at)


def put_quote(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    at: Spot,
    round: UUID,
    reflection: UUID,
    wording: Wording,
    text: str = "",
) -> UUID:
    """Put a quote in a section, from a text that `by` may read; words that are not in the text are refused."""
    return _put(taken_quote(by, now, round, reflection, wording), text, by=by, now=now, key=key, at=at)


@transaction.atomic
def put_kept_quote(
    *, by: Actor, now: datetime, key: UUID, at: Spot, quote: UUID, counter: UUID | None = None, text: str = ""
) -> UUID:
    """Put a quote of a round's basket in a section, and after it, where given, a voice that speaks against its theme.

    For the round's readers. Whether the words, other words or nothing stands there follows the writer's consent until
    the report is settled.
    """
    taken = taken_from_basket(by, now, quote)
    against = taken_counter(by, now, counter, taken) if counter else None
    put = _put(taken, text, by=by, now=now, key=key, at=at)
    if against:
        _put(against, "", by=by, now=now, key=uuid5(key, "counter"), at=Spot(at.report, at.section, put))
    return put


def put_theme(*, by: Actor, now: datetime, key: UUID, at: Spot, round: UUID, theme: UUID, text: str = "") -> UUID:
    """Put a theme with its number of persons in a section; fewer than five are never told by number."""
    return _put(taken_theme(by, round, theme), text, by=by, now=now, key=key, at=at)


def put_part(*, by: Actor, now: datetime, key: UUID, at: Spot, of: str, part: str, text: str = "") -> UUID:
    """Put something of another room, a conclusion say, in a section: it is shown as it is until the report is settled.

    `of` is its kind as evidence and `part` its key; what `by` does not see is not here.
    """
    return _put(taken_part(by, of, part), text, by=by, now=now, key=key, at=at)


def put_definitions(*, by: Actor, now: datetime, key: UUID, at: Spot) -> UUID:
    """Put in a section what the report's figures mean and where they come from; it is gathered when it is read."""
    return _put(Taken(BlockKind.DEFINITIONS, {}), "", by=by, now=now, key=key, at=at)


@transaction.atomic
def change_text(*, by: Actor, now: datetime, report: UUID, block: UUID, seen: int, text: str) -> int:
    """Change a block's own text; return its new version. A text block without text is refused: remove it instead.

    To write what already stands there changes nothing, so that what was sent twice is saved once.
    """
    row = draft_row(by, report)
    found = block_row(row, block)
    if found.text == text.strip()[:LONGEST_TEXT]:
        return found.version
    edited(found, seen=seen, by=by, now=now, current=found.text)
    if found.kind == BlockKind.TEXT and not text.strip():
        raise Refused("The text is empty.")
    found.text = text.strip()[:LONGEST_TEXT]
    found.save()
    touched(row, by=by, now=now, verb="changed_block", inside=found.section_id, block=block.hex)
    return found.version


@transaction.atomic
def change_quote(
    *, by: Actor, now: datetime, report: UUID, block: UUID, seen: int, wording: Wording, text: str = ""
) -> int:
    """Change a quote's words, whether its author consents, and the paraphrase; return its new version."""
    row = draft_row(by, report)
    found = block_row(row, block)
    edited(found, seen=seen, by=by, now=now, current=(found.content.get("quote", ""), found.text))
    if found.kind != BlockKind.QUOTE:
        raise Refused("Only a quote has an author's words.")
    if found.content.get(BASKET):
        raise Refused(IN_BASKET)
    cited = readable(by, now, UUID(found.content["round"]), UUID(found.content["text"]))
    found.content = {**found.content, "group": cited.area or "", **worded(cited, wording)}
    found.text = text.strip()[:LONGEST_TEXT]
    found.save()
    touched(row, by=by, now=now, verb="changed_block", inside=found.section_id, block=block.hex)
    return found.version


@transaction.atomic
def change_figure(
    *, by: Actor, now: datetime, report: UUID, block: UUID, seen: int, latest: bool, text: str = ""
) -> int:
    """Change the comment of a table or picture, and whether it follows what is shared latest; return its new version.

    One that no longer follows stays with what it showed last.
    """
    row = draft_row(by, report)
    found = block_row(row, block)
    if found.text == text.strip()[:LONGEST_TEXT] and bool(found.content.get(LATEST)) is latest:
        return found.version
    edited(found, seen=seen, by=by, now=now, current=(found.text, bool(found.content.get(LATEST))))
    if found.kind not in {BlockKind.TABLE, BlockKind.PICTURE}:
        raise Refused("Only tables and pictures follow what is shared.")
    found.content = {**Shared(by).now(found.content), LATEST: latest}
    found.text = text.strip()[:LONGEST_TEXT]
    found.save()
    touched(row, by=by, now=now, verb="changed_block", inside=found.section_id, block=block.hex)
    return found.version


@transaction.atomic
def remove_block(*, by: Actor, now: datetime, report: UUID, block: UUID, seen: int) -> int:
    """Take a block out of the report; it can be put back from the version that is returned."""
    row = draft_row(by, report)
    found = block_row(row, block)
    edited(found, seen=seen, by=by, now=now, current=found.text)
    found.removed_at = now
    found.save()
    in_order(_standing(found.section_id))
    touched(row, by=by, now=now, verb="removed_block", inside=found.section_id, block=block.hex)
    return found.version


@transaction.atomic
def put_back_block(*, by: Actor, now: datetime, report: UUID, block: UUID, seen: int) -> None:
    """Put a removed block back where it stood, or last where its section has become shorter; done twice is once.

    Changed where somebody has taken it out anew since the version `seen`.
    """
    row = draft_row(by, report)
    found = block_row(row, block, removed=None)
    if found.removed_at is None:
        return
    edited(found, seen=seen, by=by, now=now, current=found.text)
    _insert(found, found.position)
    touched(row, by=by, now=now, verb="put_back_block", inside=found.section_id, block=block.hex)


@transaction.atomic
def move_block(*, by: Actor, now: datetime, report: UUID, block: UUID, place: int, steps: int) -> None:
    """Move a block up (-1) or down (1) in its section from the place where it was seen; beyond an end it stays.

    Done twice is once. Changed where somebody has moved it elsewhere meanwhile.
    """
    row = draft_row(by, report)
    found = block_row(row, block)
    standing = moved(row, _standing(found.section_id), block, place, steps, by=by)
    if not standing:
        return
    in_order(standing)
    touched(row, by=by, now=now, verb="moved_block", inside=found.section_id, block=block.hex)


@transaction.atomic
def _put(taken: Taken, text: str, *, by: Actor, now: datetime, key: UUID, at: Spot) -> UUID:
    row = draft_row(by, at.report)
    if models.Block.objects.filter(provider_id=by.provider, id=key).exists():
        return key
    under = section_row(row, at.section)
    block = models.Block(
        id=key,
        provider_id=by.provider,
        section=under,
        kind=taken.kind.value,
        content=dict(taken.reference),
        text=text.strip()[:LONGEST_TEXT],
        changed_by=by.account,
        changed_at=now,
    )
    standing = _standing(under.id)
    place = next((n for n, each in enumerate(standing, start=2) if each.id == at.after), len(standing) + 1)
    _insert(block, place)
    if evidence.cite_all(by=by, now=now, statement=(STATEMENT, key.hex), things=taken.cites):
        raise NotHere("There is no such thing to cite here.")
    touched(row, by=by, now=now, verb="put_block", inside=under.id, block=key.hex, kind=taken.kind.value)
    return key


def _insert(block: models.Block, place: int) -> None:
    """Let a block stand at a place in its section, the first being 1."""
    standing = _standing(block.section_id)
    block.removed_at, block.position = None, len(standing) + 1
    block.save()
    if place <= len(standing):
        standing.insert(place - 1, block)
        in_order(standing)


def _standing(section: UUID) -> list[models.Block]:
    return list(models.Block.objects.filter(section_id=section, removed_at=None).order_by("position"))
