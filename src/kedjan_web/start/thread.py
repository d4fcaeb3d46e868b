"""On the start page: what has been shared and settled, and where what one wrote oneself went."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.evidence import service as evidence
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan_web.start.duties import day_in
from kedjan_web.start.items import Kind, StartItem
from kedjan_web.start.lately import A_YEAR, MOST, lately

TEXT, BLOCK = "loops.text", "report.block"
OPENED = 3
"""So many of the latest settled reports are opened to see what they are built on."""


def items(actor: Actor, now: datetime, own: Iterable[reflection.OwnRound]) -> Iterator[StartItem]:
    """Yield shared material and settled reports of half a year, and which of them reflections of one's `own` are in."""
    shared = releases.list_releases(by=actor).items if holds_anywhere(actor, Right.READ_RELEASES).allowed else ()
    reads = holds_anywhere(actor, Right.READ_SETTLED_REPORTS).allowed
    found = reports.reports(by=actor, state=reports.State.SETTLED).items if reads else ()
    settled = [line for line in found if lately(line.at, now)][:MOST]
    recent = [line for line in shared if lately(line.made_at, now)][:MOST]
    for release in recent:
        yield _shared(release)
    for report in settled:
        yield _settled(report)
    answered = {reflection.source_of(each.id): each for each in own}
    yield from (_part_of(line, answered[line.source]) for line in recent if line.source in answered)
    if answered and settled:
        behind = {line.id: answered[line.source].title for line in shared if line.source in answered}
        used = dict(_using_mine(actor, _recent(answered.values(), now)))
        opened = [report for report in settled[:OPENED] if report.id not in used]
        built = reports.built_on(by=actor, reports=[each.id for each in opened]) if opened else {}
        for report in settled[:OPENED]:
            yield from _in_report(report, used.get(report.id, ""), _behind(built.get(report.id, ()), behind))


def _shared(line: releases.ReleaseLine) -> StartItem:
    title = _("Shared: %(title)s") % {"title": line.title}
    return StartItem(title, line.purpose, reverse("release", args=[line.id]), Kind.CHANGED, line.made_at)


def _settled(line: reports.ReportLine) -> StartItem:
    title = _("Settled: %(report)s") % {"report": line.title}
    return StartItem(title, line.subtitle, reverse("report", args=[line.id]), Kind.CHANGED, line.at)


def _part_of(line: releases.ReleaseLine, of: reflection.OwnRound) -> StartItem:
    title = _("What you wrote in %(round)s counts in shared material") % {"round": of.title}
    text = _("%(title)s. Only figures are shared, no texts, and none that few persons are behind.")
    return StartItem(title, text % {"title": line.title}, reverse("release", args=[line.id]), Kind.BECAME, line.made_at)


def _in_report(line: reports.ReportLine, heading: str, title_of: str) -> Iterator[StartItem]:
    """Yield that a settled report uses a reflection of one's own, or else figures of a round one answered."""
    if heading:
        title = _("Something you wrote is used in a settled report")
        text = _("%(report)s, under “%(heading)s”.") % {"report": line.title, "heading": heading}
    elif title_of:
        title = _("A settled report is built on %(round)s, where you answered") % {"round": title_of}
        text = _("%(report)s, settled on %(day)s.") % {"report": line.title, "day": day_in(line.at)}
    else:
        return
    yield StartItem(title, text, reverse("report", args=[line.id]), Kind.BECAME, line.at)


def _recent(answered: Iterable[reflection.OwnRound], now: datetime) -> frozenset[UUID]:
    """Return the rounds that are open, or that closed within a year."""
    return frozenset(each.id for each in answered if each.closed_on is None or lately(each.closed_on, now, A_YEAR))


def _using_mine(actor: Actor, rounds: Container[UUID]) -> Iterator[tuple[UUID, str]]:
    """Yield settled reports that cite a reflection of one's own in the rounds, with the heading it stands under."""
    mine = [reflection.text_key(each.round, each.id) for each in reflection.own_texts(by=actor) if each.round in rounds]
    became = evidence.became_of(by=actor, kind=TEXT, keys=mine) if mine else {}
    blocks = [statement.id for found in became.values() for statement in found if statement.kind == BLOCK]
    for place in reports.places(by=actor, blocks=blocks).values() if blocks else ():
        if place.state is reports.State.SETTLED:
            yield place.report, place.heading


def _behind(data_sets: Iterable[reports.DataSet], rounds: Mapping[UUID, str]) -> str:
    """Return the round one answered that figures of the report come from, by its title; empty where there is none."""
    return next((rounds[each.release] for each in data_sets if each.release in rounds), "")
