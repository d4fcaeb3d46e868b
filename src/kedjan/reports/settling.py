"""Settling (fastställa): what stands in the way of it, saying that it can be done, and doing it once and for all."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from kedjan.access.service import Actor, Changed, Refused, Right, require
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.audiences import Audience
from kedjan.reports.contents import LivingPart, Unavailable, Unconsented
from kedjan.reports.kept_quotes import BASKET, NOT_YOURS
from kedjan.reports.latest import cite_as_shown
from kedjan.reports.living import NOT_SEEN, cite_as_settled
from kedjan.reports.living_conclusions import NOT_SETTLED
from kedjan.reports.ports import noop, said
from kedjan.reports.publishing import published
from kedjan.reports.reading import checksum, report, snapshot_of
from kedjan.reports.rows import REPORT_GONE, draft_row, may, noted
from kedjan.reports.values import Block, BlockKind, Obstacle, Report
from kedjan.reports.versions import kept

SETTLED = noop("%(by)s settled the report on %(day)s. It does not change after that.")
EMPTY = noop("Nothing is written under “%(heading)s”.")
IN_THE_WAY = noop("Something stands in the way of settling the report.")


def obstacles(*, by: Actor, report: UUID) -> tuple[Obstacle, ...]:
    """Return what must be put right before a draft can be settled, in the order of the report."""
    return tuple(_obstacles(_draft(by, report)))


@transaction.atomic
def mark_ready(*, by: Actor, now: datetime, report: UUID, seen: int) -> None:
    """Say of a draft, as it stands at revision `seen`, that it can be settled; those who settle then have it to do.

    Refused with something in the way, and, as Changed, when somebody has written in it since. The text is as free to
    change as before: the mark tells which revision it is of. One that is marked as it stands keeps its mark.
    """
    row = draft_row(by, report)
    if row.revision != seen:
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=row.title)
    if any(_obstacles(_draft(by, report))):
        raise Refused(IN_THE_WAY)
    if row.ready_at is not None and row.ready_revision == row.revision:
        return
    row.ready_at, row.ready_by, row.ready_revision = now, by.account, row.revision
    row.save(update_fields=["ready_at", "ready_by", "ready_revision"])
    noted(row, by=by, now=now, verb="marked_ready", revision=row.revision)


@transaction.atomic
def take_back_ready(*, by: Actor, now: datetime, report: UUID, seen: int) -> None:
    """Take back that a draft can be settled; of one that is not marked nothing happens.

    `seen` is the revision that was marked: Changed where somebody has marked a later one meanwhile.
    """
    row = draft_row(by, report)
    if row.ready_at is None:
        return
    if row.ready_revision != seen:
        raise Changed(by=people.shown_name(by=by, id=row.ready_by), at=row.ready_at, current=row.title)
    row.ready_at, row.ready_by, row.ready_revision = None, None, 0
    row.save(update_fields=["ready_at", "ready_by", "ready_revision"])
    noted(row, by=by, now=now, verb="took_back_ready")


@transaction.atomic
def settle(*, by: Actor, now: datetime, report: UUID, seen: int, publish_to: Collection[Audience] = ()) -> str:
    """Settle a draft as it stands at revision `seen`, and publish it; return the checksum of what is kept.

    Refused: to those without the right, twice, with something in the way, and, as Changed, when somebody has written in
    it since. Nothing in it changes afterwards; the database refuses a settled report that is not whole.
    """
    require(may(by, Right.SETTLE_REPORTS))
    row = models.Report.objects.select_for_update().filter(provider_id=by.provider, id=report).first()
    if row is not None and row.settled_at is not None:
        raise _settled(by, row.settled_by, row.settled_at)
    found = _draft(by, report)
    if row is None:
        raise Refused(REPORT_GONE)
    if found.revision != seen:
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=found)
    if any(_obstacles(found)):
        raise Refused(IN_THE_WAY)
    row.snapshot = snapshot_of(found, by=by.account, at=now)
    row.sha256, row.state = checksum(row.snapshot), "settled"
    row.settled_at, row.settled_by = now, by.account
    row.save()
    kept(row, found.sections, by=by, now=now, key=uuid5(row.id, "settled"))
    every = [block for section in found.sections for block in section.blocks]
    cite_as_settled(by, now, every)
    cite_as_shown(by, now, every)
    noted(row, by=by, now=now, verb="settled", sha256=row.sha256, edition=row.edition)
    published(row, by=by, now=now, to=publish_to)
    return row.sha256


def _draft(by: Actor, id: UUID) -> Report:
    require(may(by, Right.WRITE_REPORTS))
    found = report(by=by, id=id)
    if found.settled_at is not None:
        raise _settled(by, found.settled_by, found.settled_at)
    return found


def _settled(by: Actor, who: UUID | None, at: datetime) -> Refused:
    return Refused(SETTLED, by=people.shown_name(by=by, id=who), day=at)


def _obstacles(found: Report) -> Iterator[Obstacle]:
    if not found.sections:
        yield Obstacle(noop("The report has no sections."))
    for section in found.sections:
        if not section.blocks and section.level == 1 and not _has_below(found, section.id):
            yield Obstacle(
                noop("Nothing is written under “%(heading)s”."), {"heading": section.heading}, section=section.id
            )
        for block in section.blocks:
            message = _in_the_way(block)
            if message:
                yield Obstacle(message, {"heading": section.heading}, block.id, section.id)


def _has_below(found: Report, section: UUID) -> bool:
    """Return whether a section of level 2 follows at once."""
    ids = [each.id for each in found.sections]
    following = found.sections[ids.index(section) + 1 :]
    return bool(following) and following[0].level > 1


def _in_the_way(block: Block) -> str:
    if _waits(block):
        return noop("Under “%(heading)s” a quote lacks its author's consent. Say how it was given, or paraphrase.")
    if isinstance(block.content, LivingPart):
        return block.content.waits
    if block.kind is BlockKind.LIVING and block.content == Unavailable(said(NOT_SEEN)):
        return NOT_SETTLED
    if isinstance(block.content, Unavailable):
        return noop("Under “%(heading)s” there is something that is no longer shared. Take it out.")
    return ""


def _waits(block: Block) -> bool:
    """Return whether a quote has neither its author's consent nor other words; one that is gone is another matter."""
    if block.kind is not BlockKind.QUOTE:
        return False
    if block.reference.get(BASKET):
        return isinstance(block.content, Unconsented) or block.content == Unavailable(said(NOT_YOURS))
    return not block.reference.get("consents") and not block.text
