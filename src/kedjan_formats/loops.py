"""Reflections in a file: `assignment;area;respondent;emotion;tags[;text]`, with English or Swedish headings.

Every row is either read or told what is wrong with it: row, column, value, what was expected. Nothing is silent.
Spelling is met half-way: case, spaces and composed letters of tags, aliases of tags, leading zeros of assignments.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from kedjan_formats import problems
from kedjan_formats.assignments import Assignments
from kedjan_formats.folding import folded, tidy
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Note, Unreadable, gettext_noop

__all__ = ["EXPECTED", "LoopRow", "Parsed", "Problem", "TagNames", "parse", "recognise"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "assignment": ("assignment", "uppdrag"),
    "area": ("area", "service_area", "service area", "verksamhetsområde"),
    "respondent": ("respondent", "svarande"),
    "emotion": ("emotion", "känsla"),
    "tags": ("tags", "taggar"),
    "text": ("text", "reflektion", "reflection"),
}
EXPECTED: tuple[tuple[str, ...], ...] = tuple(COLUMNS.values())
"""The headings to give to tables.read."""

REQUIRED = ("assignment", "area", "respondent", "emotion", "tags")
MOST_TAGS = 62
ALIASES: Mapping[str, str] = {"Inget viktig område": "Inget viktigt område"}
_WHOLE = re.compile(r"([+\-−–]?)\s*(\d{1,3})(?:[.,]0+)?")

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "ragged": (gettext_noop("The row has %(found)s fields."), gettext_noop("%(expected)s fields, as the headings")),
    "emotion": (
        gettext_noop("This is not a step of the scale."),
        gettext_noop("a whole number from −2 to 2, or nothing"),
    ),
    "tag": (gettext_noop("The tag is not in the tag set."), gettext_noop("a tag of the tag set, such as %(closest)s")),
    "assignment": (gettext_noop("There is no such assignment."), gettext_noop("one of %(choices)s")),
    "area": (gettext_noop("There is no such service area."), gettext_noop("one of %(choices)s")),
    "given_twice": (
        gettext_noop("Rows %(first_row)s and %(row)s have the same assignment, respondent and area."),
        gettext_noop("one row for each assignment, respondent and area"),
    ),
}


@dataclass(frozen=True, slots=True)
class TagNames:
    """The ordered tag set that a file must keep to, and other spellings of its tags."""

    names: tuple[str, ...]
    aliases: Mapping[str, str] = field(default_factory=lambda: ALIASES)

    def find(self, text: str) -> str | None:
        """The tag of the set that this text means, or None."""
        by_fold = {folded(name): name for name in self.names}
        meant = {folded(alias): name for alias, name in self.aliases.items()}.get(folded(text), text)
        return by_fold.get(folded(meant))


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One reflection as it stood in the file; emotion is −2..2 or None where it was not given."""

    number: int
    assignment: str
    area: str
    respondent: str
    emotion: int | None
    tags: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Problem(problems.Problem):
    """What is wrong with one value: `message` and `expected` are English message ids that `values` fill."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows, problems in order of row, remarks, and the names in order (tag set, assignments, areas)."""

    rows: tuple[LoopRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    tags: tuple[str, ...]
    assignments: tuple[str, ...]
    areas: tuple[str, ...]


def recognise(sheet: Sheet) -> bool:
    """Whether the headings are those of a file of reflections."""
    return all(sheet.find(*COLUMNS[key]) is not None for key in REQUIRED)


def parse(
    sheet: Sheet,
    tags: TagNames | None = None,
    *,
    assignments: Sequence[str] = (),
    areas: Sequence[str] = (),
    tags_required: bool = False,
    repeats_allowed: bool = False,
) -> Parsed:
    """Read every row of the sheet, and list every problem.

    Without `tags` the tag set is taken from the file, in order of appearance; without `assignments` or `areas` any name
    is taken. A loop may lack tags unless `tags_required`. The same assignment, respondent and area twice is a problem,
    or a remark where `repeats_allowed`.
    Refuses a sheet that lacks a column (`column_missing`), and more than 62 tags (`too_many_tags`).
    """
    reader = _Reader(sheet, tags, assignments, areas, tags_required=tags_required, repeats_allowed=repeats_allowed)
    rows = tuple(row for row in map(reader.row, sheet.rows) if row)
    if len(reader.tags) > MOST_TAGS:
        raise Unreadable("too_many_tags", found=len(reader.tags), limit=MOST_TAGS)
    return Parsed(
        rows=rows,
        problems=tuple(reader.problems),
        notes=tuple(reader.all_notes()),
        tags=tuple(reader.tags),
        assignments=tuple(assignments) or tuple(sorted({row.assignment for row in rows})),
        areas=tuple(areas) or tuple(dict.fromkeys(row.area for row in rows)),
    )


class _Reader:
    """The state of reading one file: what has been met, what was mended, what is wrong."""

    def __init__(
        self,
        sheet: Sheet,
        tags: TagNames | None,
        assignments: Sequence[str],
        areas: Sequence[str],
        *,
        tags_required: bool,
        repeats_allowed: bool,
    ) -> None:
        self.sheet = sheet
        self.places = _places(sheet)
        self.closed = tags is not None
        self.spellings: dict[str, str] = {}
        self.aliases = {folded(alias): folded(name) for alias, name in (tags.aliases if tags else ALIASES).items()}
        self.preferred = {folded(name): name for name in (tags.aliases if tags else ALIASES).values()}
        self.tags: dict[str, None] = dict.fromkeys(tags.names) if tags else {}
        self.by_fold = {folded(name): name for name in self.tags}
        self.assignments = Assignments(assignments, (self.value(row, "assignment") for row in sheet.rows))
        self.areas = {folded(area): area for area in areas}
        self.tags_required, self.repeats_allowed = tags_required, repeats_allowed
        self.first_rows: dict[tuple[str, str, str], int] = {}
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self.mended: Counter[tuple[str, str, str]] = Counter()

    def value(self, row: Row, key: str) -> str:
        place = self.places.get(key)
        return "" if place is None else row.values[place]

    def wrong(self, at: Row, key: str, code: str, value: str, **values: object) -> None:
        place = self.places.get(key)
        heading = self.sheet.columns[place] if place is not None else ""
        self.problems.append(Problem(at.number, heading, value, code, values))

    def row(self, row: Row) -> LoopRow | None:
        """The row as a reflection, or None when something in it is wrong."""
        before = len(self.problems)
        if self.is_ragged(row):
            value = ";".join((*row.values[: row.fields], *row.beyond))
            self.wrong(row, "", "ragged", value, found=row.fields, expected=len(self.sheet.columns))
            return None
        assignment, area = self.assignment(row), self.area(row)
        respondent = tidy(self.value(row, "respondent"))
        if not respondent:
            self.wrong(row, "respondent", "missing", "")
        emotion, tags = self.emotion(row), tuple(self.tags_of(row))
        if assignment and area and respondent:
            self.once(row, assignment, area, respondent)
        if len(self.problems) > before:
            return None
        return LoopRow(row.number, assignment, area, respondent, emotion, tags, self.value(row, "text").strip())

    def is_ragged(self, row: Row) -> bool:
        """Whether fields are too many, or too few to reach a column that must be there."""
        needed = max(place for key, place in self.places.items() if key in REQUIRED)
        return any(text.strip() for text in row.beyond) or row.fields <= needed

    def assignment(self, row: Row) -> str:
        text = tidy(self.value(row, "assignment"))
        if not text:
            self.wrong(row, "assignment", "missing", "")
            return ""
        meant = self.assignments.meant(text)
        if meant is None:
            self.wrong(row, "assignment", "assignment", text, choices=self.assignments.names)
            return ""
        if meant != text:
            self.mended["assignment_mended", text, meant] += 1
        return meant

    def area(self, row: Row) -> str:
        text = tidy(self.value(row, "area"))
        if not text:
            self.wrong(row, "area", "missing", "")
        elif self.areas and folded(text) not in self.areas:
            self.wrong(row, "area", "area", text, choices=tuple(self.areas.values()))
        elif self.areas:
            return self.areas[folded(text)]
        elif self.spellings.setdefault(folded(text), text) != text:
            note = Note("area_spelt_two_ways", {"one": self.spellings[folded(text)], "other": text})
            if note not in self.notes:
                self.notes.append(note)
        return text

    def emotion(self, row: Row) -> int | None:
        text = tidy(self.value(row, "emotion"))
        if not text:
            return None
        found = _WHOLE.fullmatch(text)
        step = int(found[2]) * (-1 if found[1] in ("-", "−", "–") else 1) if found else 3
        if -2 <= step <= 2:
            return step
        self.wrong(row, "emotion", "emotion", text)
        return None

    def tags_of(self, row: Row) -> Iterator[str]:
        texts = [text for text in map(tidy, self.value(row, "tags").split("|")) if text]
        if not texts and self.tags_required:
            self.wrong(row, "tags", "missing", "")
        met: set[str] = set()
        for text in texts:
            tag = self.tag(text)
            if tag is None:
                self.wrong(row, "tags", "tag", text, closest=self.closest(text))
            elif tag in met:
                self.notes.append(Note("tag_repeated", {"row": row.number, "tag": tag}))
            else:
                met.add(tag)
                yield tag

    def tag(self, text: str) -> str | None:
        fold = self.aliases.get(folded(text), folded(text))
        if fold not in self.by_fold and not self.closed:
            self.by_fold[fold] = self.preferred.get(fold, text)
            self.tags[self.by_fold[fold]] = None
        tag = self.by_fold.get(fold)
        if tag is not None and tag != text:
            self.mended["tag_mended", text, tag] += 1
        return tag

    def closest(self, text: str) -> str:
        near = difflib.get_close_matches(folded(text), list(self.by_fold), n=1, cutoff=0.0)
        return self.by_fold[near[0]] if near else ""

    def once(self, row: Row, assignment: str, area: str, respondent: str) -> None:
        first = self.first_rows.setdefault((assignment, respondent, area), row.number)
        if first == row.number:
            return
        if self.repeats_allowed:
            self.notes.append(Note("given_twice", {"first_row": first, "row": row.number}))
        else:
            self.wrong(row, "respondent", "given_twice", respondent, first_row=first, row=row.number)

    def all_notes(self) -> Iterator[Note]:
        yield from self.sheet.notes
        used = set(self.places.values())
        for place, column in enumerate(self.sheet.columns):
            if place not in used:
                yield Note("column_not_used", {"column": column})
        for (code, text, meant), rows in self.mended.items():
            yield Note(code, {"found": text, "meant": meant, "rows": rows})
        yield from self.notes


def _places(sheet: Sheet) -> dict[str, int]:
    places = {key: place for key, names in COLUMNS.items() if (place := sheet.find(*names)) is not None}
    for key in REQUIRED:
        if key not in places:
            raise Unreadable("column_missing", column=key, found=sheet.columns)
    return places
