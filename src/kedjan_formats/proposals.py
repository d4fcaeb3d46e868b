"""Proposals in a file: `förslag;förklaring;mål;svar senast;hört`, one row for each proposal.

`svar senast` is the day by which an answer is promised, `hört` where it was heard or read, with `|` between several.
All but the proposal itself may be empty. Every row is either read or told what is wrong with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kedjan_formats.folding import tidy
from kedjan_formats.goals import unguarded
from kedjan_formats.problems import Problem
from kedjan_formats.staff import day_in
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Unreadable, gettext_noop

__all__ = [
    "BETWEEN", "COLUMNS", "EXPECTED", "ProposalProblem", "ProposalRow", "ProposalRows", "in_lines", "origins_in",
    "parse", "problem",
]  # fmt: skip

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("förslag", "åtgärdsförslag", "proposal"),
    "explanation": ("förklaring", "beskrivning", "explanation"),
    "goal": ("mål", "nämndmål", "goal"),
    "answer_by": ("svar senast", "svar utlovat till", "answer by"),
    "origins": ("hört", "källa", "var det hördes", "heard"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""
BETWEEN = "|"
LONGEST: Mapping[str, int] = {"text": 300, "explanation": 8_000}
LONGEST_ORIGIN, MOST = 300, 1_000

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "long": (gettext_noop("The text is too long."), gettext_noop("at most %(most)s characters")),
    "day": (gettext_noop("This is no day."), gettext_noop("a day such as 2026-03-12")),
    "past": (gettext_noop("The day has passed already."), gettext_noop("a day from today on, or the day as it was")),
    "goal": (gettext_noop("There is no such goal."), gettext_noop("a goal that holds, in its own words")),
    "again": (
        gettext_noop("The same proposal stands in row %(first_row)s too."),
        gettext_noop("one row for each proposal"),
    ),
    "decided": (
        gettext_noop("The proposal has been decided on, and those who proposed it have been answered."),
        gettext_noop("the row as it is in the file that is taken along"),
    ),
    "merged": (
        gettext_noop("The proposal has been merged into another, which speaks for it."),
        gettext_noop("the row as it is in the file that is taken along"),
    ),
}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One good row; all but the text may be empty."""

    number: int
    text: str
    explanation: str = ""
    goal: str = ""
    answer_by: date | None = None
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalProblem(Problem):
    """What is wrong with one value; `code` is a key of PROBLEMS."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class ProposalRows:
    """The good rows and the problems, in order of row."""

    rows: tuple[ProposalRow, ...]
    problems: tuple[ProposalProblem, ...]


def parse(sheet: Sheet) -> ProposalRows:
    """Read the rows of a sheet; raises Unreadable when the column of proposals is missing."""
    places = {key: sheet.find(*names) for key, names in COLUMNS.items()}
    if places["text"] is None:
        raise Unreadable("column_missing", column=COLUMNS["text"][0], found=sheet.columns)
    if len(sheet.rows) > MOST:
        raise Unreadable("too_many_cells", limit=MOST * len(sheet.columns))
    rows: list[ProposalRow] = []
    problems: list[ProposalProblem] = []
    for row in sheet.rows:
        read, wrong = _read(row, places)
        problems += wrong
        rows += [] if wrong else [read]
    return ProposalRows(tuple(rows), tuple(problems))


def in_lines(text: str) -> str:
    """Return a text with its lines, each tidied: a file writes the end of a line in other ways than a page does."""
    return "\n".join(tidy(line) for line in text.splitlines()).strip()


def origins_in(text: str) -> tuple[str, ...]:
    """Return where something was heard, each once: of a cell, and of what is stored, which may have the sign too."""
    return tuple(dict.fromkeys(each for part in text.split(BETWEEN) if (each := tidy(part))))


def _read(row: Row, places: Mapping[str, int | None]) -> tuple[ProposalRow, list[ProposalProblem]]:
    given = {key: "" if place is None else unguarded(row.values[place].strip()) for key, place in places.items()}
    text, day = tidy(given["text"]), day_in(tidy(given["answer_by"]))
    explanation, origins = in_lines(given["explanation"]), origins_in(given["origins"])
    wrong = [] if text else [problem(row.number, "text", "", "missing")]
    for key, words in (("text", text), ("explanation", explanation)):
        if len(words) > LONGEST[key]:
            wrong.append(problem(row.number, key, words[:60], "long", most=LONGEST[key]))
    if given["answer_by"] and day is None:
        wrong.append(problem(row.number, "answer_by", given["answer_by"], "day"))
    wrong += [
        problem(row.number, "origins", each[:60], "long", most=LONGEST_ORIGIN)
        for each in origins
        if len(each) > LONGEST_ORIGIN
    ]
    return ProposalRow(row.number, text, explanation, tidy(given["goal"]), day, origins), wrong


def problem(row: int, column: str, value: str, code: str, **values: object) -> ProposalProblem:
    """Return what is wrong with a value of a column, by its key."""
    return ProposalProblem(row, COLUMNS[column][0], value, code, values)
