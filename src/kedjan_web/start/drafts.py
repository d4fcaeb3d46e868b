"""On the start page: reports that wait to be settled, what waits for one in drafts, and those that one is writing."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.access.service import Actor, ProviderScope, Right, decide
from kedjan.people import service as people
from kedjan.reports import service as reports
from kedjan_web.start.duties import day_in
from kedjan_web.start.items import Kind, StartItem
from kedjan_web.start.lately import MOST


def to_do(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield every report marked as ready, to whoever settles; and the drafts that the actor was last to write in.

    Between them what others have said of what the actor wrote, and sections that wait to be reviewed. What its writers
    have marked as ready is no longer theirs to do.
    """
    del now
    everywhere = ProviderScope(actor.provider)
    if not decide(actor, Right.WRITE_REPORTS, on=everywhere).allowed:
        return
    lines = reports.reports(by=actor, state=reports.State.DRAFT).items
    if decide(actor, Right.SETTLE_REPORTS, on=everywhere).allowed:
        names = people.shown_names(by=actor, ids=[line.ready.by for line in lines if line.ready])
        yield from (_to_settle(line, line.ready, names[line.ready.by]) for line in lines if line.ready)
    yield from _waits(actor, lines) if lines else ()
    yield from map(_to_write, [line for line in lines if line.by == actor.account and not line.ready][:MOST])


def _to_settle(line: reports.ReportLine, ready: reports.Ready, who: str) -> StartItem:
    title = _("Settle: %(report)s") % {"report": line.title}
    text = _("%(by)s marked it as ready to settle on %(day)s.") % {"by": who, "day": day_in(ready.at)}
    return StartItem(title, text, reverse("settle_report", args=[line.id]), Kind.TO_DO, ready.at)


def _waits(actor: Actor, lines: Iterable[reports.ReportLine]) -> Iterator[StartItem]:
    waits = reports.awaiting(by=actor)
    for line in lines:
        if (found := waits.get(line.id)) is None:
            continue
        url = reverse("write_report", args=[line.id])
        if found.comments:
            n = found.comments
            words = ngettext("%(n)d comment on what you wrote", "%(n)d comments on what you wrote", n) % {"n": n}
            yield StartItem(words, line.title, url, Kind.TO_DO, found.since)
        if found.to_review:
            n = found.to_review
            words = ngettext("%(n)d section waits to be reviewed", "%(n)d sections wait to be reviewed", n) % {"n": n}
            yield StartItem(words, line.title, url, Kind.TO_DO, found.since)


def _to_write(line: reports.ReportLine) -> StartItem:
    title = _("Go on writing: %(report)s") % {"report": line.title}
    text = _("A draft. You last wrote in it on %(day)s.") % {"day": day_in(line.at)}
    return StartItem(title, text, reverse("write_report", args=[line.id]), Kind.TO_DO, line.at)
