"""Where pupils went after compulsory school, one to a row: `pupil;school_unit;school_year;destination;programme_kind`.

English or Swedish headings. The school unit is that which the pupil left, the school year the first at the destination,
which may be left empty: a school, or a place. Every row is either read or told what is wrong with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kedjan_formats import problems, results_files
from kedjan_formats.coded import Coded, twice
from kedjan_formats.folding import folded, tidy
from kedjan_formats.long_tables import LongSheet, Read, as_told, understood
from kedjan_formats.results_files import school_year
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Note, gettext_noop

__all__ = ["EXPECTED", "DestinationRow", "Met", "Parsed", "Problem", "parse", "parse_long", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    **{name: results_files.COLUMNS[name] for name in ("pupil", "school_unit", "school_year")},
    "destination": ("destination", "vart", "gick till", "gymnasieskola"),
    "programme_kind": ("programme_kind", "programme kind", "programtyp", "typ av program"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

LONGEST = 100
"""Characters of a destination: it is a name, not a note about a pupil."""

_SAID: Mapping[str, tuple[str, ...]] = {
    "preparatory": ("preparatory", "högskoleförberedande", "högskoleförberedande program", "hf", "hp"),
    "vocational": ("vocational", "yrkesprogram", "yrkes", "yp"),
    "introductory": (
        "introductory",
        "introduktionsprogram",
        "im",
        "programinriktat val",
        "yrkesintroduktion",
        "individuellt alternativ",
        "språkintroduktion",
    ),
    "adapted": ("adapted", "anpassad gymnasieskola", "gymnasiesärskola"),
    "other": ("other", "annan utbildning", "annat", "folkhögskola", "utomlands"),
    "none": ("none", "ingen utbildning", "inte i utbildning", "kommunala aktivitetsansvaret", "kaa"),
    "moved": ("moved", "flyttat", "flyttat från kommunen", "utflyttad"),
}
KINDS: Mapping[str, str] = {text: kind for kind, texts in _SAID.items() for text in texts}
"""What a text says of where somebody went: a kind of programme, or why there is none here."""

PROBLEMS: Mapping[str, tuple[str, str]] = {
    **{name: results_files.PROBLEMS[name] for name in ("missing", "ragged", "school_year")},
    "destination": (
        gettext_noop("This is too long for a destination."),
        gettext_noop("the name of a school or a place, at most 100 characters"),
    ),
    "programme_kind": (
        gettext_noop("This is not a kind of programme."),
        gettext_noop(
            "högskoleförberedande, yrkesprogram, introduktionsprogram, anpassad gymnasieskola, annan utbildning, "
            "ingen utbildning or flyttat"
        ),
    ),
    "given_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same pupil and school year."),
        gettext_noop("one row for each pupil and school year"),
    ),
}


@dataclass(frozen=True, slots=True)
class DestinationRow:
    """Where one pupil went, as it stood in the file; `school_year` is the year in which the first one there ends.

    `programme_kind`: preparatory, vocational, introductory, adapted, other, none (nothing, and the municipality
    follows up) or moved from the municipality.
    """

    number: int
    pupil: str
    school_unit: str
    school_year: int
    destination: str
    programme_kind: str


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


@dataclass(slots=True)
class Met:
    """Of which pupils and years earlier rows have told, in this file and in others read with it, and where."""

    years: dict[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows, problems in order of row, and remarks."""

    rows: tuple[DestinationRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


def recognise(sheet: Sheet) -> bool:
    """Whether the headings are those of destinations with a pupil a row."""
    return all(sheet.find(*names) is not None for names in EXPECTED)


def parse(sheet: Sheet, *, met: Met | None = None) -> Parsed:
    """Read every row of the sheet, and list every problem. Refuses a sheet that lacks a column (`column_missing`).

    Files that are counted together share what has been `met`.
    """
    reader = _Reader(sheet, met or Met())
    rows = tuple(row for row in map(reader.row, sheet.rows) if row)
    return Parsed(rows, tuple(reader.problems), (*sheet.notes, *sheet.unread(reader.places.values())))


def parse_long(long: LongSheet) -> tuple[Read, Parsed]:
    """Read a long sheet, with what `parse` would say of it: its good rows in columns, and problems and remarks."""
    sheet = long.sheet
    reader = _Reader(sheet, Met())

    def clashes(said: Mapping[str, Coded]) -> Any:
        return twice(said["pupil"], said["school_year"])

    rows = understood(long, reader.places, MEANINGS, clashes, reader.row)
    return rows, Parsed((), tuple(reader.problems), (*sheet.notes, *sheet.unread(reader.places.values())))


MEANINGS: Mapping[str, Callable[[str], Any]] = {
    "pupil": as_told,
    "school_unit": as_told,
    "school_year": school_year,
    "destination": lambda text: text if len(text) <= LONGEST else None,
    "programme_kind": lambda text: KINDS.get(folded(text)),
}
"""What a text means in each column; None where it means nothing."""


class _Reader:
    """The state of reading one file: where the columns are, what has been met, and what is wrong."""

    def __init__(self, sheet: Sheet, met: Met) -> None:
        self.sheet, self.met = sheet, met
        self.places = sheet.places(COLUMNS)
        self.problems: list[Problem] = []

    def wrong(self, at: Row, key: str, code: str, value: str, **values: object) -> None:
        heading = self.sheet.columns[self.places[key]] if key else ""
        self.problems.append(Problem(at.number, heading, value, code, values))

    def row(self, at: Row) -> DestinationRow | None:
        """The row as where a pupil went, or None when something in it is wrong."""
        if any(text.strip() for text in at.beyond) or at.fields <= max(self.places.values()):
            value = ";".join((*at.values[: at.fields], *at.beyond))
            self.wrong(at, "", "ragged", value, found=at.fields, expected=len(self.sheet.columns))
            return None
        meant: dict[str, Any] = {}
        for key, place in self.places.items():
            text = tidy(at.values[place])
            meant[key] = MEANINGS[key](text)
            if meant[key] is None:
                self.wrong(at, key, key if text else "missing", text[:LONGEST])
        if None in meant.values():
            return None
        made = DestinationRow(at.number, **meant)
        mine = f"{self.sheet.name}\n{at.number}"
        first = self.met.years.setdefault((made.pupil, made.school_year), mine)
        if first != mine:
            name, row = first.rsplit("\n", 1)
            told = row if name == self.sheet.name else f"{row} ({name})"
            year = tidy(at.values[self.places["school_year"]])
            self.wrong(at, "school_year", "given_twice", year, first_row=told, row=at.number)
        return made if first == mine else None
