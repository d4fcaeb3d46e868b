"""On the start page of who takes results in: what they sent or fetched that waits for them, and what did not come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.access.service import Actor, ProviderScope, Right, Slice, decide
from kedjan.intake import service as intake
from kedjan.intake.service import Delivery
from kedjan_web import errors
from kedjan_web.components.numbers import whole
from kedjan_web.start.duties import day_in
from kedjan_web.start.items import Kind, StartItem

NAMED = 3
"""Files that are named where several wait."""


def items(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield one's own files that wait to be read in, and the school systems that could not be fetched from lately."""
    if not decide(actor, Right.TAKE_IN_RESULTS, on=ProviderScope(actor.provider)).allowed:
        return
    found = intake.waiting(by=actor, own=True)
    if found.total:
        first = found.items[0]
        day = day_in((first.made_at + timedelta(days=intake.KEPT_DAYS)).date())
        title, text, url = waits(first) if found.total == 1 else several_wait(found)
        yield StartItem(title, text % {"day": day}, url, Kind.TO_DO, first.made_at)
    for connection in intake.not_fetched(by=actor):
        latest = connection.latest
        if latest:
            title = _("Nothing could be fetched from %(name)s") % {"name": connection.settings.name}
            why = errors.said(latest.error, dict(latest.error_values))
            at = latest.ended_at or latest.made_at
            yield StartItem(title, why, reverse("connection", args=[connection.id]), Kind.CHANGED, at)


def waits(of: Delivery) -> tuple[str, str, str]:
    """Return what is said of the one file that waits, with the place of the day in it, and where it is looked at."""
    title = _("Look at what has come in: %(file)s") % {"file": of.file_name}
    rows = ngettext("%(rows)s row waits.", "%(rows)s rows wait.", of.rows) % {"rows": whole(of.rows)}
    return title, f"{rows} {_('It is emptied on %(day)s if nobody decides.')}", reverse("delivery", args=[of.id])


def several_wait(found: Slice[Delivery]) -> tuple[str, str, str]:
    """Return what is said of several files that wait, with the place of the day in it, and where they are."""
    names = [each.file_name for each in found.items[:NAMED]]
    more = found.total - len(names)
    others = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": whole(more)} if more else ""
    listed = f"{', '.join(names)} {others}".strip()
    title = _("Look at what has come in: %(n)s files") % {"n": whole(found.total)}
    text = _("Several can be read in at once. The first is emptied on %(day)s if nobody decides.")
    return title, f"{listed.replace('%', '%%')}. {text}", reverse("waiting_deliveries")
