"""Reading reports: drafts as they stand now, settled ones as they were settled."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kedjan.access.service import Actor, Right, Slice, require
from kedjan.organisation import service as organisation
from kedjan.reports import models
from kedjan.reports.contents import Explained, from_json, to_json
from kedjan.reports.resolving import data_sets, explanations, resolved
from kedjan.reports.rows import may, may_read_settled, report_row, settled_for
from kedjan.reports.values import Block, BlockKind, DataSet, Ready, Report, ReportLine, Section, Standing, State


def reports(*, by: Actor, state: State, page: int = 1) -> Slice[ReportLine]:
    """Return settled reports that one may read, or drafts to those who write reports, the latest first."""
    settled = state is State.SETTLED
    require(may_read_settled(by) if settled else may(by, Right.WRITE_REPORTS))
    which = settled_for(by) if settled else Q(provider_id=by.provider, state=state.value)
    rows = models.Report.objects.filter(which).defer("snapshot")
    order = ("-settled_at",) if state is State.SETTLED else ("-changed_at",)
    return Slice.of(rows.order_by(*order, "title"), page=page, value=line)


def explained(*, report: Report) -> Explained:
    """Return what the figures of a report mean, whom they are about and by which rules, once each."""
    return explanations(block.content for section in report.sections for block in section.blocks)


def standing(*, by: Actor, report: UUID) -> Standing:
    """Return how far a report has come, without what it says: cheap enough to ask every few seconds."""
    row = report_row(by, report)
    return Standing(State(row.state), row.revision)


def report(*, by: Actor, id: UUID) -> Report:
    """Return a report: a draft as `by` may see it now, a settled one as it was settled."""
    row = report_row(by, id)
    settled = row.state == "settled"
    sections = _settled_sections(row.snapshot) if settled else resolved(by, row)
    return Report(
        row.id,
        row.title,
        row.subtitle,
        State(row.state),
        row.edition,
        row.version,
        row.revision,
        sections,
        data_sets(block.content for section in sections for block in section.blocks),
        row.template_id,
        row.begun_by,
        row.changed_by,
        row.changed_at,
        organisation.provider(by=by).name,
        may(by, Right.WRITE_REPORTS),
        may(by, Right.SETTLE_REPORTS),
        None if settled else _ready(row),
        row.settled_at,
        row.settled_by,
        row.sha256,
        not settled or checksum(row.snapshot) == row.sha256,
        row.continues_id,
        row.continued_by.order_by("edition").values_list("id", flat=True).first() if settled else None,
    )


def built_on(*, by: Actor, reports: Collection[UUID]) -> dict[UUID, tuple[DataSet, ...]]:
    """Return what the figures of settled reports come from, of all of them in one query; drafts are left out."""
    require(may_read_settled(by))
    rows = models.Report.objects.filter(settled_for(by), id__in=set(reports))
    return {
        key: data_sets(block.content for section in _settled_sections(snapshot) for block in section.blocks)
        for key, snapshot in rows.values_list("id", "snapshot")
    }


def line(row: models.Report) -> ReportLine:
    """Return a report as it stands in a list."""
    at, by = (row.settled_at, row.settled_by) if row.settled_at else (row.changed_at, row.changed_by)
    ready = None if row.settled_at else _ready(row)
    return ReportLine(row.id, row.title, row.subtitle, State(row.state), row.edition, at, by, ready)


def snapshot_of(report: Report, *, by: UUID, at: datetime) -> dict[str, Any]:
    """Return everything a report says, to be kept when it is settled; who settled it by the account, without a name."""
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "edition": report.edition,
        "provider": report.provider_name,
        "settled_by": by.hex,
        "settled_at": at.isoformat(),
        "data_sets": [_data_set(each) for each in report.data_sets],
        "sections": [
            {
                "id": section.id.hex,
                "heading": section.heading,
                "level": section.level,
                "blocks": [
                    {"id": block.id.hex, "kind": block.kind.value, "content": to_json(block.content)}
                    for block in section.blocks
                ],
            }
            for section in report.sections
        ],
    }


def checksum(snapshot: Any) -> str:
    """Return the SHA-256, in hex, of a snapshot written with its names in order."""
    written = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _settled_sections(snapshot: Any) -> tuple[Section, ...]:
    return tuple(
        Section(
            UUID(section["id"]),
            section["heading"],
            section["level"],
            tuple(
                Block(UUID(block["id"]), BlockKind(block["kind"]), {}, "", from_json(block["content"]))
                for block in section["blocks"]
            ),
        )
        for section in snapshot["sections"]
    )


def _data_set(each: DataSet) -> dict[str, Any]:
    return {
        "release": each.release.hex,
        "title": each.title,
        "round": each.round,
        "revision": each.revision,
        "shared_on": each.shared_on,
    }


def _ready(row: models.Report) -> Ready | None:
    return Ready(row.ready_by, row.ready_at, row.ready_revision) if row.ready_at else None
