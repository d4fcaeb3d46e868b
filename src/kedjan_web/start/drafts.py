"""On the start page: the reports that one is writing."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.access.service import Actor, ProviderScope, Right, decide
from kedjan.reports import service as reports
from kedjan_web.start.duties import day_in
from kedjan_web.start.items import Kind, StartItem
from kedjan_web.start.lately import MOST


def to_do(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield the drafts that the actor was the last to write in."""
    del now
    if not decide(actor, Right.WRITE_REPORTS, on=ProviderScope(actor.provider)).allowed:
        return
    lines = reports.reports(by=actor, state=reports.State.DRAFT).items
    for line in [each for each in lines if each.by == actor.name][:MOST]:
        title = _("Go on writing: %(report)s") % {"report": line.title}
        text = _("A draft. You last wrote in it on %(day)s.") % {"day": day_in(line.at)}
        yield StartItem(title, text, reverse("write_report", args=[line.id]), Kind.TO_DO, line.at)
