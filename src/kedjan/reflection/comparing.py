"""A file of reflections beside the loops that are there: what each row would do."""

import json
import zlib
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Refused
from kedjan.organisation import service as organisation
from kedjan.organisation.service import ServiceArea
from kedjan.reflection import models
from kedjan.reflection.circle import assignments_of
from kedjan.reflection.keeping.sealing import erased_key
from kedjan.reflection.ledger_values import Note, Problem, RowState
from kedjan.reflection.tag_sets import tag_set_of
from kedjan_formats import loops, tables
from kedjan_formats.unreadable import in_words

LONGEST_KEY, LONGEST_CODE = 80, 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A good row of the file: where it belongs, what it says, and the loop it meets (its latest version and words).

    `loop` is set also for a withdrawn loop that comes back; `row` only where the loop is there now.
    """

    number: int
    state: str
    assignment: str
    area: str
    respondent: str
    emotion: int | None
    mask: int
    text: str
    loop: str = ""
    version: int = 0
    row: int | None = None
    old: tuple[int | None, int, str] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file would do to a round at one revision."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    new_assignments: tuple[str, ...]
    new_respondents: int

    def count(self, state: RowState) -> int:
        """Return how many rows are in that state."""
        if state is RowState.REFUSED:
            return len({problem.row for problem in self.problems})
        return sum(1 for entry in self.entries if entry.state == state.value)


@dataclass(frozen=True, slots=True)
class Stored:
    """The latest version of a loop."""

    row: int
    loop: UUID
    version: int
    emotion: int | None
    mask: int
    text: str
    there: bool


def compare(row: models.Round, data: bytes, name: str) -> Comparison:
    """Read the file and compare it with the round's loops. Refuses what cannot be read as a file of reflections."""
    areas = organisation.service_areas(provider=row.provider_id)
    known = [each.code for each in assignments_of(row)]
    sheet, parsed = _read(row, data, name, areas, known)
    by_name = {text.casefold(): area for area in areas for text in (*area.aliases, area.name)}
    texts_given = sheet.find(*loops.COLUMNS["text"]) is not None
    bits = {tag.name: 1 << tag.position for tag in tag_set_of(row).tags}
    stored, known_keys = _stored(row), _respondents(row)
    entries: dict[tuple[str, str, str], Entry] = {}
    problems = [_problem(each, areas) for each in parsed.problems]
    for each in parsed.rows:
        area = by_name[each.area.casefold()]
        place = (each.assignment, each.respondent, area.id.hex)
        wrong = _wrong(row, each, entries.get(place), known_keys)
        if wrong:
            problems.append(wrong)
            continue
        mask = sum(bits[tag] for tag in each.tags)
        text = each.text.replace("\x00", "") if texts_given else None
        entries[place] = _entry(each, area, mask, text, stored.get(place))
    respondents = {entry.respondent for entry in entries.values()}
    return Comparison(
        entries=tuple(entries.values()),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        notes=tuple(Note(note.message, in_words(note.values)) for note in parsed.notes),
        new_assignments=() if known else parsed.assignments,
        new_respondents=len(respondents - known_keys),
    )


def packed(comparison: Comparison) -> bytes:
    """Return the comparison as bytes to keep until somebody decides."""
    return zlib.compress(json.dumps(astuple(comparison), default=str, ensure_ascii=False).encode())


def unpacked(data: bytes | memoryview) -> Comparison:
    """Return the comparison that was kept."""
    entries, problems, notes, assignments, respondents = json.loads(zlib.decompress(bytes(data)))
    return Comparison(
        tuple(_entry_of(fields) for fields in entries),
        tuple(Problem(*fields) for fields in problems),
        tuple(Note(*fields) for fields in notes),
        tuple(assignments),
        respondents,
    )


def _entry_of(fields: Sequence[Any]) -> Entry:
    *plain, old = fields
    return replace(Entry(*plain), old=tuple(old) if old else None)


