"""On the start page: that somebody has read what one wrote."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan_web.start.items import Kind, StartItem

LATELY = timedelta(days=14)


def became(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield one item for the readings of one's texts in the last two weeks."""
    lately = [reading for reading in journal.who_read(by=actor).items if reading.at >= now - LATELY]
    if not lately:
        return
    readers = len({reading.reader for reading in lately})
    yield StartItem(
        ngettext("%(n)d person has read your texts", "%(n)d persons have read your texts", readers) % {"n": readers},
        "",
        reverse("who_read"),
        Kind.BECAME,
        lately[0].at,
    )
