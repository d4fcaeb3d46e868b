"""On the start page: what reflection rounds ask of those who lead them, and what has happened in rounds."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.reflection import service as reflection
from kedjan_web.start.days import STOCKHOLM
from kedjan_web.start.duties import day_in, start_of
from kedjan_web.start.items import Kind, StartItem
from kedjan_web.start.lately import A_YEAR, MOST, lately


def items(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield files to read in and sentences to approve, and that rounds opened, closed or had a file read in."""
    for standing in reflection.standings(by=actor):
        yield from _files(standing)
        yield from _sentences(standing, now)
        yield from _read_in(standing, now)
    if holds_anywhere(actor, Right.SEE_ROUNDS).allowed:
        yield from _opened_and_closed(actor, now)


def _files(of: reflection.Standing) -> Iterator[StartItem]:
    for file in of.waiting:
        title = _("A file waits to be read in: %(file)s") % {"file": file.name}
        text = _("It goes into %(round)s. Look it through, then read it in or throw it away.") % {"round": of.title}
        yield StartItem(title, text, reverse("import_ledger", args=[of.id, file.id]), Kind.TO_DO, file.proposed_at)


def _sentences(of: reflection.Standing, now: datetime) -> Iterator[StartItem]:
    if not of.sentences or not lately(of.read_in_at, now, A_YEAR) or of.read_in_at is None:
        return
    if of.closed_on is not None and start_of(of.closed_on) > now:
        return
    title = ngettext(
        "%(n)d pattern sentence is not approved", "%(n)d pattern sentences are not approved", of.sentences
    ) % {"n": of.sentences}
    text = _("In %(round)s. Change them until they say what you have seen; then reports can use them.")
    url = reverse("round_patterns", args=[of.id])
    yield StartItem(title, text % {"round": of.title}, url, Kind.TO_DO, of.read_in_at)


def _read_in(of: reflection.Standing, now: datetime) -> Iterator[StartItem]:
    if of.read_in_at is None or not lately(of.read_in_at, now):
        return
    title = _("A file has been read in to %(round)s") % {"round": of.title}
    text = ngettext("%(n)d reflection is new or changed.", "%(n)d reflections are new or changed.", of.reflections)
    yield StartItem(title, text % {"n": of.reflections}, reverse("round", args=[of.id]), Kind.CHANGED, of.read_in_at)


def _opened_and_closed(actor: Actor, now: datetime) -> Iterator[StartItem]:
    today = now.astimezone(STOCKHOLM).date()
    for line in reflection.rounds(by=actor)[:MOST]:
        url = reverse("round", args=[line.id])
        if line.closed_on is not None and line.closed_on < today and lately(line.closed_on, now):
            title = _("%(round)s is closed") % {"round": line.title}
            yield StartItem(title, _answered(line), url, Kind.CHANGED, start_of(line.closed_on))
        elif line.opened_on is not None and line.opened_on <= today and lately(line.opened_on, now):
            title = _("%(round)s is open") % {"round": line.title}
            ends = _("It goes on until %(day)s.") % {"day": day_in(line.closed_on)} if line.closed_on else ""
            yield StartItem(title, ends, url, Kind.CHANGED, start_of(line.opened_on))


def _answered(line: reflection.RoundLine) -> str:
    if not line.loops:
        asked = ngettext("%(n)d person was asked.", "%(n)d persons were asked.", line.invited or 0)
        return asked % {"n": line.invited} if line.invited else ""
    return _("%(loops)d reflections by %(persons)d persons.") % {"loops": line.loops, "persons": line.persons}
