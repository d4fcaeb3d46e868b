"""A board in a file: `mål;del;slag;nivå;iakttagelse`, one row for each thing said to be good or poor, or proposed.

`del` is I, P or S (individ, process, struktur), or processer and förutsättningar as in reports; `slag` is bra, dålig or
förslag. Every row is either read or told what is wrong with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kedjan_formats.folding import folded, tidy
from kedjan_formats.goals import unguarded
from kedjan_formats.problems import Problem
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Unreadable, gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "BoardProblem", "BoardRow", "BoardRows", "parse", "problem"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "goal": ("mål", "nämndmål", "goal"),
    "part": ("del", "ips", "part"),
    "worth": ("slag", "värde", "worth"),
    "level": ("nivå", "level"),
    "text": ("iakttagelse", "påstående", "text", "observation"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""
REQUIRED = ("goal", "worth", "text")
PARTS: Mapping[str, str] = {
    **dict.fromkeys(("i", "individ", "individual"), "I"),
    **dict.fromkeys(("p", "process", "processer"), "P"),
    **dict.fromkeys(("s", "struktur", "förutsättning", "förutsättningar", "structure"), "S"),
}
WORTHS: Mapping[str, str] = {
    **dict.fromkeys(("bra", "bra fungerande", "good"), "good"),
    **dict.fromkeys(("dålig", "dåliga", "dåligt", "dåligt fungerande", "poor"), "poor"),
    **dict.fromkeys(("förslag", "å", "åtgärd", "proposal"), "proposal"),
}
LEVELS: Mapping[str, str] = {
    **dict.fromkeys(("elev", "barn", "pupil"), "pupil"),
    **dict.fromkeys(("klass", "grupp", "class"), "class"),
    **dict.fromkeys(("enhet", "unit"), "unit"),
    **dict.fromkeys(("huvudman", "provider"), "provider"),
}
CALLED: Mapping[str, str] = {
    **{"I": "I", "P": "P", "S": "S", "": ""},
    **{"good": "bra", "poor": "dålig", "proposal": "förslag"},
    **{"pupil": "elev", "class": "klass", "unit": "enhet", "provider": "huvudman"},
}
"""What each is called in a file that is written."""
LONGEST, MOST = 300, 2_000

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "part": (gettext_noop("There is no such part."), gettext_noop("I, P or S")),
    "no_part": (gettext_noop("What is good or poor belongs to a part."), gettext_noop("I, P or S")),
    "worth": (gettext_noop("It is neither good, poor nor a proposal."), gettext_noop("bra, dålig or förslag")),
    "level": (gettext_noop("There is no such level."), gettext_noop("elev, klass, enhet or huvudman")),
    "long": (gettext_noop("The text is too long."), gettext_noop("at most %(most)s characters")),
    "goal": (gettext_noop("There is no such goal."), gettext_noop("a goal that holds, in its own words")),
    "again": (
        gettext_noop("The same stands in row %(first_row)s too."),
        gettext_noop("one row for each thing in each field"),
    ),
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One good row; part and level may be empty."""

    number: int
    goal: str
    part: str
    worth: str
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class BoardProblem(Problem):
    """What is wrong with one value; `code` is a key of PROBLEMS."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class BoardRows:
    """The good rows and the problems, in order of row."""

    rows: tuple[BoardRow, ...]
    problems: tuple[BoardProblem, ...]


def parse(sheet: Sheet) -> BoardRows:
    """Read the rows of a sheet; raises Unreadable when a column is missing."""
    places = {key: sheet.find(*names) for key, names in COLUMNS.items()}
    for key in REQUIRED:
        if places[key] is None:
            raise Unreadable("column_missing", column=COLUMNS[key][0], found=sheet.columns)
    if len(sheet.rows) > MOST:
        raise Unreadable("too_many_cells", limit=MOST * len(sheet.columns))
    rows: list[BoardRow] = []
    problems: list[BoardProblem] = []
    for row in sheet.rows:
        read, wrong = _read(row, places)
        problems += wrong
        rows += [] if wrong else [read]
    return BoardRows(tuple(rows), tuple(problems))


def _read(row: Row, places: Mapping[str, int | None]) -> tuple[BoardRow, list[BoardProblem]]:
    given = {key: "" if place is None else unguarded(tidy(row.values[place])) for key, place in places.items()}
    wrong = [problem(row.number, key, "", "missing") for key in REQUIRED if not given[key]]
    known: dict[str, str] = {}
    for key, words in (("part", PARTS), ("worth", WORTHS), ("level", LEVELS)):
        known[key] = words.get(folded(given[key]), "")
        if given[key] and not known[key]:
            wrong.append(problem(row.number, key, given[key], key))
    if known["worth"] in {"good", "poor"} and not given["part"]:
        wrong.append(problem(row.number, "part", "", "no_part"))
    if len(given["text"]) > LONGEST:
        wrong.append(problem(row.number, "text", given["text"][:60], "long", most=LONGEST))
    return BoardRow(row.number, given["goal"], known["part"], known["worth"], known["level"], given["text"]), wrong


def problem(row: int, column: str, value: str, code: str, **values: object) -> BoardProblem:
    """Return what is wrong with a value of a column, by its key."""
    return BoardProblem(row, COLUMNS[column][0], value, code, values)
