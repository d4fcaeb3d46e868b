"""On a round's own page: what it asks of the reader, how far one has come with each, and the way to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan.reflection.service import OwnState, Window
from kedjan_web.answering.words import OWN_STATES, WHY_NOT
from kedjan_web.components.badges import Badge
from kedjan_web.components.dates import in_text_without_year
from kedjan_web.start.asked import place_url

DO: dict[OwnState, Promise] = {
    OwnState.NEW: _("Answer"),
    OwnState.BEGUN: _("Go on with the answer"),
    OwnState.SENT: _("Read or change the answer"),
}
SEE: dict[bool, Promise] = {True: _("Read the answer"), False: _("Open")}
WRITTEN = {OwnState.SENT, OwnState.READ, OwnState.ASKED, OwnState.ANSWERED}


@dataclass(frozen=True, slots=True)
class Mine:
    """An assignment that is mine to answer.

    `url` is empty where there is nothing to do or see, `waits` says that it asks for an answer.
    """

    title: str
    text: str
    badge: Badge | None
    label: str
    url: str
    waits: bool


def mine(by: Actor, now: datetime, round: UUID) -> tuple[Mine, ...]:
    """Return what the round asks of the actor, what closes first first."""
    return tuple(_mine(asked) for asked in reflection.assignments_for(by=by, now=now) if asked.round == round)


def _mine(asked: reflection.Asked) -> Mine:
    can_answer = asked.window is Window.OPEN
    waits = can_answer and asked.state in (OwnState.NEW, OwnState.BEGUN)
    title = f"{asked.heading} ({asked.area_name})" if asked.several_areas else asked.heading
    written = asked.state in WRITTEN
    label = DO.get(asked.state) if can_answer else None
    return Mine(
        title,
        " ".join(_said(asked, can_answer=can_answer)),
        OWN_STATES[asked.state] if can_answer or asked.state is not OwnState.NEW else None,
        str(label or SEE[written]),
        place_url("answer", asked) if can_answer or asked.state is not OwnState.NEW else "",
        waits,
    )


def _said(asked: reflection.Asked, *, can_answer: bool) -> Iterator[str]:
    if not can_answer:
        day = asked.opens_on if asked.window is Window.NOT_YET else asked.closes_on
        yield str(WHY_NOT[asked.window]) % {"day": in_text_without_year(day) if day else ""}
        return
    if asked.minutes and asked.state not in WRITTEN:
        yield gettext("About %(minutes)d minutes.") % {"minutes": asked.minutes}
    if asked.closes_on:
        yield gettext("Last day %(day)s.") % {"day": in_text_without_year(asked.closes_on)}
