"""Staff in a file: `address;role;unit;starts;ends[;name]`, with English or Swedish headings.

Every row is either read or told what is wrong with it: row, column, value, what was expected.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kedjan_formats.folding import tidy
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Unreadable, gettext_noop

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "address": ("adress", "e-postadress", "e-post", "epost", "address", "email", "mail"),
    "role": ("roll", "role", "befattning"),
    "unit": ("enhet", "unit"),
    "starts": ("börjar", "första dag", "from", "från", "starts", "start"),
    "ends": ("slutar", "sista dag", "till och med", "tom", "ends", "end"),
    "name": ("namn", "name"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""
REQUIRED = ("address", "role", "unit", "starts")
MOST = 20_000
_ADDRESS = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"']+")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T]00:00(?::00)?)?")

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "address": (gettext_noop("This is not a mail address."), gettext_noop("an address such as anna@ekkoping.se")),
    "day": (gettext_noop("This is not a day."), gettext_noop("a day such as 2026-08-01")),
    "order": (gettext_noop("The last day lies before the first."), gettext_noop("a day from %(starts)s on")),
    "role": (gettext_noop("There is no such duty."), gettext_noop("one of %(choices)s")),
    "unit": (gettext_noop("There is no such unit here."), gettext_noop("a unit by its name, as in the organisation")),
    "twice": (gettext_noop("The same duty stands in row %(first)s too."), gettext_noop("one row for each duty")),
    "no_name": (
        gettext_noop("There is no account with this address."),
        gettext_noop("a name in the row, so that an account can be made"),
    ),
    "closed": (gettext_noop("The account is closed."), gettext_noop("an open account")),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value of a row; `code` is a key of PROBLEMS, whose placeholders `values` fill."""

    row: int
    column: str
    value: str
    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One row as it stands: a duty of somebody, from a day and perhaps to one; role and unit as they are written."""

    number: int
    address: str
    name: str
    role: str
    unit: str
    starts: date
    ends: date | None


def parse(sheet: Sheet) -> tuple[tuple[StaffRow, ...], tuple[Problem, ...]]:
    """Return the rows that can be read, and what is wrong with the others; a file that lacks a column is Unreadable."""
    places = {name: sheet.find(*headings) for name, headings in COLUMNS.items()}
    for name in REQUIRED:
        if places[name] is None:
            raise Unreadable("column_missing", column=COLUMNS[name][0], found=sheet.columns)
    if len(sheet.rows) > MOST:
        raise Unreadable("too_many_cells", limit=MOST * len(sheet.columns))
    rows: list[StaffRow] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        read = _read(row, places)
        if isinstance(read, StaffRow):
            rows.append(read)
        else:
            problems += read
    return tuple(rows), tuple(problems)


def _read(row: Row, places: Mapping[str, int | None]) -> StaffRow | list[Problem]:
    given = {name: "" if at is None else tidy(row.values[at]) for name, at in places.items()}
    wrong = [_problem(row, name, "", "missing") for name in REQUIRED if not given[name]]
    if given["address"] and not _ADDRESS.fullmatch(given["address"]):
        wrong.append(_problem(row, "address", given["address"], "address"))
    days = {name: day_in(given[name]) for name in ("starts", "ends")}
    wrong += [_problem(row, name, given[name], "day") for name, day in days.items() if given[name] and day is None]
    starts, ends = days["starts"], days["ends"]
    if starts and ends and ends < starts:
        values = (("starts", starts.isoformat()),)
        wrong.append(Problem(row.number, COLUMNS["ends"][0], given["ends"], "order", values))
    if wrong or starts is None:
        return wrong
    address = given["address"].lower()
    return StaffRow(row.number, address, given["name"][:120], given["role"], given["unit"], starts, ends)


def day_in(text: str) -> date | None:
    """Return the day that a text says, as people and spreadsheets write it, or None."""
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _problem(row: Row, column: str, value: str, code: str) -> Problem:
    return Problem(row.number, COLUMNS[column][0], value, code)
