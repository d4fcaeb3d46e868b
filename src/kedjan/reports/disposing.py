"""What goes of reports in time: words that were cited or quoted, when the time of their round is over (gallring)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.evidence import service as evidence
from kedjan.journal import service as journal
from kedjan.privacy.service import Over
from kedjan.reflection import service as reflection
from kedjan.reports import models
from kedjan.reports.kept_quotes import BASKET
from kedjan.reports.texts import TEXT
from kedjan.themes import service as themes

ROOM = "reports"
CITED = noop("words of reflections kept where they were cited")
QUOTED = noop("words of reflections kept beside other words in reports")


def over(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Return how much there is of rounds whose time is over: kinds and counts; nothing is changed."""
    ended = reflection.rounds_over(by=by, now=now)
    if not ended:
        return ()
    cited = sum(len(keys) for keys in _cited(by, ended).values())
    counts = {CITED: cited, QUOTED: _quoted(by, ended).count()}
    return tuple(Over(ROOM, what, rows) for what, rows in counts.items() if rows)


@transaction.atomic
def dispose(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Forget the words that reports, conclusions and all else kept of reflections when citing them, and return what
    went: nobody may read those any more. What a settled report says, and what a writer agreed to, stands.
    """
    found = over(by=by, now=now)
    if not found:
        return ()
    ended = reflection.rounds_over(by=by, now=now)
    for kind, keys in _cited(by, ended).items():
        evidence.forget_values(by=by, kind=kind, keys=keys)
    rows = list(_quoted(by, ended).select_related("section__report"))
    for row in rows:
        row.content |= {"quote": ""}
        bare = row.section.report.state == "draft" and not row.text and not row.content.get(BASKET)
        row.removed_at = row.removed_at or (now if bare else None)
    models.Block.objects.bulk_update(rows, ["content", "removed_at"])
    details = {"rows": sum(each.rows for each in found)}
    journal.record(
        by=by, now=now, room=ROOM, verb="disposed", kind="provider", object_id=by.provider.hex, details=details
    )
    return found


def _cited(by: Actor, ended: Collection[UUID]) -> dict[str, set[str]]:
    """Return, by kind, the keys of reflections and quotes of some rounds whose words some citation keeps."""
    rounds = {each.hex for each in ended}
    cited = evidence.cited_by(by=by, kinds=(TEXT, themes.QUOTE))
    return {kind: {key for key in keys if key.partition(":")[0] in rounds} for kind, keys in cited.items()}


def _quoted(by: Actor, ended: Collection[UUID]) -> QuerySet[models.Block]:
    """Return the blocks that keep words of some rounds beside other words, or that follow the consent in a basket."""
    rows = models.Block.objects.filter(provider_id=by.provider, kind="quote", content__consents=False)
    return rows.filter(content__round__in=[each.hex for each in ended]).exclude(content__quote="")
