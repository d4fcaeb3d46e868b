"""Attendance by lesson from a server of SS 12000, a day at a time: a year's is millions of objects.

The standard narrows lessons (calendarEvents) by when they begin, and gives their attendance with them (`expand`).
Where a server does not, the attendance of each lesson is asked for by itself. What is not narrowed as it was asked for
is refused: read day after day, it would be all there is.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from kedjan_formats.ss12000_bare import Barer
from kedjan_formats.ss12000_fields import Wrong, moment
from kedjan_formats.ss12000_server import Server
from kedjan_formats.ss12000_trouble import NotFetched

__all__ = ["EVENTS", "LESSONS", "MOST", "Lessons", "within"]

EVENTS: Final = "calendarEvents"
LESSONS: Final = "attendances"
MOST: Final = 250_000
"""Pupils' lessons that are held at the same time, unless one day has more: some 60 MB as a file."""
STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")


def within(first: dt.date, last: dt.date) -> dict[str, str]:
    """Return what narrows lessons to those that begin on some days in Sweden."""
    times = (dt.datetime.combine(first, dt.time(0)), dt.datetime.combine(last, dt.time(23, 59, 59)))
    start, end = (each.replace(tzinfo=STOCKHOLM).isoformat() for each in times)
    return {"startTime.onOrAfter": start, "startTime.onOrBefore": end}


@dataclass
class _Held:
    """Lessons and attendance that have come and wait to be handed on."""

    events: list[Any] = field(default_factory=list)
    attendances: list[Any] = field(default_factory=list)

    @property
    def objects(self) -> dict[str, list[Any]]:
        return {EVENTS: self.events, LESSONS: self.attendances}


class Lessons:
    """Reads lessons of a server; remembers whether it gives attendance with them, and how many have come."""

    def __init__(self, asking: Server, *, most: int = MOST) -> None:
        self.asking, self.most = asking, most
        self.barer = Barer()
        self.expand: dict[str, str] = {"expand": "attendance"}
        self.gives_within = False
        self.come = 0

    def pieces(self, first: dt.date, last: dt.date) -> Iterator[dict[str, list[Any]]]:
        """Yield lessons with their attendance from a day to another: together, or in pieces where they are many.

        Raises Absent where the server has no lessons, and NotFetched where any could not be had.
        """
        held = _Held()
        for number in range((last - first).days + 1):
            day = self.day(first + dt.timedelta(days=number))
            if held.attendances and len(held.attendances) + len(day.attendances) > self.most:
                yield held.objects
                held, self.barer = _Held(), Barer()
            held.events += day.events
            held.attendances += day.attendances
        if held.attendances:
            yield held.objects
        self.barer = Barer()

    def day(self, day: dt.date) -> _Held:
        """Return the lessons of a day with their attendance; those without any are left out."""
        held, alone = _Held(), []
        pages = 0
        for pages, data in enumerate(self.pages(EVENTS, within(day, day)), start=1):
            for event in data:
                if _is_of_another_day(event, day):
                    raise NotFetched("not_narrowed", host=self.asking.host, kind=EVENTS)
                inside = _inside(event)
                held.events.append(self.barer.bare(EVENTS, event))
                self.gives_within |= inside is not None
                if inside is None:
                    alone.append(event)
                for each in inside or ():
                    self.hold(held, each, event)
            self.asking.progress(LESSONS, pages, self.come)
        for event in alone if not self.gives_within else ():
            self.of_one(held, event)
            self.asking.progress(LESSONS, pages, self.come)
        met = {_id(each.get("calendarEvent")) for each in held.attendances if isinstance(each, Mapping)}
        held.events = [each for each in held.events if not isinstance(each, Mapping) or each.get("id") in met]
        return held

    def of_one(self, held: _Held, event: Any) -> None:
        """Ask for the attendance of one lesson, unless it was never held."""
        known = event.get("id") if isinstance(event, Mapping) else None
        if not isinstance(known, str) or event.get("cancelled") is True:
            return
        for data in self.pages(LESSONS, {"calendarEvent": known}):
            for each in data:
                if isinstance(each, Mapping) and _id(each.get("calendarEvent")) != known:
                    raise NotFetched("not_narrowed", host=self.asking.host, kind=LESSONS)
                self.hold(held, each, event)

    def hold(self, held: _Held, attendance: Any, event: Any) -> None:
        """Hold what a lesson's attendance says, with the lesson that it was given with."""
        bare = self.barer.bare(LESSONS, attendance)
        if isinstance(bare, dict):
            bare.pop("meta", None)
            if "calendarEvent" not in bare and isinstance(event, Mapping) and isinstance(event.get("id"), str):
                bare["calendarEvent"] = self.barer.pointer({"id": event["id"]})
        held.attendances.append(bare)
        self.come += 1

    def pages(self, kind: str, asked: Mapping[str, str]) -> Iterator[list[Any]]:
        """Yield the pages of a kind; a server that does not know `expand` is asked without it from then on."""
        expand = self.expand if kind == EVENTS else {}
        try:
            found = self.asking.pages(kind, {**asked, **expand}, optional=False)
            first = next(found)
        except NotFetched as trouble:
            if not expand or trouble.values.get("status") != 400:
                raise
            self.expand = {}
            found = self.asking.pages(kind, asked, optional=False)
            first = next(found)
        yield self.listed(kind, first.data)
        for page in found:
            yield self.listed(kind, page.data)

    def listed(self, kind: str, data: Any) -> list[Any]:
        if not isinstance(data, list):
            raise NotFetched("not_a_list", host=self.asking.host, kind=kind)
        return data


def _inside(event: Any) -> list[Any] | None:
    """Return the attendance that was given with a lesson; None where the lesson says nothing of it."""
    within = event.get("_embedded") if isinstance(event, Mapping) else None
    if not isinstance(within, Mapping):
        return None
    found = within.get("attendance", within.get("attendances"))
    return None if found is None else found if isinstance(found, list) else [found]


def _is_of_another_day(event: Any, day: dt.date) -> bool:
    """Whether a lesson begins more than a day away; when it does not tell, it is told of later."""
    try:
        start, _ = moment(event.get("startTime") if isinstance(event, Mapping) else None)
    except Wrong:
        return False
    return abs((start.astimezone(STOCKHOLM).date() - day).days) > 1


def _id(given: Any) -> Any:
    return given.get("id") if isinstance(given, Mapping) else given
