"""Beginning reports and new editions, and what stands on their covers."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import Actor, Changed, NotHere, Refused, Right, require
from kedjan.evidence import service as evidence
from kedjan.files import service as files
from kedjan.people import service as people
from kedjan.reports import models
from kedjan.reports.rows import draft_row, may, noted, report_row, touched
from kedjan.reports.texts import STATEMENT

TEMPLATE = "report_template"
LONGEST_TITLE = 160


@transaction.atomic
def begin_report(*, by: Actor, now: datetime, key: UUID, title: str, subtitle: str = "") -> UUID:
    """Begin a draft. The same key twice is once; a title of nothing or of over 160 characters is refused."""
    require(may(by, Right.WRITE_REPORTS))
    if models.Report.objects.filter(provider_id=by.provider, id=key).exists():
        return key
    row = models.Report.objects.create(
        id=key,
        provider_id=by.provider,
        title=_title(title),
        subtitle=subtitle.strip()[:200],
        begun_by=by.account,
        changed_by=by.account,
        changed_at=now,
    )
    noted(row, by=by, now=now, verb="began")
    return row.id


@transaction.atomic
def name_report(*, by: Actor, now: datetime, report: UUID, seen: int, title: str, subtitle: str = "") -> None:
    """Change what stands on the cover."""
    row = _cover(by, report, seen)
    row.title, row.subtitle = _title(title), subtitle.strip()[:200]
    touched(row, by=by, now=now, verb="named")


@transaction.atomic
def choose_template(*, by: Actor, now: datetime, report: UUID, seen: int, template: UUID | None) -> None:
    """Choose the Word template that the report is written with; None is Kedjan's own look."""
    row = _cover(by, report, seen)
    if template is not None and files.file(by=by, id=template).purpose != TEMPLATE:
        raise NotHere("There is no such template here.")
    row.template_id = template
    touched(row, by=by, now=now, verb="chose_template")


@transaction.atomic
def new_edition(*, by: Actor, now: datetime, key: UUID, report: UUID) -> UUID:
    """Begin a draft from a settled report, with its sections, blocks and citations. The same key twice is once.

    What the writer cannot see now cannot be cited anew: such blocks come along without their citations.
    """
    require(may(by, Right.WRITE_REPORTS))
    old = report_row(by, report)
    if old.state != "settled":
        raise Refused("Only a settled report has a new edition.")
    if models.Report.objects.filter(provider_id=by.provider, id=key).exists():
        return key
    row = models.Report.objects.create(
        id=key,
        provider_id=by.provider,
        title=old.title,
        subtitle=old.subtitle,
        edition=old.edition + 1,
        continues=old,
        template=old.template,
        begun_by=by.account,
        changed_by=by.account,
        changed_at=now,
    )
    copied = _copied_sections(old, row, by, now)
    _cite_again(copied, by, now)
    noted(row, by=by, now=now, verb="began_edition", edition=row.edition)
    return row.id


def _copied_sections(old: models.Report, new: models.Report, by: Actor, now: datetime) -> dict[UUID, UUID]:
    """Copy what stands in the old report; return the new block's id by the old one's."""
    mark = {"provider_id": by.provider, "changed_by": by.account, "changed_at": now}
    sections = {each.id: each for each in old.sections.filter(removed_at=None).order_by("position")}
    made = {
        old_id: models.Section(
            report=new,
            position=each.position,
            heading=each.heading,
            level=each.level,
            guidance=each.guidance,
            **mark,
        )
        for old_id, each in sections.items()
    }
    models.Section.objects.bulk_create(made.values())
    blocks = list(models.Block.objects.filter(section__in=sections, removed_at=None).order_by("section", "position"))
    numbers = {each.id: uuid4() for each in blocks}
    models.Block.objects.bulk_create(
        models.Block(
            id=numbers[each.id],
            section=made[each.section_id],
            position=each.position,
            kind=each.kind,
            content=each.content,
            text=each.text,
            **mark,
        )
        for each in blocks
    )
    return numbers


def _cite_again(numbers: dict[UUID, UUID], by: Actor, now: datetime) -> None:
    cited = evidence.rests_on(by=by, statements=[(STATEMENT, old.hex) for old in numbers])
    there = {evidence.State.SAME, evidence.State.CHANGED}
    for old, new in numbers.items():
        things = [(each.kind, each.key) for each in cited[STATEMENT, old.hex] if each.state in there]
        if things:
            evidence.cite_all(by=by, now=now, statement=(STATEMENT, new.hex), things=things)


def _cover(by: Actor, report: UUID, seen: int) -> models.Report:
    row = draft_row(by, report)
    if row.version != seen:
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=row.title)
    row.version += 1
    return row


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Refused("A report needs a title.")
    if len(title) > LONGEST_TITLE:
        raise Refused("The title is longer than %(most)s characters.", most=LONGEST_TITLE)
    return title
