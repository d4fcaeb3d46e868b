"""On the start page: the week's summary, the same as goes out by mail."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from kedjan.access.service import Actor
from kedjan.notices import service as notices
from kedjan_web.start.letters import ASKING, line_about

A_WEEK = timedelta(days=7)
PLACES = {
    "round_opened": "rounds",
    "named_reader": "rounds",
    "release_made": "releases",
    "report_to_settle": "reports",
    "report_settled": "reports",
}


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """How many of one kind, in words, and where to look; no address where there is no page of its kind."""

    text: str
    url: str


def week(actor: Actor, now: datetime) -> tuple[SummaryLine, ...]:
    """Return what the actor has been told in the last seven days, a line for each kind, the latest first.

    What asks for an answer is left out: it stands above, among what is to be done, until it is done.
    """
    told = [notice.kind for notice in notices.waiting(by=actor) if now - A_WEEK <= notice.at <= now]
    lately = [kind for kind in told if kind not in ASKING]
    return tuple(
        SummaryLine(line_about(kind, number), reverse(PLACES[kind]) if kind in PLACES else "")
        for kind, number in Counter(lately).items()
    )
