"""Writing in a draft: its sections."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kedjan.access.service import Actor, Changed, Refused
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.rows import draft_row, edited, in_order, section_row, touched

LONGEST_HEADING = 160


@transaction.atomic
def add_section(*, by: Actor, now: datetime, key: UUID, report: UUID, heading: str, level: int = 1) -> UUID:
    """Add a section last. The same key twice is once; a heading of nothing, a level but 1 and 2 are refused."""
    row = draft_row(by, report)
    if models.Section.objects.filter(report=row, id=key).exists():
        return key
    models.Section.objects.create(
        id=key,
        provider_id=by.provider,
        report=row,
        position=_standing(row).count() + 1,
        heading=_heading(heading),
        level=_level(level),
        changed_by=by.account,
        changed_at=now,
    )
    touched(row, by=by, now=now, verb="added_section", inside=key, section=key.hex)
    return key


@transaction.atomic
def name_section(
    *, by: Actor, now: datetime, report: UUID, section: UUID, seen: int, heading: str, level: int = 1
) -> int:
    """Change a section's heading and level; return its new version."""
    row = draft_row(by, report)
    found = section_row(row, section)
    edited(found, seen=seen, by=by, now=now, current=found.heading)
    found.heading, found.level = _heading(heading), _level(level)
    found.save()
    touched(row, by=by, now=now, verb="named_section", inside=found.id, section=section.hex)
    return found.version


@transaction.atomic
def remove_section(*, by: Actor, now: datetime, report: UUID, section: UUID, seen: int) -> int:
    """Take a section out of the report with all in it; it can be put back from the version that is returned."""
    row = draft_row(by, report)
    found = section_row(row, section)
    edited(found, seen=seen, by=by, now=now, current=found.heading)
    found.removed_at = now
    found.save()
    in_order(list(_standing(row)))
    touched(row, by=by, now=now, verb="removed_section", section=section.hex)
    return found.version


@transaction.atomic
def put_back_section(*, by: Actor, now: datetime, report: UUID, section: UUID, seen: int) -> None:
    """Put a removed section back where it stood, or last where the report has become shorter; done twice is once.

    Changed where somebody has taken it out anew since the version `seen`.
    """
    row = draft_row(by, report)
    found = section_row(row, section, removed=None)
    if found.removed_at is None:
        return
    edited(found, seen=seen, by=by, now=now, current=found.heading)
    standing, place = list(_standing(row)), found.position
    found.removed_at, found.position = None, len(standing) + 1
    found.save()
    standing.insert(place - 1, found)
    in_order(standing)
    touched(row, by=by, now=now, verb="put_back_section", section=section.hex)


@transaction.atomic
def move_section(*, by: Actor, now: datetime, report: UUID, section: UUID, place: int, steps: int) -> None:
    """Move a section up (-1) or down (1) among the others from the place where it was seen; beyond an end it stays.

    Done twice is once. Changed where somebody has moved it elsewhere meanwhile.
    """
    row = draft_row(by, report)
    section_row(row, section)
    standing = moved(row, list(_standing(row)), section, place, steps, by=by)
    if not standing:
        return
    in_order(standing)
    touched(row, by=by, now=now, verb="moved_section", section=section.hex)


def moved[R: (models.Section, models.Block)](
    report: models.Report, rows: list[R], id: UUID, place: int, steps: int, *, by: Actor
) -> list[R]:
    """Return the rows with one moved so many steps from its place (the first is 1); none where it stands there."""
    row = next(each for each in rows if each.id == id)
    rest = [each for each in rows if each.id != id]
    before, after = rows.index(row), min(max(place - 1 + steps, 0), len(rest))
    if before == after:
        return []
    if before != place - 1:
        who = people.shown_name(by=by, id=report.changed_by)
        raise Changed(by=who, at=report.changed_at, current=before + 1)
    rest.insert(after, row)
    return rest


def _standing(report: models.Report) -> QuerySet[models.Section]:
    return models.Section.objects.filter(report=report, removed_at=None).order_by("position")


def _heading(heading: str) -> str:
    heading = " ".join(heading.split())
    if not heading:
        raise Refused("A section needs a heading.")
    return heading[:LONGEST_HEADING]


def _level(level: int) -> int:
    if level not in {1, 2}:
        raise Refused("A section's heading is of level 1 or 2.")
    return level
