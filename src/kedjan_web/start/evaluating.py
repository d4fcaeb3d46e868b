"""On the start page: rounds that can be evaluated, and what was changed because of evaluations."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.reflection.service import OwnRound, Stage
from kedjan_web.start.duties import day_in
from kedjan_web.start.items import Kind, StartItem
from kedjan_web.start.lately import lately


def items(own: Iterable[OwnRound], now: datetime) -> Iterator[StartItem]:
    """Yield, of rounds one was asked in, those to evaluate while that can be done, and what was changed."""
    for each in own:
        url = reverse("evaluate", args=[each.id])
        if each.stage is Stage.OPEN and each.until is not None:
            day = {"day": day_in(each.until)}
            if each.evaluated:
                title = _("You have evaluated %(round)s") % {"round": each.title}
                text = _("You can change it until %(day)s.") % day
                yield StartItem(title, text, url, Kind.CHANGED, now)
            else:
                title = _("What was it like? Evaluate %(round)s") % {"round": each.title}
                text = _("Voluntary. About three minutes. Nobody sees who said what. Last day %(day)s.") % day
                yield StartItem(title, text, url, Kind.TO_DO, now)
        if each.changed_at is not None and lately(each.changed_at, now):
            title = _("We changed this after %(round)s") % {"round": each.title}
            text = _("What was changed because of what you and others said of the way of working.")
            yield StartItem(title, text, url, Kind.BECAME, each.changed_at)
