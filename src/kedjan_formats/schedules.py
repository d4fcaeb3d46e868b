"""A schedule in a file: `slag;från;till;uppdrag;text;klockan;minuter`, one row for each assignment, meeting or day.

The kinds are uppdrag, möte, återkoppling and sista dag (or assignment, meeting, feedback, deadline). Days are written
as 2026-03-12 or 12 mars 2026. Every row is either read or told what is wrong with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from kedjan_formats.folding import folded, tidy
from kedjan_formats.problems import Problem
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Unreadable, gettext_noop

__all__ = ["EXPECTED", "ScheduleProblem", "ScheduleRow", "ScheduleRows", "parse"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "kind": ("slag", "typ", "kind"),
    "first": ("från", "dag", "öppnar", "from", "day", "opens"),
    "last": ("till", "stänger", "to", "closes"),
    "codes": ("uppdrag", "assignments", "assignment"),
    "text": ("text", "rubrik", "vad", "heading"),
    "starts": ("klockan", "tid", "clock", "starts"),
    "minutes": ("minuter", "minutes"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

REQUIRED = ("kind", "first", "codes")
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("uppdrag", "assignment"), "assignment"),
    **dict.fromkeys(("möte", "träff", "meeting"), "meeting"),
    **dict.fromkeys(("återkoppling", "feedback"), "feedback"),
    **dict.fromkeys(("sista dag", "deadline"), "deadline"),
}
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_SPOKEN = re.compile(r"(\d{1,2})[. ]*([a-zåäö]{3})[a-zåäö]*\.? +(\d{4})", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?")

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "kind": (gettext_noop("There is no such kind of row."), gettext_noop("uppdrag, möte, återkoppling or sista dag")),
    "day": (gettext_noop("This is no day."), gettext_noop("a day such as 2026-03-12")),
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "order": (gettext_noop("The last day lies before the first."), gettext_noop("a day from %(first)s on")),
    "one_code": (gettext_noop("The row has several assignments."), gettext_noop("one row for each assignment")),
    "given_twice": (
        gettext_noop("The assignment stands in row %(first_row)s too."),
        gettext_noop("one row for each assignment"),
    ),
    "clock": (gettext_noop("This is no time of day."), gettext_noop("a time such as 08:30")),
    "minutes": (gettext_noop("This is no number of minutes."), gettext_noop("a whole number from 1 to 600")),
}


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One good row; `kind` is assignment, meeting, feedback or deadline."""

    number: int
    kind: str
    first: date
    last: date | None = None
    codes: tuple[str, ...] = ()
    text: str = ""
    starts: time | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ScheduleProblem(Problem):
    """What is wrong with one value; `code` is a key of PROBLEMS."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class ScheduleRows:
    """The good rows and the problems, in order of row."""

    rows: tuple[ScheduleRow, ...]
    problems: tuple[ScheduleProblem, ...]


class _Wrong(Exception):
    """A value that cannot be read: its column by key, as it stood, and what is wrong."""

    def __init__(self, key: str, value: str, code: str, **values: object) -> None:
        super().__init__(code)
        self.key, self.value, self.code, self.values = key, value, code, values


def parse(sheet: Sheet) -> ScheduleRows:
    """Read the rows of a sheet; raises Unreadable when a column is missing."""
    places = {key: sheet.find(*names) for key, names in COLUMNS.items()}
    for key in REQUIRED:
        if places[key] is None:
            raise Unreadable("column_missing", column=COLUMNS[key][0], found=sheet.columns)
    rows: list[ScheduleRow] = []
    problems: list[ScheduleProblem] = []
    seen: dict[str, int] = {}
    for row in sheet.rows:
        try:
            found = _row(row, {key: _text(row, place) for key, place in places.items()}, seen)
        except _Wrong as wrong:
            place = places[wrong.key]
            column = sheet.columns[place] if place is not None else COLUMNS[wrong.key][0]
            problems.append(ScheduleProblem(row.number, column, wrong.value, wrong.code, wrong.values))
        else:
            rows.append(found)
    return ScheduleRows(tuple(rows), tuple(problems))


def _text(row: Row, place: int | None) -> str:
    return "" if place is None else tidy(row.values[place])


def _row(row: Row, given: Mapping[str, str], seen: dict[str, int]) -> ScheduleRow:
    kind = KINDS.get(folded(given["kind"]))
    if kind is None:
        raise _Wrong("kind", given["kind"], "kind")
    first = _day("first", given["first"])
    last = _day("last", given["last"]) if given["last"] else None
    if last and last < first:
        raise _Wrong("last", given["last"], "order", first=first.isoformat())
    codes = tuple(part for part in re.split(r"[,;\s]+", given["codes"]) if part)
    if kind == "assignment":
        _one(row, given["codes"], codes, seen)
    return ScheduleRow(
        row.number, kind, first, last, codes, given["text"], _clock(given["starts"]), _minutes(given["minutes"])
    )


def _one(row: Row, value: str, codes: tuple[str, ...], seen: dict[str, int]) -> None:
    if not codes:
        raise _Wrong("codes", value, "missing")
    if len(codes) > 1:
        raise _Wrong("codes", value, "one_code")
    if codes[0] in seen:
        raise _Wrong("codes", value, "given_twice", first_row=seen[codes[0]])
    seen[codes[0]] = row.number


def _day(key: str, value: str) -> date:
    if not value:
        raise _Wrong(key, value, "missing")
    spoken = _SPOKEN.fullmatch(value)
    try:
        if spoken and spoken[2].lower() in MONTHS:
            return date(int(spoken[3]), MONTHS.index(spoken[2].lower()) + 1, int(spoken[1]))
        return date.fromisoformat(value[:10])
    except ValueError:
        raise _Wrong(key, value, "day") from None


def _clock(value: str) -> time | None:
    if not value:
        return None
    found = _CLOCK.fullmatch(value)
    try:
        return time(int(found[1]), int(found[2])) if found else time.fromisoformat(value)
    except ValueError:
        raise _Wrong("starts", value, "clock") from None


def _minutes(value: str) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= 600:
        raise _Wrong("minutes", value, "minutes")
    return int(value)
