"""Writing in a draft: its sections."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kedjan.access.service import Actor, Refused
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
def remove_section(*, by: Actor, now: datetime, report: UUID, section: UUID, seen: int) -> None:
    """Take a section out of the report with all in it; it can be put back."""
    row = draft_row(by, report)
    found = section_row(row, section)
    edited(found, seen=seen, by=by, now=now, current=found.heading)
    found.removed_at = now
    found.save()
    in_order(list(_standing(row)))
    touched(row, by=by, now=now, verb="removed_section", section=section.hex)


@transaction.atomic
def put_back_section(*, by: Actor, now: datetime, report: UUID, section: UUID) -> None:
    """Put a removed section back where it stood, or last where the report has become shorter."""
    row = draft_row(by, report)
    found = section_row(row, section, removed=True)
    standing, place = list(_standing(row)), found.position
    found.removed_at, found.position, found.version = None, len(standing) + 1, found.version + 1
    found.save()
    standing.insert(place - 1, found)
    in_order(standing)
    touched(row, by=by, now=now, verb="put_back_section", section=section.hex)


@transaction.atomic
def move_section(*, by: Actor, now: datetime, report: UUID, section: UUID, steps: int) -> None:
    """Move a section up (-1) or down (1) among the others; beyond the first or last it stays."""
    row = draft_row(by, report)
    section_row(row, section)
    standing = list(_standing(row))
    in_order(moved(standing, section, steps))
    touched(row, by=by, now=now, verb="moved_section", section=section.hex)


def moved[R: (models.Section, models.Block)](rows: list[R], id: UUID, steps: int) -> list[R]:
    """Return the rows with one of them moved so many steps, at most to an end."""
    row = next(each for each in rows if each.id == id)
    place = rows.index(row)
    rest = [each for each in rows if each.id != id]
    rest.insert(min(max(place + steps, 0), len(rest)), row)
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
