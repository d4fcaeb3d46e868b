"""On the start page of who takes results in: what they sent or fetched that waits for them, and what did not come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.access.service import Actor, ProviderScope, Right, decide
from kedjan.intake import service as intake
from kedjan_web import errors
from kedjan_web.start.duties import day_in
from kedjan_web.start.items import Kind, StartItem


def items(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield one's own files that wait to be read in, and the school systems that could not be fetched from lately."""
    if not decide(actor, Right.TAKE_IN_RESULTS, on=ProviderScope(actor.provider)).allowed:
        return
    for each in intake.waiting(by=actor):
        title = _("Look at what has come in: %(file)s") % {"file": each.file_name}
        text = _("%(rows)d rows wait. They are emptied on %(day)s if nobody decides.")
        said = text % {"rows": each.rows, "day": day_in((each.made_at + timedelta(days=intake.KEPT_DAYS)).date())}
        yield StartItem(title, said, reverse("delivery", args=[each.id]), Kind.TO_DO, each.made_at)
    for connection in intake.not_fetched(by=actor):
        latest = connection.latest
        if latest:
            title = _("Nothing could be fetched from %(name)s") % {"name": connection.settings.name}
            why = errors.said(latest.error, dict(latest.error_values))
            at = latest.ended_at or latest.made_at
            yield StartItem(title, why, reverse("connection", args=[connection.id]), Kind.CHANGED, at)
