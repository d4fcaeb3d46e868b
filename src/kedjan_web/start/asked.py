"""On the start page: what one is asked to answer, with how long it takes and who reads it."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan_web.answering.words import in_words
from kedjan_web.start.duties import day_in
from kedjan_web.start.items import Kind, StartItem

WAITS = (reflection.OwnState.NEW, reflection.OwnState.BEGUN)


def to_do(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield the assignments that can be answered today; those sent or abstained from are quiet."""
    for asked in reflection.assignments_for(by=actor, now=now):
        if asked.window is reflection.Window.OPEN and asked.state in WAITS:
            yield StartItem(
                _title(asked), " ".join(_said(asked)), place_url("answer", asked), Kind.TO_DO, asked.since or now
            )


def _title(asked: reflection.Asked) -> str:
    words = {"assignment": asked.heading}
    if asked.state is reflection.OwnState.BEGUN:
        return _("Go on with your answer: %(assignment)s") % words
    return _("Answer: %(assignment)s") % words


def _said(asked: reflection.Asked) -> Iterator[str]:
    """Yield what one wants to know before beginning, in sentences."""
    yield f"{asked.round_title}." if not asked.several_areas else f"{asked.round_title}, {asked.area_name}."
    if asked.minutes:
        yield _("About %(minutes)d minutes.") % {"minutes": asked.minutes}
    if asked.closes_on:
        yield _("Last day %(day)s.") % {"day": day_in(asked.closes_on)}
    if asked.readers:
        yield _("Read by %(readers)s.") % {"readers": in_words(asked.readers)}


def place_url(name: str, asked: reflection.Asked) -> str:
    """Return the address of one of an assignment's pages, with the service area where one is asked in several."""
    base = reverse(name, args=[asked.round, asked.code])
    return f"{base}?{urlencode({'omrade': str(asked.area)})}" if asked.several_areas else base
