"""Comments on the sections of a draft, for those who write reports; they are never part of the report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Changed, Decision, NotHere, NotYours, Refused, Right, require
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.ports import noop
from kedjan.reports.review_values import Comment
from kedjan.reports.rows import draft_row, may, noted, report_row, section_row

LONGEST = 2_000
NOT_YOURS = noop("Only the person who wrote a comment may change it.")


def comments(*, by: Actor, report: UUID, section: UUID) -> tuple[Comment, ...]:
    """Return what has been said of a section, what is not resolved first, then in order of time."""
    require(may(by, Right.WRITE_REPORTS))
    row = section_row(report_row(by, report), section)
    found = [_value(each) for each in models.Comment.objects.filter(section=row).order_by("at", "id")]
    return tuple(sorted(found, key=lambda each: each.resolved_at is not None))


@transaction.atomic
def comment(*, by: Actor, now: datetime, key: UUID, report: UUID, section: UUID, text: str) -> UUID:
    """Say something of a section of a draft. The same key twice is once; nothing, and too much, are refused."""
    row = draft_row(by, report)
    under = section_row(row, section)
    if models.Comment.objects.filter(provider_id=by.provider, id=key).exists():
        return key
    models.Comment.objects.create(
        id=key,
        provider_id=by.provider,
        section=under,
        text=_text(text),
        by=by.account,
        at=now,
        changed_at=now,
    )
    noted(row, by=by, now=now, verb="commented", section=section.hex, comment=key.hex)
    return key


@transaction.atomic
def change_comment(*, by: Actor, now: datetime, report: UUID, section: UUID, id: UUID, seen: int, text: str) -> int:
    """Change one's own comment; return its new version."""
    row, found = _found(by, report, section, id, seen)
    if found.by != by.account:
        raise NotYours(Decision(allowed=False, reason=NOT_YOURS))
    found.text, found.changed_at = _text(text), now
    found.save()
    noted(row, by=by, now=now, verb="changed_comment", comment=id.hex)
    return found.version


@transaction.atomic
def resolve_comment(*, by: Actor, now: datetime, report: UUID, section: UUID, id: UUID, seen: int) -> None:
    """Say that what a comment is about has been seen to; twice changes nothing."""
    row, found = _found(by, report, section, id, seen)
    if found.resolved_at is None:
        found.resolved_by, found.resolved_at = by.account, now
        found.save()
        noted(row, by=by, now=now, verb="resolved_comment", comment=id.hex)


@transaction.atomic
def take_up_comment(*, by: Actor, now: datetime, report: UUID, section: UUID, id: UUID, seen: int) -> None:
    """Take a resolved comment up again."""
    row, found = _found(by, report, section, id, seen)
    found.resolved_by = found.resolved_at = None
    found.save()
    noted(row, by=by, now=now, verb="took_up_comment", comment=id.hex)


def _found(by: Actor, report: UUID, section: UUID, id: UUID, seen: int) -> tuple[models.Report, models.Comment]:
    row = draft_row(by, report)
    found = models.Comment.objects.filter(section=section_row(row, section), id=id).first()
    if found is None:
        raise NotHere("There is no such comment here.")
    if found.version != seen:
        whose = people.shown_name(by=by, id=found.resolved_by or found.by)
        raise Changed(by=whose, at=found.resolved_at or found.changed_at, current=found.text)
    found.version += 1
    return row, found


def _text(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused("The comment is empty.")
    if len(text) > LONGEST:
        raise Refused("The comment is longer than %(most)s characters.", most=LONGEST)
    return text


def _value(row: models.Comment) -> Comment:
    return Comment(
        row.id, row.section_id, row.text, row.version, row.by, row.at, row.changed_at, row.resolved_by, row.resolved_at
    )
