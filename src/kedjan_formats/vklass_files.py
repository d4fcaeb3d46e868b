"""Attendance as Vklass reports it, a pupil a row in sections by class, over the time that was chosen in the report.

Which headings it has is known from Vklass's own explanation of its abbreviations: *Undv. tid*, the time of all lessons;
*Lekt.*, how many; *N*, *GF* and *F*, present, absent for a valid reason and for none, in minutes (*min*), hours (*h*)
or per cent (*%*). The minutes are read. The school unit and the month stand nowhere in it and are asked for. Total
absence is GF and F of the time of all lessons.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from kedjan_formats import identity, problems, row_files
from kedjan_formats.attendance_files import PROBLEMS as IN_MONTHS
from kedjan_formats.attendance_files import level_in
from kedjan_formats.folding import folded, tidy
from kedjan_formats.row_files import Met, Telling
from kedjan_formats.tables import TOTALS, Row, Sheet
from kedjan_formats.unreadable import Note, gettext_noop

__all__ = ["COLUMNS", "EXPECTED", "Parsed", "Problem", "VklassRow", "parse", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pupil": ("personnr", "personnummer"),
    "offered_minutes": ("undv. tid", "undv tid"),
    "valid_absence_minutes": ("gf min",),
    "invalid_absence_minutes": ("f min",),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

PRESENT = ("n min",)
NAMELESS = ""
"""What is shown of a row with too few or too many fields: it has a name in it."""
OTHERS = ("namn", "lekt.", "lekt", "n min", "n %", "gf %", "f %", "n h", "gf h", "f h", "ej reg tid", "ej reg tid %")
"""Headings that are known and not read; who a pupil is called is no business of results."""

MOST = 23 * 9 * 60
"""Minutes of school in a month at most: 23 days of nine hours. What is more is a report of a longer time."""

_CLASS = re.compile(r"klass\s*:\s*(\S.*)", re.IGNORECASE)
_LEVEL = re.compile(r"\D*?(\d{1,2})(?!\d)")
_PRESCHOOL = re.compile(r"f(?:\b|[a-zåäö]?$|klass)", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,3}(?: ?\d{3})*|\d+)(?:[.,](\d{1,4}))?\s*(h|tim|min)?\.?", re.IGNORECASE)

PROBLEMS: Mapping[str, tuple[str, str]] = {
    **{code: IN_MONTHS[code] for code in ("missing", "ragged", "more_than_offered")},
    "time": (
        gettext_noop("This is not a time."),
        gettext_noop("minutes such as 1 240, or hours such as 20,7 h"),
    ),
    "no_level": (
        gettext_noop("Which grade level the class is cannot be seen."),
        gettext_noop("a heading such as Klass: 8B above the pupils of each class"),
    ),
    "longer_than_a_month": (
        gettext_noop("This is more time than a month of school has."),
        gettext_noop("a report of one month, at most %(most)s minutes a pupil"),
    ),
    "pupil_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same pupil."),
        gettext_noop("one row for each pupil"),
    ),
}


@dataclass(frozen=True, slots=True)
class VklassRow:
    """One pupil's time in the report, in whole minutes."""

    number: int
    pupil: str
    grade_level: int
    offered_minutes: int
    valid_absence_minutes: int
    invalid_absence_minutes: int


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


type Parsed = row_files.Parsed[VklassRow]


def recognise(sheet: Sheet) -> bool:
    """Whether the headings are those of Vklass's report of pupils."""
    return all(sheet.find(*names) is not None for names in EXPECTED)


def parse(sheet: Sheet) -> Parsed:
    """Read every pupil of the sheet, and list every problem; sections, headings again and sums are no pupils.

    Refuses a sheet that lacks a column (`column_missing`).
    """
    reader = _Reader(sheet)
    rows = tuple(row for row in map(reader.row, sheet.rows) if row)
    return row_files.Parsed(rows, tuple(reader.problems), tuple(reader.notes()))


