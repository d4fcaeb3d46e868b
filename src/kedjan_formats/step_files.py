"""Steps upon a signal of absence, one to a row: `pupil;day;step`.

English or Swedish headings; a step is signal (or tröskel), kartläggning, utredning or åtgärd. What was done stands in
no such file: it says when, and nothing of why. Every row is either read or told what is wrong with it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kedjan_formats import lesson_files, problems, results_files
from kedjan_formats.folding import folded, tidy
from kedjan_formats.lesson_files import day_of
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Note, gettext_noop

__all__ = ["EXPECTED", "Met", "Parsed", "Problem", "StepRow", "parse"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pupil": results_files.COLUMNS["pupil"],
    "day": ("day", "date", "dag", "datum"),
    "step": ("step", "steg"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

STEPS: Mapping[str, str] = {
    **dict.fromkeys(("signal", "tröskel", "threshold"), "signal"),
    **dict.fromkeys(("mapping", "kartläggning"), "mapping"),
    **dict.fromkeys(("investigation", "utredning"), "investigation"),
    **dict.fromkeys(("action", "åtgärd"), "action"),
}
PROBLEMS: Mapping[str, tuple[str, str]] = {
    **{name: results_files.PROBLEMS[name] for name in ("missing", "ragged")},
    "day": lesson_files.PROBLEMS["date"],
    "step": (
        gettext_noop("This is not a step upon absence."),
        gettext_noop("signal, kartläggning, utredning or åtgärd"),
    ),
    "given_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same pupil, day and step."),
        gettext_noop("one row for each pupil, day and step"),
    ),
}
MEANINGS: Mapping[str, Callable[[str], Any]] = {
    "pupil": lambda text: text or None,
    "day": day_of,
    "step": lambda text: STEPS.get(folded(text)),
}
"""What a text means in each column; None where it means nothing."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as it stood in the file: signal, mapping, investigation or action."""

    number: int
    pupil: str
    day: dt.date
    step: str


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


@dataclass(slots=True)
class Met:
    """Which steps earlier rows have told of, in this file and in others read with it, and where."""

    steps: dict[tuple[str, dt.date, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows, problems in order of row, and remarks."""

    rows: tuple[StepRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


def parse(sheet: Sheet, *, met: Met | None = None) -> Parsed:
    """Read every row of the sheet, and list every problem. Refuses a sheet that lacks a column (`column_missing`).

    Files that are counted together share what has been `met`.
    """
    reader = _Reader(sheet, met or Met())
    rows = tuple(row for row in map(reader.row, sheet.rows) if row)
    return Parsed(rows, tuple(reader.problems), (*sheet.notes, *sheet.unread(reader.places.values())))


class _Reader:
    """The state of reading one file: where the columns are, what has been met, and what is wrong."""

    def __init__(self, sheet: Sheet, met: Met) -> None:
        self.sheet, self.met = sheet, met
        self.places = sheet.places(COLUMNS)
        self.problems: list[Problem] = []

    def wrong(self, at: Row, key: str, code: str, value: str, **values: object) -> None:
        heading = self.sheet.columns[self.places[key]] if key else ""
        self.problems.append(Problem(at.number, heading, value, code, values))

    def row(self, at: Row) -> StepRow | None:
        """The row as a step, or None when something in it is wrong."""
        if any(text.strip() for text in at.beyond) or at.fields <= max(self.places.values()):
            value = ";".join((*at.values[: at.fields], *at.beyond))
            self.wrong(at, "", "ragged", value, found=at.fields, expected=len(self.sheet.columns))
            return None
        meant: dict[str, Any] = {}
        for key, place in self.places.items():
            text = tidy(at.values[place])
            meant[key] = MEANINGS[key](text)
            if meant[key] is None:
                self.wrong(at, key, key if text else "missing", text)
        if None in meant.values():
            return None
        made = StepRow(at.number, **meant)
        mine = f"{self.sheet.name}\n{at.number}"
        first = self.met.steps.setdefault((made.pupil, made.day, made.step), mine)
        if first != mine:
            name, row = first.rsplit("\n", 1)
            told = row if name == self.sheet.name else f"{row} ({name})"
            day = tidy(at.values[self.places["day"]])
            self.wrong(at, "day", "given_twice", day, first_row=told, row=at.number)
        return made if first == mine else None
