"""What goes from reports when somebody who is quoted is erased; what has been settled is a public record and stays."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.evidence import service as evidence
from kedjan.files import service as files
from kedjan.people.service import Held
from kedjan.reflection import service as reflection
from kedjan.reports import models
from kedjan.reports.kept_quotes import BASKET
from kedjan.reports.texts import TEXT
from kedjan.themes import service as themes

SETTLED = noop(
    "A settled report is a public record and is preserved as it was settled. It names nobody beside a quote."
)


class QuotedInReports:
    """Reports' part in the erasure of a person: the words quoted in drafts go, those in settled reports stay."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return quotes in drafts and in settled reports, in counts."""
        rows = _quotes(by, account)
        return (
            Held(noop("quotes in drafts of reports"), rows.filter(section__report__state="draft").count()),
            Held(noop("quotes in settled reports"), rows.filter(section__report__state="settled").count(), SETTLED),
        )

    @transaction.atomic
    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Empty the words in drafts and what citations kept of the texts; a paraphrase stays and says what it said.

        What a settled report says is in its snapshot: the words behind it, which a new edition would bring along, go
        too. So do files that were written of the drafts.
        """
        every = list(_quotes(by, account).defer("section__report__snapshot"))
        rows = [row for row in every if row.section.report.state == "draft"]
        for row in every:
            row.content |= {"quote": "", "consents": False, "obtained": ""}
        for row in rows:
            row.version += 1
            row.removed_at = row.removed_at or (None if row.text and not row.content.get(BASKET) else now)
        models.Block.objects.bulk_update(every, ["content", "version", "removed_at"])
        drafts = {row.section.report_id for row in rows}
        models.Report.objects.filter(id__in=drafts).update(revision=F("revision") + 1)
        _forget_files(by, now, drafts)
        keys = [reflection.text_key(of, loop) for of, loop in reflection.loops_by(by=by, account=account)]
        kept = themes.keys_of(by=by, account=account)
        forgotten = evidence.forget_values(by=by, kind=TEXT, keys=keys)
        return len(rows) + forgotten + evidence.forget_values(by=by, kind=themes.QUOTE, keys=kept)


def _quotes(by: Actor, account: UUID) -> QuerySet[models.Block]:
    loops = [loop.hex for _, loop in reflection.loops_by(by=by, account=account)]
    rows = models.Block.objects.filter(provider_id=by.provider, kind="quote", content__text__in=loops)
    return rows.select_related("section__report")


def _forget_files(by: Actor, now: datetime, drafts: Collection[UUID]) -> None:
    exports = models.Export.objects.filter(report__in=drafts)
    written = list(exports.exclude(file=None).values_list("file_id", flat=True))
    exports.delete()
    files.forget(by=by, now=now, ids=written)
