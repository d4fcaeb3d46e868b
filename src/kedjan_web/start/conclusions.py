"""On the start page: conclusions laid before one, what became of them, and those that wait for one to act."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.access.service import Actor
from kedjan.improvement import service as improvement
from kedjan.people import service as people
from kedjan.reflection.service import OwnRound
from kedjan_web.start.duties import day_in, start_of
from kedjan_web.start.items import Kind, StartItem
from kedjan_web.start.lately import lately


def for_asked(actor: Actor, now: datetime, own: Collection[OwnRound]) -> Iterator[StartItem]:
    """Yield, of the analyses that rounds of one's own belong to, what lies before one and what has been decided."""
    today = people.day_of(now)
    for each in improvement.news(by=actor, rounds=[one.id for one in own]):
        url = reverse("told_conclusions", args=[each.analysis])
        if each.fed_back and each.closes_on and each.fed_at and today <= each.closes_on:
            number = each.unsaid or each.fed_back
            title = ngettext("%(n)d conclusion lies before you", "%(n)d conclusions lie before you", number)
            text = _("%(analysis)s. Nothing is settled. Say until %(day)s whether it holds. Voluntary.")
            said = text % {"analysis": each.title, "day": day_in(each.closes_on)}
            kind = Kind.TO_DO if each.unsaid else Kind.CHANGED
            yield StartItem(title % {"n": number}, said, url, kind, each.fed_at)
        if each.decided_at is not None and lately(each.decided_at, now):
            title = _("What became of the conclusions of %(analysis)s") % {"analysis": each.title}
            text = _("What was kept, what was changed, and why.")
            yield StartItem(title, text, url, Kind.BECAME, each.decided_at)


def to_answer(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield the analyses in which somebody who did not agree waits to be read and answered, to those who read them."""
    for each in improvement.to_answer(by=actor, now=now):
        title = ngettext(
            "%(n)d person who does not agree waits for an answer",
            "%(n)d who do not agree wait for an answer",
            each.number,
        ) % {"n": each.number}
        text = _("%(analysis)s. Read and answer before the conclusions are settled.") % {"analysis": each.title}
        yield StartItem(title, text, reverse("conclusions", args=[each.analysis]), Kind.TO_DO, start_of(each.closed_on))


def to_decide(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield the analyses whose conclusions have been fed back and wait for a decision, to those who lead rounds."""
    for each in improvement.to_decide(by=actor, now=now):
        title = ngettext(
            "%(n)d conclusion waits for a decision", "%(n)d conclusions wait for a decision", each.number
        ) % {"n": each.number}
        text = _("%(analysis)s. Those who were asked had until %(day)s.")
        said = text % {"analysis": each.title, "day": day_in(each.closed_on)}
        yield StartItem(title, said, reverse("conclusions", args=[each.analysis]), Kind.TO_DO, start_of(each.closed_on))
