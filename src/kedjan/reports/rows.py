"""Finding rows of the actor's provider, by right, and keeping track of who changed what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kedjan.access.service import (
    Actor,
    Changed,
    Decision,
    NotHere,
    NotYours,
    ProviderScope,
    Refused,
    Right,
    decide,
    holds_anywhere,
    require,
)
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.audiences import audiences_of
from kedjan.reports.ports import noop

REPORT_GONE = noop("There is no such report here.")
NOT_PUBLISHED = noop("The report is not published to anybody with your duties.")


def may(by: Actor, right: Right) -> Decision:
    """Return whether the actor holds a right in its provider."""
    return decide(by, right, on=ProviderScope(by.provider))


def works_on_reports(by: Actor) -> bool:
    """Return whether the actor writes or settles reports here, and so reads every settled one."""
    return may(by, Right.WRITE_REPORTS).allowed or may(by, Right.SETTLE_REPORTS).allowed


def settled_for(by: Actor) -> Q:
    """Return the condition on settled reports that `by` may read: all, or those published to whom `by` belongs to."""
    settled = Q(provider_id=by.provider, state="settled")
    return settled if works_on_reports(by) else settled & Q(published_to(by))


def published_to(by: Actor) -> Exists:
    """Return the condition that a report is published to an audience that `by` belongs to."""
    audiences = [each.value for each in audiences_of(by)]
    return Exists(models.Publication.objects.filter(report=OuterRef("pk"), audience__in=audiences, withdrawn_at=None))


def may_read_settled(by: Actor) -> Decision:
    """Return whether the actor may read what is published to it, by a duty anywhere."""
    return holds_anywhere(by, Right.READ_SETTLED_REPORTS)


def report_row(by: Actor, id: UUID) -> models.Report:
    """Return a report that `by` may read: a draft by those who write, a settled one by them and its audiences."""
    rows = models.Report.objects.filter(provider_id=by.provider, id=id)
    row = rows.annotate(is_published=published_to(by)).first()
    if row is None:
        raise NotHere(REPORT_GONE)
    if row.state != "settled":
        require(may(by, Right.WRITE_REPORTS))
        return row
    require(may_read_settled(by))
    if not (row.is_published or works_on_reports(by)):
        raise NotYours(Decision(allowed=False, reason=NOT_PUBLISHED))
    return row


def draft_row(by: Actor, id: UUID) -> models.Report:
    """Return a draft to be written in, locked until the transaction ends; a settled report is refused."""
    row = models.Report.objects.select_for_update().filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere(REPORT_GONE)
    require(may(by, Right.WRITE_REPORTS))
    if row.state != "draft":
        raise Refused("The report is settled. Begin a new edition to go on writing.")
    return row


def section_row(report: models.Report, id: UUID, *, removed: bool | None = False) -> models.Section:
    """Return a section of the report, or one that has been removed from it; None for `removed` asks for either."""
    rows = models.Section.objects.filter(report=report, id=id)
    row = (rows if removed is None else rows.filter(removed_at__isnull=not removed)).first()
    if row is None:
        raise NotHere("There is no such section in the report.")
    return row


def block_row(report: models.Report, id: UUID, *, removed: bool | None = False) -> models.Block:
    """Return a block of the report, or one that has been removed from it; None for `removed` asks for either."""
    rows = models.Block.objects.select_related("section").filter(section__report=report, id=id)
    row = (rows if removed is None else rows.filter(removed_at__isnull=not removed)).first()
    if row is None:
        raise NotHere("There is no such block in the report.")
    return row


def touched(
    report: models.Report, *, by: Actor, now: datetime, verb: str, inside: UUID | None = None, **details: Any
) -> None:
    """Count the edit in the report's revision, and in the section that it was made `inside`, and journal it."""
    report.revision += 1
    report.changed_by, report.changed_at = by.account, now
    report.save(update_fields=["revision", "version", "title", "subtitle", "template", "changed_by", "changed_at"])
    if inside:
        models.Section.objects.filter(id=inside).update(written=report.revision)
    noted(report, by=by, now=now, verb=verb, **details)


def noted(report: models.Report, *, by: Actor, now: datetime, verb: str, **details: Any) -> None:
    """Journal something done to a report."""
    journal.record(by=by, now=now, room="reports", verb=verb, kind="report", object_id=report.id.hex, details=details)


def edited(row: models.Section | models.Block, *, seen: int, by: Actor, now: datetime, current: Any) -> None:
    """Count an edit of a row; one made from an older version than the present is refused with what stands now."""
    if row.version != seen:
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=current)
    row.version += 1
    row.changed_by, row.changed_at = by.account, now


def in_order(rows: list[Any]) -> None:
    """Give rows the positions of the list. Two steps, since no two may stand at the same place on the way."""
    if not rows:
        return
    for place, row in enumerate(rows, start=1):
        row.position = -place
    type(rows[0]).objects.bulk_update(rows, ["position"])
    for row in rows:
        row.position = -row.position
    type(rows[0]).objects.bulk_update(rows, ["position"])
