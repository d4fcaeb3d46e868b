"""On the start page: what waits in the queues one reads, and what has been said of what one wrote."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan.themes import service as themes
from kedjan_statistics.figure import count
from kedjan_web.components.numbers import shown
from kedjan_web.start.items import Kind, StartItem

COUNTED = 1000
"""So many that wait are counted; of more it is told that they are more."""


def to_read(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield the rounds in which reflections wait for the actor, as one of their readers."""
    for waits, waiting in reflection.waiting_counts(by=actor, now=now, most=COUNTED).items():
        n = waiting.reflections
        title = ngettext("%(n)d reflection waits to be read", "%(n)d reflections wait to be read", n) % {"n": n}
        if waiting.more:
            title = _("More than %(n)s reflections wait to be read") % {"n": shown(count(n), decimals=0)}
        text = _("In %(round)s. The readers share the queue.") % {"round": waiting.title}
        yield StartItem(title, text, reverse("round_dialogue", args=[waits]), Kind.TO_DO, now)


def said_of_mine(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield questions to the actor about what the actor wrote, and answers that the actor has not seen."""
    for each in reflection.news_of_mine(by=actor):
        url = reverse("own_dialogue", args=[each.loop])
        text = _("In %(round)s.") % {"round": each.round_title}
        if each.asks:
            title = _("Somebody asks you about what you wrote")
            yield StartItem(title, text, url, Kind.TO_DO, each.at)
        else:
            title = _("Somebody has answered what you wrote")
            yield StartItem(title, text, url, Kind.BECAME, each.at)


def asked_for_quotes(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield that a reader asks whether words of the actor's may be quoted."""
    del now
    waiting = [each for each in themes.quote_requests(by=actor) if each.state is themes.QuoteState.ASKED]
    if waiting:
        n = len(waiting)
        title = ngettext("A reader asks to quote you", "Readers ask to quote you in %(n)d places", n) % {"n": n}
        text = _("Yes or no, without your name.")
        yield StartItem(title, text, reverse("quote_requests"), Kind.TO_DO, min(each.asked_at for each in waiting))
