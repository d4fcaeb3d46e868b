"""Where pupils went after compulsory school, one to a row: `pupil;school_unit;school_year;destination;programme_kind`.

English or Swedish headings. The school unit is that which the pupil left, the school year the first at the destination,
which may be left empty: a school, or a place. Every row is either read or told what is wrong with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from kedjan_formats import identity, problems, results_files, row_files
from kedjan_formats.folding import folded
from kedjan_formats.long_tables import as_told
from kedjan_formats.results_files import school_year
from kedjan_formats.row_files import Format, Met
from kedjan_formats.unreadable import gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "DestinationRow", "Met", "Parsed", "Problem", "parse", "parse_long", "recognise"]

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


type Parsed = row_files.Parsed[DestinationRow]


MEANINGS: Mapping[str, Callable[[str], Any]] = {
    "pupil": identity.in_one_way,
    "school_unit": as_told,
    "school_year": school_year,
    "destination": lambda text: text if len(text) <= LONGEST else None,
    "programme_kind": lambda text: KINDS.get(folded(text)),
}
"""What a text means in each column; None where it means nothing."""

FORMAT = Format(
    columns=COLUMNS,
    means=MEANINGS,
    row=DestinationRow,
    problem=Problem,
    once=("pupil", "school_year"),
    again="school_year",
)
parse, parse_long, recognise = FORMAT.parse, FORMAT.parse_long, FORMAT.recognise
