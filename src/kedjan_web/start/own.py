"""On the start page: all about what one has written oneself, which is asked for only where one has written."""

from collections.abc import Iterator
from datetime import datetime

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan_web.start import actions, conclusions, evaluating, talk, thread
from kedjan_web.start.items import StartItem


def items(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield what one can evaluate, what was said and asked of one's own reflections, and what became of them."""
    own = reflection.own_rounds(by=actor, now=now)
    yield from evaluating.items(own, now)
    yield from conclusions.for_asked(actor, now, own)
    answered = [each for each in own if each.reflections]
    if answered:
        yield from talk.said_of_mine(actor, now)
        yield from talk.asked_for_quotes(actor, now)
        yield from actions.became(actor, now)
    yield from thread.items(actor, now, answered)
