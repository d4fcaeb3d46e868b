"""Actions in a file, with the columns of the file that is taken along; one row for each action.

What is done, who is responsible, by when, the sign, when it is followed up and the goal are read. The phase is read for
one that is new, which begins as initiated; what follow-ups found is left alone. Every row is either read or told what
is wrong with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kedjan_formats.folding import folded, tidy
from kedjan_formats.goals import unguarded
from kedjan_formats.problems import Problem
from kedjan_formats.proposals import in_lines
from kedjan_formats.staff import day_in
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Unreadable, gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "ActionProblem", "ActionRow", "ActionRows", "parse", "problem"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("vad som görs", "åtgärd", "what is done", "action"),
    "responsible": ("vem som är ansvarig", "ansvarig", "who is responsible", "responsible"),
    "by_when": ("till när", "senast", "by when"),
    "sign": ("vad vi ska se om det fungerar", "tecken", "what we shall see if it works", "sign"),
    "follow_up_on": ("följs upp", "uppföljning", "followed up on"),
    "goal": ("mål", "nämndmål", "goal"),
    "phase": ("fas", "phase"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""
LONGEST: Mapping[str, int] = {"text": 300, "sign": 8_000}
MOST = 1_000
INITIATED = frozenset({"", "initierad", "initiated"})

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "long": (gettext_noop("The text is too long."), gettext_noop("at most %(most)s characters")),
    "day": (gettext_noop("This is no day."), gettext_noop("a day such as 2026-03-12")),
    "ahead": (gettext_noop("The day when it is followed up lies ahead."), gettext_noop("a day after today")),
    "goal": (gettext_noop("There is no such goal."), gettext_noop("a goal that holds, in its own words")),
    "person": (
        gettext_noop("Nobody here is called that."),
        gettext_noop("the name of one with an account and a role here"),
    ),
    "persons": (
        gettext_noop("Several here are called that."),
        gettext_noop("a name that only one has; put the action in by hand"),
    ),
    "phase": (
        gettext_noop("A new action begins as initiated: the phase follows from what is seen of it."),
        gettext_noop("initiated, or nothing"),
    ),
    "stopped": (
        gettext_noop("The action has stopped."),
        gettext_noop("the row as it is in the file that is taken along"),
    ),
    "again": (
        gettext_noop("The same action stands in row %(first_row)s too."),
        gettext_noop("one row for each action"),
    ),
}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One good row; all but the text may be empty."""

    number: int
    text: str
    responsible: str = ""
    by_when: date | None = None
    sign: str = ""
    follow_up_on: date | None = None
    goal: str = ""
    new: bool = True


@dataclass(frozen=True, slots=True)
class ActionProblem(Problem):
    """What is wrong with one value; `code` is a key of PROBLEMS."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class ActionRows:
    """The good rows and the problems, in order of row."""

    rows: tuple[ActionRow, ...]
    problems: tuple[ActionProblem, ...]


def parse(sheet: Sheet) -> ActionRows:
    """Read the rows of a sheet; raises Unreadable when the column of what is done is missing."""
    places = {key: sheet.find(*names) for key, names in COLUMNS.items()}
    if places["text"] is None:
        raise Unreadable("column_missing", column=COLUMNS["text"][0], found=sheet.columns)
    if len(sheet.rows) > MOST:
        raise Unreadable("too_many_cells", limit=MOST * len(sheet.columns))
    rows: list[ActionRow] = []
    problems: list[ActionProblem] = []
    for row in sheet.rows:
        read, wrong = _read(row, places)
        problems += wrong
        rows += [] if wrong else [read]
    return ActionRows(tuple(rows), tuple(problems))


def _read(row: Row, places: Mapping[str, int | None]) -> tuple[ActionRow, list[ActionProblem]]:
    given = {key: "" if place is None else unguarded(row.values[place].strip()) for key, place in places.items()}
    text, sign = tidy(given["text"]), in_lines(given["sign"])
    wrong = [] if text else [problem(row.number, "text", "", "missing")]
    for key, words in (("text", text), ("sign", sign)):
        if len(words) > LONGEST[key]:
            wrong.append(problem(row.number, key, words[:60], "long", most=LONGEST[key]))
    days = {key: day_in(tidy(given[key])) for key in ("by_when", "follow_up_on")}
    wrong += [
        problem(row.number, key, given[key][:60], "day") for key, day in days.items() if given[key] and day is None
    ]
    new = folded(given["phase"]) in INITIATED
    read = ActionRow(
        row.number, text, tidy(given["responsible"]), days["by_when"], sign, days["follow_up_on"], tidy(given["goal"]),
        new,
    )  # fmt: skip
    return read, wrong


def problem(row: int, column: str, value: str, code: str, **values: object) -> ActionProblem:
    """Return what is wrong with a value of a column, by its key."""
    return ActionProblem(row, COLUMNS[column][0], value, code, values)
