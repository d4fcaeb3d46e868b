"""The attendance of many lessons asked for at once (`POST attendances/lookup`), where a server of SS 12000 does that.

The standard writes the list of lessons `calendareEvents`; servers that read it differently are asked for
`calendarEvents`. Its answer has no pages, and 503 means that there would be too much in it: then fewer are asked for at
a time. What a server says is believed once it has given attendance of the very lessons that were asked for. One that
answers anything else is not asked so again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kedjan_formats.ss12000_server import Server
from kedjan_formats.ss12000_trouble import Absent, NotFetched

__all__ = ["AT_ONCE", "LESSONS", "Lookup", "id_of"]

LESSONS: Final = "attendances"
AT_ONCE: Final = 100
"""Lessons that are asked for at once: some 2 500 pupils'."""
_SPELLINGS: Final = ("calendareEvents", "calendarEvents")
_TOO_MUCH: Final = frozenset({413, 503})
_WHATEVER_IS_ASKED: Final = frozenset(
    {"not_let_in", "certificate", "address_not_https", "address_private", "asked_to_wait"}
)


class Lookup:
    """Asks a server for attendance of many lessons; remembers how it wants to be asked, and whether it can be."""

    def __init__(self, asking: Server) -> None:
        self.asking = asking
        self.spellings = list(_SPELLINGS)
        self.is_believed = False
        self.at_once = AT_ONCE

    def each(self, lessons: Sequence[str]) -> Iterator[tuple[Sequence[str], list[Mapping[str, Any]] | None]]:
        """Yield lessons, by id, with their attendance, many at a time; None for those to be asked for one by one."""
        at = 0
        while at < len(lessons):
            some = lessons[at : at + self.at_once]
            try:
                found = self.asked(some)
            except _TooMuch:
                self.asking.wait(1)
                self.at_once = len(some) // 2
                if not self.at_once:
                    self.is_of_no_use()
                continue
            yield some, found
            at += len(some)

    def is_of_no_use(self) -> None:
        """Ask no more: lessons that nothing was said of have attendance, or one alone has too much."""
        self.spellings, self.at_once = [], AT_ONCE

    def asked(self, lessons: Sequence[str]) -> list[Mapping[str, Any]] | None:
        """Return the attendance of some lessons; None where the server does not say, or is not believed yet."""
        for spelling in tuple(self.spellings):
            found = self.answered(spelling, lessons)
            if found is None:
                self.spellings.remove(spelling)
            elif found or self.is_believed:
                self.spellings, self.is_believed = [spelling], True
                return found
        return None

    def answered(self, spelling: str, lessons: Sequence[str]) -> list[Mapping[str, Any]] | None:
        """Return what a server answers; None where that is nothing of use. Raises what would stop any question."""
        try:
            answer = self.asking.post(f"{LESSONS}/lookup", {spelling: list(lessons)})
            if answer.status in _TOO_MUCH:
                raise _TooMuch
            told = self.asking.envelope(LESSONS, answer)
        except Absent:
            return None
        except NotFetched as trouble:
            if trouble.code in _WHATEVER_IS_ASKED:
                raise
            if trouble.code == "too_large":
                raise _TooMuch from trouble
            return None
        if told.get("pageToken"):
            raise _TooMuch
        data, known = told.get("data"), set(map(id_of, lessons))
        if not isinstance(data, list):
            return None
        is_narrowed = all(isinstance(each, Mapping) and id_of(each.get("calendarEvent")) in known for each in data)
        return data if is_narrowed else None


class _TooMuch(Exception):
    """There would be more in the answer than the server gives at once."""


def id_of(given: Any) -> str:
    """Return the id of an object or a reference, or that is one; empty where there is none."""
    found = given.get("id") if isinstance(given, Mapping) else given
    return found.strip().lower() if isinstance(found, str) else ""
