"""On the start page: all about what one has written oneself, which is asked for only where one has written."""

from collections.abc import Iterator
from datetime import datetime

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan_web.start import talk, thread
from kedjan_web.start.items import StartItem


def items(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield what was said of one's own reflections, what readers ask, and what has been shared and become of them."""
    answered = reflection.answered_rounds(by=actor)
    if answered:
        yield from talk.said_of_mine(actor, now)
        yield from talk.asked_for_quotes(actor, now)
    yield from thread.items(actor, now, answered)
