"""To whom a settled report is published: chosen by those who settle, extended, and taken back with a reason."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused, Right, require
from kedjan.reports import models
from kedjan.reports.audiences import Audience
from kedjan.reports.ports import noop
from kedjan.reports.rows import may, noted, report_row
from kedjan.reports.values import Publication

LONGEST_REASON = 300


def publications(*, by: Actor, report: UUID) -> tuple[Publication, ...]:
    """Return to whom a settled report has been published, what was taken back too, to those who write or settle."""
    row = report_row(by, report)
    if not may(by, Right.WRITE_REPORTS).allowed:
        require(may(by, Right.SETTLE_REPORTS))
    rows = models.Publication.objects.filter(report=row).order_by("made_at", "audience")
    return tuple(
        Publication(Audience(e.audience), e.made_by, e.made_at, e.withdrawn_by, e.withdrawn_at, e.reason) for e in rows
    )


@transaction.atomic
def publish(
    *, by: Actor, now: datetime, report: UUID, seen: Collection[Audience], to: Collection[Audience], reason: str = ""
) -> None:
    """Publish a settled report to these and to nobody else; those it was published to otherwise lose it from now on.

    `seen` is to whom it was published when that was looked at. Refuses a draft, what somebody has changed since, and
    taking it back from anybody without a reason. Who has read it, or taken it along, has done so.
    """
    require(may(by, Right.SETTLE_REPORTS))
    report_row(by, report)
    row = models.Report.objects.select_for_update().get(id=report)
    if row.state != "settled":
        raise Refused(noop("Only a settled report is published."))
    there = {Audience(each.audience): each for each in models.Publication.objects.filter(report=row, withdrawn_at=None)}
    if set(there) != set(seen):
        raise Refused(noop("Somebody else has changed to whom the report is published. Look again."))
    lost, said = set(there) - set(to), " ".join(reason.split())
    if lost and not 0 < len(said) <= LONGEST_REASON:
        raise Refused(noop("Say why it is taken back, in at most %(most)s characters."), most=LONGEST_REASON)
    for audience in sorted(lost):
        models.Publication.objects.filter(id=there[audience].id).update(
            withdrawn_at=now, withdrawn_by=by.account, reason=said
        )
        noted(row, by=by, now=now, verb="taken_back_from", audience=audience.value)
    published(row, by=by, now=now, to=set(to) - set(there))


def published(row: models.Report, *, by: Actor, now: datetime, to: Collection[Audience]) -> None:
    """Let a settled report be read by these too; in the transaction of who says so."""
    for audience in sorted(to):
        models.Publication.objects.create(
            provider_id=row.provider_id, report=row, audience=audience.value, made_at=now, made_by=by.account
        )
        noted(row, by=by, now=now, verb="published_to", audience=audience.value)
