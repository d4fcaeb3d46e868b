"""Steps upon a signal of absence, one to a row: `pupil;day;step`, and `school_unit` where the file says it.

English or Swedish headings; a step is signal (or tröskel), kartläggning, utredning or åtgärd. What was done stands in
no such file: it says when, and nothing of why. Every row is either read or told what is wrong with it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from kedjan_formats import identity, lesson_files, problems, results_files, row_files
from kedjan_formats.folding import folded
from kedjan_formats.lesson_files import day_of
from kedjan_formats.long_tables import as_told
from kedjan_formats.row_files import Format, Met
from kedjan_formats.unreadable import gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "Met", "Parsed", "Problem", "StepRow", "parse", "parse_long", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pupil": results_files.COLUMNS["pupil"],
    "day": ("day", "date", "dag", "datum"),
    "step": ("step", "steg"),
}
UNIT = {"school_unit": results_files.COLUMNS["school_unit"]}
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
    "pupil": identity.in_one_way,
    "school_unit": as_told,
    "day": day_of,
    "step": lambda text: STEPS.get(folded(text)),
}
"""What a text means in each column; None where it means nothing."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as it stood in the file: signal, mapping, investigation or action; None is a unit not said."""

    number: int
    pupil: str
    day: dt.date
    step: str
    school_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


type Parsed = row_files.Parsed[StepRow]


FORMAT = Format(
    columns=COLUMNS,
    optional=UNIT,
    untold=frozenset(UNIT),
    means=MEANINGS,
    row=StepRow,
    problem=Problem,
    once=("pupil", "day", "step"),
    again="day",
)
parse, parse_long, recognise = FORMAT.parse, FORMAT.parse_long, FORMAT.recognise
