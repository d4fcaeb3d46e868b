"""What those who have written in a report are called, asked for once for a page."""

from uuid import UUID

from kedjan.access.service import Actor
from kedjan.people import service as people
from kedjan.reports import service as reports


def names_in(actor: Actor, report: reports.Report) -> dict[UUID | None, str]:
    """Return what to call everybody whom a report knows by their account."""
    blocks = (block.changed_by for section in report.sections for block in section.blocks)
    ready = report.ready.by if report.ready else None
    marks = (mark.by for section in report.sections for mark in (section.ready, section.reviewed) if mark)
    return people.shown_names(by=actor, ids=[report.changed_by, report.settled_by, ready, *blocks, *marks])
