"""What waits for somebody in drafts: comments on what they have written, and sections of others to be reviewed."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, Value

from kedjan.access.service import Actor, Right, require
from kedjan.reports import models
from kedjan.reports.review_values import Awaiting
from kedjan.reports.rows import may

COMMENT, REVIEW = "comment", "review"


def awaiting(*, by: Actor) -> dict[UUID, Awaiting]:
    """Return what waits for the actor in each draft that has something, in one question, to those who write reports.

    Comments by others that nobody has seen to, on sections that the actor has written in or marked as ready; and
    sections that somebody else has marked as ready as they stand, which nobody has reviewed.
    """
    require(may(by, Right.WRITE_REPORTS))
    in_block = Q(section__blocks__changed_by=by.account, section__blocks__removed_at=None)
    mine = Q(section__changed_by=by.account) | Q(section__ready_by=by.account) | in_block
    said = models.Comment.objects.filter(provider_id=by.provider, resolved_at=None, section__removed_at=None)
    said = said.filter(mine, section__report__state="draft").exclude(by=by.account).distinct()
    ready = models.Section.objects.filter(provider_id=by.provider, report__state="draft", removed_at=None)
    ready = ready.filter(ready_at__isnull=False, ready_revision=F("written"), reviewed_at=None)
    rows = (
        said.annotate(what=Value(COMMENT))
        .values_list("id", "section__report_id", "at", "what")
        .union(
            ready.exclude(ready_by=by.account)
            .annotate(what=Value(REVIEW))
            .values_list("id", "report_id", "ready_at", "what"),
            all=True,
        )
    )
    found: dict[UUID, dict[str, list[datetime]]] = defaultdict(lambda: {COMMENT: [], REVIEW: []})
    for _id, report, at, what in rows:
        found[report][what].append(at)
    return {
        report: Awaiting(len(of[COMMENT]), len(of[REVIEW]), min(of[COMMENT] + of[REVIEW]))
        for report, of in found.items()
    }
