"""What is no longer collected, as a living part of reports: a report lists what was stopped (C30)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Offer, Value, Words
from kedjan.goals import service as goals
from kedjan.organisation.service import school_year_of
from kedjan.reports.contents import Entry, LivingPart
from kedjan.reports.ports import noop, said
from kedjan.reports.values import PartOffer

KIND, COLLECTING = "stopped", "collecting"
ALL = "all"
"""The key of all that was stopped at any time; other keys are the first day from which it counts."""
TITLE = noop("Signs, and what need not be collected")
EVER = noop("This is no longer collected")
SINCE = noop("No longer collected as of the school year %(year)s")
NOTHING = noop("Nothing has been stopped")
NUMBER = noop("Number")
MINUTES = noop("Minutes a year that it saves, as far as is known")
FROM = noop("Since %(day)s")
DECIDED = noop("Decided by %(who)s")
SAVES = noop("Minutes a year that it saves: %(number)s")
COUNTED = noop("%(number)s in the list")
SAID = noop("not collected since %(day)s, decided by %(who)s")


class NoLongerCollected:
    """What is no longer collected, as it stands now; for all who see rounds. It is also the room's side of evidence."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kind of one thing that is no longer collected, by its id."""
        return frozenset({COLLECTING})

    def offer(self, by: Actor, query: str = "") -> Collection[Offer]:
        """Return what is no longer collected that has every word of `query`."""
        found = goals.stopped(by=by) if _sees(by) else ()
        offers = (Offer(COLLECTING, each.id.hex, each.what, _value(each).value) for each in found)
        return tuple(each for each in offers if each.matches(query))

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  one kind only
        """Return each as it is now; to who does not see it, that it is there."""
        found = {each.id.hex: each for each in goals.stopped(by=by)}
        sees = _sees(by)
        return {key: (_value(found[key]) if sees else NotYoursToSee()) if key in found else Gone() for key in keys}


class Stopped:
    """Lists of what is no longer collected: all of it, and what was stopped from a school year on."""

    def offer(self, by: Actor) -> tuple[PartOffer, ...]:
        """Return the lists that have something in them."""
        found = goals.stopped(by=by) if _sees(by) else ()
        firsts = sorted({_first_day(each.since) for each in found}, reverse=True)
        keys = [ALL, *(each.isoformat() for each in firsts)] if found else []
        return tuple(_offer(key, len(_in(found, key))) for key in keys)

    def parts(self, by: Actor, keys: Collection[str]) -> Mapping[str, LivingPart | None]:
        """Return each list, the latest stopped first."""
        known = [key for key in keys if key == ALL or _day(key)]
        if not _sees(by):
            return dict.fromkeys(known)
        found = goals.stopped(by=by) if known else ()
        return {key: _part(key, _in(found, key)) for key in known}


def _offer(key: str, number: int) -> PartOffer:
    return PartOffer(KIND, key, said(COUNTED, number=number), _called(key))


def _part(key: str, found: tuple[goals.Stopped, ...]) -> LivingPart:
    minutes = sum(each.minutes or 0 for each in found)
    facts = ((said(NUMBER), str(len(found))), (said(MINUTES), str(minutes) if minutes else ""))
    return LivingPart(
        KIND,
        key,
        said(TITLE),
        _called(key) if found else said(NOTHING),
        facts=tuple(each for each in facts if found and each[1]),
        entries=(("", tuple(map(_entry, found))),) if found else (),
        cites=tuple((COLLECTING, each.id.hex) for each in found),
    )


def _entry(each: goals.Stopped) -> Entry:
    return Entry(each.id.hex, each.what, tuple(_notes(each)), each.reason)


def _notes(each: goals.Stopped) -> Iterator[str]:
    yield said(FROM, day=each.since)
    yield said(DECIDED, who=each.decided_by)
    if each.minutes:
        yield said(SAVES, number=each.minutes)


def _called(key: str) -> str:
    day = _day(key)
    return said(SINCE, year=school_year_of(day)) if day else said(EVER)


def _in(found: tuple[goals.Stopped, ...], key: str) -> tuple[goals.Stopped, ...]:
    first = _day(key)
    return tuple(each for each in found if first is None or each.since >= first)


def _first_day(day: date) -> date:
    """Return the first day of the school year that a day lies in."""
    return date(int(school_year_of(day)[:4]), 7, 1)


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None


def _sees(by: Actor) -> bool:
    return holds_anywhere(by, Right.SEE_ROUNDS).allowed


def _value(each: goals.Stopped) -> Value:
    return Value(each.what, Words(SAID, {"day": each.since.isoformat(), "who": each.decided_by}))
