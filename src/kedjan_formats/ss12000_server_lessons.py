"""Attendance by lesson from a server of SS 12000, a day at a time: a year's is millions of objects.

The standard narrows lessons (calendarEvents) by when they begin, and gives their attendance with them (`expand`).
Where a server does not, the attendance of many lessons is asked for at once (`lookup`), and where it does not know that
either, of each by itself. What is not narrowed as it was asked for is refused: read day after day, it would be all
there is.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from kedjan_formats.ss12000_bare import Barer
from kedjan_formats.ss12000_fields import Wrong, moment
from kedjan_formats.ss12000_lookup import LESSONS, Lookup, id_of
from kedjan_formats.ss12000_server import Server
from kedjan_formats.ss12000_trouble import NotFetched

__all__ = ["EVENTS", "LESSONS", "MOST", "Lessons", "within"]

EVENTS: Final = "calendarEvents"
MOST: Final = 250_000
"""Pupils' lessons that are held at the same time: some 60 MB as a file."""
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
    """Reads lessons of a server; remembers how it gives their attendance, and how many have come."""

    def __init__(self, asking: Server, *, most: int = MOST) -> None:
        self.asking, self.most = asking, most
        self.barer = Barer()
        self.expand: dict[str, str] = {"expand": "attendance"}
        self.lookup = Lookup(asking)
        self.gives_within = False
        self.come = self.turns = 0

    def pieces(self, first: dt.date, last: dt.date) -> Iterator[dict[str, list[Any]]]:
        """Yield lessons with their attendance from a day to another: together, or in pieces where they are many.

        A piece has at most `most` pupils' lessons; a lesson is in two only when it has more than that itself. Raises
        Absent where the server has no lessons, and NotFetched where any could not be had.
        """
        held = _Held()
        for number in range((last - first).days + 1):
            for event, attendances in self.day(first + dt.timedelta(days=number)):
                held.events += [] if attendances or isinstance(event, Mapping) else [event]
                for start in range(0, len(attendances), self.most):
                    part = attendances[start : start + self.most]
                    if held.attendances and len(held.attendances) + len(part) > self.most:
                        yield held.objects
                        held, self.barer = _Held(), Barer()
                    held.events.append(event)
                    held.attendances += part
        if held.attendances:
            yield held.objects
        self.barer = Barer()

    def day(self, day: dt.date) -> Iterator[tuple[Any, list[Any]]]:
        """Yield each lesson of a day with its attendance, both bare; those without any are left out."""
        alone: dict[str, Any] = {}
        for data in self.pages(EVENTS, within(day, day)):
            for event in data:
                if _is_of_another_day(event, day):
                    raise NotFetched("not_narrowed", host=self.asking.host, kind=EVENTS)
                inside = _inside(event)
                self.gives_within |= inside is not None
                bare = self.barer.bare(EVENTS, event)
                if inside is not None:
                    yield bare, self.held(inside, event)
                elif not isinstance(event, Mapping):
                    yield bare, []
                elif isinstance(event.get("id"), str) and event.get("cancelled") is not True:
                    alone[id_of(event)] = bare
            self.go_on()
        if not self.gives_within:
            yield from self.looked_up(alone)

    def looked_up(self, alone: Mapping[str, Any]) -> Iterator[tuple[Any, list[Any]]]:
        """Yield lessons that came without their attendance with it: asked for of many at once, or of each."""
        for some, found in self.lookup.each([event["id"] for event in alone.values()]):
            if found is None:
                before = self.come
                for each in some:
                    yield alone[id_of(each)], self.of_one(each)
                    self.go_on()
                if self.come > before:
                    self.lookup.is_of_no_use()
                continue
            by_lesson: dict[str, list[Any]] = {}
            for attendance in found:
                by_lesson.setdefault(id_of(attendance.get("calendarEvent")), []).append(attendance)
            for lesson, attendances in by_lesson.items():
                yield alone[lesson], self.held(attendances, alone[lesson])
            self.go_on()

    def go_on(self) -> None:
        """Tell how far it has come."""
        self.turns += 1
        self.asking.progress(LESSONS, self.turns, self.come)

    def of_one(self, known: str) -> list[Any]:
        """Ask for the attendance of one lesson."""
        held = []
        for data in self.pages(LESSONS, {"calendarEvent": known}):
            if any(isinstance(each, Mapping) and id_of(each.get("calendarEvent")) != id_of(known) for each in data):
                raise NotFetched("not_narrowed", host=self.asking.host, kind=LESSONS)
            held += self.held(data, {"id": known})
        return held

    def held(self, attendances: list[Any], event: Any) -> list[Any]:
        """Return what attendance says, bare, with the lesson that it was given with."""
        self.come += len(attendances)
        return [self.bare(each, event) for each in attendances]

    def bare(self, attendance: Any, event: Any) -> Any:
        """Return one attendance with what is used of it, and its lesson, which servers leave out inside the lesson."""
        bare = self.barer.bare(LESSONS, attendance)
        if isinstance(bare, dict):
            bare.pop("meta", None)
            if "calendarEvent" not in bare and isinstance(event, Mapping) and isinstance(event.get("id"), str):
                bare["calendarEvent"] = self.barer.pointer({"id": event["id"]})
        return bare

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