class _Reader(Telling):
    """The state of reading one report: where the columns are, which class it is at, who has been met, what is wrong."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, Problem)
        self.places = sheet.places(COLUMNS)
        self.present = sheet.find(*PRESENT)
        self.level: int | None = None
        self.met = Met()
        self.apart: set[int] = set()
        """Rows that are no pupils: the class of those below, or the headings once more."""
        self.sums: list[int] = []
        for above in sheet.preamble:
            self._is_class([text for text in map(tidy, above.values) if text])

    def notes(self) -> list[Note]:
        """Return the remarks: those of the table, without what is said of rows that are no pupils."""
        table = [note for note in self.sheet.notes if note.code != "ragged_row" or note.values["row"] not in self.apart]
        known = {folded(name) for name in OTHERS}
        read = [*self.places.values(), *(at for at, name in enumerate(self.sheet.columns) if folded(name) in known)]
        sums = [Note("sums_left_out", {"rows": tuple(self.sums)})] if self.sums else []
        return [*table, *self.sheet.unread(read), *sums]

    def row(self, at: Row) -> VklassRow | None:
        """The row as a pupil's time, or None when it is none, or something in it is wrong."""
        texts = [text for text in map(tidy, (*at.values, *at.beyond)) if text]
        if self._is_class(texts) or self._is_heading(at):
            self.apart.add(at.number)
            return None
        if texts and folded(texts[0]).rstrip(":") in TOTALS:
            self.sums.append(at.number)
            return None
        if self.is_ragged(at, max(self.places.values()), NAMELESS):
            return None
        return self._pupil(at, {key: tidy(at.values[place]) for key, place in self.places.items()})

    def _pupil(self, at: Row, given: Mapping[str, str]) -> VklassRow | None:
        before = len(self.problems)
        minutes: dict[str, int] = {}
        for key, text in given.items():
            if not text:
                self.tell(at, self.places[key], "", "missing", {})
            elif key != "pupil":
                found = time_in(text)
                if found is None:
                    self.tell(at, self.places[key], text[:20], "time", {})
                else:
                    minutes[key] = found
        if self.level is None:
            self.tell(at, None, "", "no_level", {})
        if len(self.problems) > before or self.level is None:
            return None
        made = VklassRow(at.number, identity.in_one_way(given["pupil"]) or "", self.level, **minutes)
        return made if self._agrees(at, made) else None

    def _agrees(self, at: Row, made: VklassRow) -> bool:
        """Whether what was attended and missed is within the time of a month, and nobody stands there twice."""
        present = time_in(tidy(at.values[self.present])) if self.present is not None else 0
        absent = made.valid_absence_minutes + made.invalid_absence_minutes
        before, offered = self.met.before(made.pupil, at.number, self.sheet.name), made.offered_minutes
        if absent + (present or 0) > offered:
            values = {"absent": absent, "offered": offered}
            self.tell(at, self.places["offered_minutes"], str(offered), "more_than_offered", values)
        elif offered > MOST:
            self.tell(at, self.places["offered_minutes"], str(offered), "longer_than_a_month", {"most": MOST})
        elif before:
            self.tell(at, self.places["pupil"], "", "pupil_twice", before)
        else:
            return True
        return False

    def _is_class(self, texts: list[str]) -> bool:
        found = _CLASS.fullmatch(texts[0]) if len(texts) == 1 else None
        if found:
            self.level = class_level(found[1])
        return found is not None

    def _is_heading(self, at: Row) -> bool:
        return all(folded(at.values[place]) in map(folded, COLUMNS[key]) for key, place in self.places.items())


def class_level(name: str) -> int | None:
    """The grade level that a class's name begins with, 0 for a preschool class; None where it says none."""
    found = _LEVEL.match(name)
    if found:
        return level_in(found[1])
    return 0 if _PRESCHOOL.match(name) else None


def time_in(text: str) -> int | None:
    """The whole minutes that a text says, half up: minutes, or hours where it says so; None for anything else."""
    found = _TIME.fullmatch(text) if text.isascii() and len(text) <= 20 else None
    if found is None:
        return None
    whole, part, unit = found.groups()
    said = Fraction(int(whole.replace(" ", ""))) + Fraction(int(part or 0), 10 ** len(part or ""))
    minutes = said * 60 if unit and unit.lower() != "min" else said
    return int(minutes + Fraction(1, 2))