def _read(
    row: models.Round, data: bytes, name: str, areas: Sequence[ServiceArea], known: list[str]
) -> tuple[tables.Sheet, loops.Parsed]:
    tags = tag_set_of(row).tags
    names = loops.TagNames(
        tuple(tag.name for tag in tags),
        {alias: tag.name for tag in tags for alias in tag.aliases},
    )
    spellings = [text for area in areas for text in (area.name, *area.aliases)]
    try:
        sheet = tables.read(data, name=name, expected=loops.EXPECTED)
        return sheet, loops.parse(sheet, names, assignments=known, areas=spellings)
    except tables.Unreadable as unreadable:
        raise Refused(unreadable.message, **in_words(unreadable.values)) from unreadable


def _wrong(row: models.Round, each: loops.LoopRow, earlier: Entry | None, keys: Collection[str]) -> Problem | None:
    """Return what only this round can find wrong with a row that reads well."""
    if erased_key(row.id, each.respondent) in keys:
        message, expected = noop("The person behind this row has been erased."), noop("no row: take it out of the file")
        return Problem(each.number, "respondent", each.respondent, message, expected)
    if earlier:
        message, expected = loops.PROBLEMS["given_twice"]
        values = {"first_row": earlier.number, "row": each.number}
        return Problem(each.number, "respondent", each.respondent, message, expected, values)
    if len(each.respondent) > LONGEST_KEY:
        message, expected = noop("The value is too long."), noop("at most %(most)s characters")
        return Problem(each.number, "respondent", each.respondent, message, expected, {"most": LONGEST_KEY})
    if len(each.assignment) > LONGEST_CODE:
        message, expected = noop("The value is too long."), noop("at most %(most)s characters")
        return Problem(each.number, "assignment", each.assignment, message, expected, {"most": LONGEST_CODE})
    if each.emotion is not None and not row.emotion:
        return Problem(
            each.number, "emotion", str(each.emotion), noop("This round does not ask for an emotion."), noop("nothing")
        )
    return None


def _entry(each: loops.LoopRow, area: ServiceArea, mask: int, text: str | None, met: Stored | None) -> Entry:
    kept = met.text if met and met.there else ""
    words = kept if text is None else text
    fields = (each.assignment, area.id.hex, each.respondent, each.emotion, mask, words)
    if met is None:
        return Entry(each.number, RowState.NEW.value, *fields)
    if not met.there:
        return Entry(each.number, RowState.NEW.value, *fields, met.loop.hex, met.version)
    old = (met.emotion, met.mask, met.text)
    state = RowState.UNCHANGED if old == (each.emotion, mask, words) else RowState.CHANGED
    return Entry(each.number, state.value, *fields, met.loop.hex, met.version, met.row, old)


def _stored(row: models.Round) -> dict[tuple[str, str, str], Stored]:
    """Return the latest version of every loop the round has had, by assignment, respondent and area."""
    rows = models.Loop.objects.filter(round=row, since__lte=row.revision).order_by("version", "id")
    found: dict[tuple[str, str, str], Stored] = {}
    place = ("assignment__code", "respondent__key", "service_area_id")
    for code, key, area, number, loop, version, emotion, mask, text, until in rows.values_list(
        *place, "id", "loop", "version", "emotion", "mask", "text", "until"
    ):
        there = until is None or until > row.revision
        found[code, key, area.hex] = Stored(number, loop, version, emotion, mask, text, there)
    return found


def _respondents(row: models.Round) -> set[str]:
    return set(models.Respondent.objects.filter(round=row).values_list("key", flat=True))


def _problem(problem: loops.Problem, areas: Sequence[ServiceArea]) -> Problem:
    values = dict(problem.values)
    if problem.code == "area":
        values["choices"] = tuple(area.name for area in areas)
    return Problem(
        problem.row, problem.column, problem.value[:200], problem.message, problem.expected, in_words(values)
    )
