"""Goals in a file: `ramverk;sort;från;till;mål;under;bidrar till;motiv`, one row for each goal.

`under` is the goal that one stands under, `bidrar till` the goals of other frameworks that it serves, with `|` between
them, and `motiv` why it is toned down. Every row is either read or told what is wrong with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kedjan_formats.folding import folded, tidy
from kedjan_formats.problems import Problem
from kedjan_formats.staff import day_in
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Unreadable, gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "KINDS", "GoalProblem", "GoalRow", "GoalRows", "parse"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "framework": ("ramverk", "målen heter", "framework"),
    "kind": ("sort", "slag", "kind"),
    "starts": ("från", "gäller från", "from", "starts"),
    "ends": ("till", "gäller till", "to", "ends"),
    "text": ("mål", "text", "goal"),
    "parent": ("under", "hör till", "parent"),
    "serves": ("bidrar till", "serves"),
    "motive": ("motiv", "nedtonat eftersom", "motive"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""
REQUIRED = ("framework", "text")
KINDS: Mapping[str, str] = {
    "nationella mål": "national",
    "nämndens mål": "board",
    "kvalitetsområden": "quality_area",
    "framgångsfaktorer": "success_factors",
    "lokala mål": "local",
}
"""What a kind of framework is called in a file."""
BETWEEN = "|"
LONGEST: Mapping[str, int] = {"framework": 120, "text": 300, "motive": 500}
MOST = 2_000

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "day": (gettext_noop("This is no day."), gettext_noop("a day such as 2026-03-12")),
    "order": (gettext_noop("The last day lies before the first."), gettext_noop("a day from %(first)s on")),
    "kind": (gettext_noop("There is no such kind of goals."), gettext_noop("one of %(choices)s")),
    "long": (gettext_noop("The text is too long."), gettext_noop("at most %(most)s characters")),
    "twice": (gettext_noop("The same goal stands in row %(first_row)s too."), gettext_noop("one row for each goal")),
    "no_day": (
        gettext_noop("The goals are new here and lack a first day."),
        gettext_noop("a day such as 2026-08-01 in the column från"),
    ),
    "several": (
        gettext_noop("There are several goals called this, from different days."),
        gettext_noop("their first day in the column från"),
    ),
    "no_parent": (
        gettext_noop("There is no such goal to stand under."),
        gettext_noop("a goal of the same framework, in its own words"),
    ),
    "too_deep": (
        gettext_noop("The goal stands too deep, or under itself."),
        gettext_noop("at most three steps: a goal, one under it, and one under that"),
    ),
    "no_served": (
        gettext_noop("There is no such goal to serve."),
        gettext_noop("a goal of another framework, in its own words"),
    ),
}


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One good row: a goal of a framework, with the days of the framework where they are said."""

    number: int
    framework: str
    text: str
    kind: str = ""
    starts: date | None = None
    ends: date | None = None
    parent: str = ""
    serves: tuple[str, ...] = ()
    motive: str = ""


@dataclass(frozen=True, slots=True)
class GoalProblem(Problem):
    """What is wrong with one value; `code` is a key of PROBLEMS."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class GoalRows:
    """The good rows and the problems, in order of row; `given` are the columns that the file has."""

    rows: tuple[GoalRow, ...]
    problems: tuple[GoalProblem, ...]
    given: frozenset[str]


def parse(sheet: Sheet) -> GoalRows:
    """Read the rows of a sheet; raises Unreadable when a column is missing."""
    places = {key: sheet.find(*names) for key, names in COLUMNS.items()}
    for key in REQUIRED:
        if places[key] is None:
            raise Unreadable("column_missing", column=COLUMNS[key][0], found=sheet.columns)
    if len(sheet.rows) > MOST:
        raise Unreadable("too_many_cells", limit=MOST * len(sheet.columns))
    rows: list[GoalRow] = []
    problems: list[GoalProblem] = []
    met: dict[tuple[str, date | None, str], int] = {}
    for row in sheet.rows:
        read, wrong = _read(row, places)
        named = (folded(read.framework), read.starts, folded(read.text))
        if not wrong and named in met:
            wrong.append(problem(row.number, "text", read.text, "twice", first_row=met[named]))
        met.setdefault(named, row.number)
        problems += wrong
        rows += [] if wrong else [read]
    return GoalRows(tuple(rows), tuple(problems), frozenset(key for key, place in places.items() if place is not None))


def _read(row: Row, places: Mapping[str, int | None]) -> tuple[GoalRow, list[GoalProblem]]:
    given = {key: "" if place is None else unguarded(tidy(row.values[place])) for key, place in places.items()}
    wrong = [problem(row.number, key, "", "missing") for key in REQUIRED if not given[key]]
    wrong += [
        problem(row.number, key, given[key][:60], "long", most=most)
        for key, most in LONGEST.items()
        if len(given[key]) > most
    ]
    days = {key: day_in(given[key]) for key in ("starts", "ends")}
    wrong += [problem(row.number, key, given[key], "day") for key, day in days.items() if given[key] and day is None]
    starts, ends = days["starts"], days["ends"]
    if starts and ends and ends < starts:
        wrong.append(problem(row.number, "ends", given["ends"], "order", first=starts.isoformat()))
    kind = KINDS.get(folded(given["kind"]), "")
    if given["kind"] and not kind:
        wrong.append(problem(row.number, "kind", given["kind"], "kind", choices=tuple(KINDS)))
    serves = tuple(text for part in given["serves"].split(BETWEEN) if (text := tidy(part)))
    read = GoalRow(
        row.number, given["framework"], given["text"], kind, starts, ends, given["parent"], serves, given["motive"]
    )
    return read, wrong


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that was put before it so that no spreadsheet takes it for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@|%") else text


def problem(row: int, column: str, value: str, code: str, **values: object) -> GoalProblem:
    """Return what is wrong with a value of a column, by its key."""
    return GoalProblem(row, COLUMNS[column][0], value, code, values)
