"""The way of each section to a settled report: said to be ready by its writers, and reviewed by somebody else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Changed, Refused
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.ports import noop
from kedjan.reports.rows import draft_row, noted, section_row
from kedjan.reports.values import marked

NOT_READY = noop("The section is not marked as ready as it stands now.")
ANOTHER = noop("Somebody else than the one who marked the section as ready reviews it.")
NOTHING = noop("Nothing is written under “%(heading)s”.")


@transaction.atomic
def mark_section_ready(*, by: Actor, now: datetime, report: UUID, section: UUID, seen: int) -> None:
    """Say that a section is ready as it stands when `written` is `seen`; Changed where it has been written in since.

    What was reviewed before is to be reviewed again. One that is marked as it stands keeps its marks.
    """
    row = draft_row(by, report)
    found = _as_seen(by, row, section, seen)
    if found.ready_at is not None and found.ready_revision == found.written:
        return
    if not models.Block.objects.filter(section=found, removed_at=None).exists() and found.level == 1:
        raise Refused(NOTHING, heading=found.heading)
    found.ready_at, found.ready_by, found.ready_revision = now, by.account, found.written
    found.reviewed_at, found.reviewed_by, found.reviewed_revision = None, None, 0
    found.save()
    noted(row, by=by, now=now, verb="marked_section_ready", section=section.hex)


@transaction.atomic
def review_section(*, by: Actor, now: datetime, report: UUID, section: UUID, seen: int) -> None:
    """Say that a section that is ready has been reviewed, by another than the one who marked it; twice is once."""
    row = draft_row(by, report)
    found = _as_seen(by, row, section, seen)
    if found.ready_at is None or found.ready_revision != found.written:
        raise Refused(NOT_READY)
    if found.ready_by == by.account:
        raise Refused(ANOTHER)
    if found.reviewed_at is not None:
        return
    found.reviewed_at, found.reviewed_by, found.reviewed_revision = now, by.account, found.written
    found.save()
    noted(row, by=by, now=now, verb="reviewed_section", section=section.hex)


@transaction.atomic
def take_back_section(*, by: Actor, now: datetime, report: UUID, section: UUID, seen: int) -> None:
    """Take back that a section is ready, and with it that it is reviewed; of one that is not nothing happens.

    `seen` is its `marked`: Changed where somebody has marked it anew or reviewed it meanwhile.
    """
    row = draft_row(by, report)
    found = section_row(row, section)
    if found.ready_at is None:
        return
    if marked(found.ready_revision, reviewed=found.reviewed_at is not None) != seen:
        who = found.reviewed_by if found.reviewed_at else found.ready_by
        at = found.reviewed_at or found.ready_at
        raise Changed(by=people.shown_name(by=by, id=who), at=at, current=found.heading)
    found.ready_at, found.ready_by, found.ready_revision = None, None, 0
    found.reviewed_at, found.reviewed_by, found.reviewed_revision = None, None, 0
    found.save()
    noted(row, by=by, now=now, verb="took_back_section", section=section.hex)


def _as_seen(by: Actor, row: models.Report, section: UUID, seen: int) -> models.Section:
    found = section_row(row, section)
    if found.written != seen:
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=found.heading)
    return found
