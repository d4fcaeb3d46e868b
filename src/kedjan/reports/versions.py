"""Versions of a report: kept when its writers ask for it and when it is settled, and compared word by word.

A version holds what was written: headings, texts, comments below figures, and what stands there by its name. Nobody's
quoted words are kept, since their consent can be taken back; nor a conclusion that is not settled.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kedjan.access.service import Actor, NotHere, Right, require
from kedjan.reports import models
from kedjan.reports.comparing import compared
from kedjan.reports.contents import Content, LivingPart, Paragraphs, Paraphrased, Sentence, ShownPicture, ShownTable
from kedjan.reports.reading import report as read
from kedjan.reports.review_values import SectionCompared, VersionLine, Written, WrittenSection
from kedjan.reports.rows import draft_row, may, noted, report_row
from kedjan.reports.values import Section


def versions(*, by: Actor, report: UUID) -> tuple[VersionLine, ...]:
    """Return the versions of a report that have been kept, the latest first; to those who write reports."""
    require(may(by, Right.WRITE_REPORTS))
    rows = models.Version.objects.filter(report=report_row(by, report)).defer("content").order_by("-number")
    return tuple(VersionLine(row.id, row.number, row.revision, row.note, row.by, row.at) for row in rows)


@transaction.atomic
def keep_version(*, by: Actor, now: datetime, key: UUID, report: UUID, note: str = "") -> UUID:
    """Keep a draft as it is written now. The same key twice is once."""
    row = draft_row(by, report)
    if not models.Version.objects.filter(provider_id=by.provider, id=key).exists():
        kept(row, read(by=by, id=report).sections, by=by, now=now, key=key, note=note)
        noted(row, by=by, now=now, verb="kept_version", version=key.hex)
    return key


def kept(
    row: models.Report, sections: Iterable[Section], *, by: Actor, now: datetime, key: UUID, note: str = ""
) -> None:
    """Store what is written in some sections as the next version of a report."""
    last = models.Version.objects.filter(report=row).aggregate(last=Max("number"))["last"] or 0
    models.Version.objects.create(
        id=key,
        provider_id=by.provider,
        report=row,
        number=last + 1,
        revision=row.revision,
        note=" ".join(note.split())[:200],
        content=_json(written_in(sections)),
        by=by.account,
        at=now,
    )


def compare(*, by: Actor, report: UUID, then: UUID, now: UUID | None = None) -> tuple[SectionCompared, ...]:
    """Return what has changed from one version to another, or to the report as it stands; to those who write."""
    require(may(by, Right.WRITE_REPORTS))
    row = report_row(by, report)
    later = _of(row, now) if now else written_in(read(by=by, id=report).sections)
    return compared(_of(row, then), later)


def written_in(sections: Iterable[Section]) -> tuple[WrittenSection, ...]:
    """Return what is written in sections, as a version holds it."""
    return tuple(
        WrittenSection(
            each.id.hex,
            each.heading,
            tuple(Written(block.id.hex, block.kind.value, _says(block.content)) for block in each.blocks),
        )
        for each in sections
    )


def _says(content: Content) -> str:
    match content:
        case Paragraphs(text=text):
            return text
        case ShownTable(table=table, comment=comment) | ShownPicture(table=table, comment=comment):
            return _under(table.caption, comment)
        case Sentence(text=text, about=about, comment=comment):
            return _under(f"{about}. {text}", comment)
        case LivingPart(waits=waits, title=title, comment=comment) as part:
            return _under(title if waits else "\n\n".join(_part_says(part)), comment)
        case Paraphrased(basket="", text=text):
            return text
    return getattr(content, "comment", "")


def _part_says(part: LivingPart) -> Iterator[str]:
    yield f"{part.title}: {part.text}"
    for heading, entries in part.entries:
        if heading:
            yield heading
        yield from (". ".join(each for each in (entry.text, *entry.notes, entry.more) if each) for entry in entries)


def _under(said: str, comment: str) -> str:
    return f"{said}\n\n{comment}" if comment else said


def _json(sections: Iterable[WrittenSection]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "heading": each.heading,
            "blocks": [{"id": block.id, "kind": block.kind, "text": block.text} for block in each.blocks],
        }
        for each in sections
    ]


def _of(row: models.Report, version: UUID) -> tuple[WrittenSection, ...]:
    found = models.Version.objects.filter(report=row, id=version).first()
    if found is None:
        raise NotHere("There is no such version of the report.")
    return tuple(
        WrittenSection(each["id"], each["heading"], tuple(Written(**block) for block in each["blocks"]))
        for each in found.content
    )
