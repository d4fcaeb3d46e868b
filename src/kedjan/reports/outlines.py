"""Outlines: kinds of reports with their chapters, which the provider edits and new reports begin from."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from kedjan.access.service import Actor, Changed, NotHere, Refused, Right, require
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.beginning import begin_report
from kedjan.reports.blocks import put_definitions, put_text
from kedjan.reports.rows import may
from kedjan.reports.rules import LONGEST, MOST_CHAPTERS, Chapter, chapters_in
from kedjan.reports.sections import add_section
from kedjan.reports.values import Outline, Spot


def outlines(*, by: Actor) -> tuple[Outline, ...]:
    """Return the provider's outlines by name, to those who write reports."""
    require(may(by, Right.WRITE_REPORTS))
    return tuple(_value(row) for row in _standing(by).order_by("name"))


def outline(*, by: Actor, id: UUID) -> Outline:
    """Return one of them."""
    require(may(by, Right.WRITE_REPORTS))
    return _value(_row(by, id))


@transaction.atomic
def add_outline(*, by: Actor, now: datetime, key: UUID, name: str, text: str) -> UUID:
    """Add an outline. The same key twice is once; one without chapters, and a name that is taken, are refused."""
    require(may(by, Right.WRITE_REPORTS))
    if models.Outline.objects.filter(provider_id=by.provider, id=key).exists():
        return key
    row = models.Outline(id=key, provider_id=by.provider)
    _write(row, by, now, name, text)
    _noted(row, by, now, "added_outline")
    return row.id


@transaction.atomic
def change_outline(*, by: Actor, now: datetime, id: UUID, seen: int, name: str, text: str) -> int:
    """Change an outline and return its new version; reports that were begun from it stay as they are."""
    row = outline_seen(by, id, seen)
    return rewritten(row, by, now, name, text)


@transaction.atomic
def remove_outline(*, by: Actor, now: datetime, id: UUID, seen: int) -> None:
    """Take an outline out of use."""
    row = outline_seen(by, id, seen)
    row.version, row.removed_at, row.changed_by, row.changed_at = row.version + 1, now, by.account, now
    row.save()
    _noted(row, by, now, "removed_outline")


@transaction.atomic
def begin_from_outline(*, by: Actor, now: datetime, key: UUID, outline: UUID, title: str, subtitle: str = "") -> UUID:
    """Begin a draft with the chapters of an outline. The same key twice is once."""
    chapters = _row(by, outline).text
    if models.Report.objects.filter(provider_id=by.provider, id=key).exists():
        return key
    begin_report(by=by, now=now, key=key, title=title, subtitle=subtitle)
    for number, chapter in enumerate(chapters_in(chapters)):
        _begin_chapter(by, now, key, uuid5(key, f"chapter {number}"), chapter)
    return key


def rewritten(row: models.Outline, by: Actor, now: datetime, name: str, text: str) -> int:
    """Write an outline anew as its next version, and return that."""
    row.version += 1
    _write(row, by, now, name, text)
    _noted(row, by, now, "changed_outline")
    return row.version


def _begin_chapter(by: Actor, now: datetime, report: UUID, section: UUID, chapter: Chapter) -> None:
    add_section(by=by, now=now, key=section, report=report, heading=chapter.heading, level=chapter.level)
    if chapter.guidance:
        models.Section.objects.filter(id=section).update(guidance=chapter.guidance)
    at = Spot(report, section)
    if chapter.start:
        put_text(by=by, now=now, key=uuid5(section, "start"), at=at, text=chapter.start)
    if chapter.definitions:
        put_definitions(by=by, now=now, key=uuid5(section, "definitions"), at=at)


def _write(row: models.Outline, by: Actor, now: datetime, name: str, text: str) -> None:
    name, text = " ".join(name.split()), text.strip()
    if not name or len(name) > 160:
        raise Refused("An outline needs a name of at most 160 characters.")
    if len(text) > LONGEST:
        raise Refused("The outline is longer than %(most)s characters.", most=LONGEST)
    if not 1 <= len(chapters_in(text)) <= MOST_CHAPTERS:
        raise Refused("An outline has between 1 and %(most)s chapters. A chapter begins with #.", most=MOST_CHAPTERS)
    if _standing(by).filter(name=name).exclude(id=row.id).exists():
        raise Refused("There is an outline with that name already.")
    row.name, row.text, row.changed_by, row.changed_at = name, text, by.account, now
    row.save()


def _standing(by: Actor) -> QuerySet[models.Outline]:
    return models.Outline.objects.filter(provider_id=by.provider, removed_at=None)


def _row(by: Actor, id: UUID) -> models.Outline:
    row = _standing(by).filter(id=id).first()
    if row is None:
        raise NotHere("There is no such outline here.")
    return row


def outline_seen(by: Actor, id: UUID, seen: int) -> models.Outline:
    """Return an outline's row, locked, to one who writes reports and saw its version; else Changed with its text."""
    require(may(by, Right.WRITE_REPORTS))
    row = _standing(by).select_for_update().filter(id=id).first()
    if row is None:
        raise NotHere("There is no such outline here.")
    if row.version != seen:
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=row.text)
    return row


def _noted(row: models.Outline, by: Actor, now: datetime, verb: str) -> None:
    journal.record(
        by=by, now=now, room="reports", verb=verb, kind="report_outline", object_id=row.id.hex,
        details={"version": row.version},
    )  # fmt: skip


def _value(row: models.Outline) -> Outline:
    return Outline(row.id, row.name, row.text, chapters_in(row.text), row.version, row.changed_by, row.changed_at)
