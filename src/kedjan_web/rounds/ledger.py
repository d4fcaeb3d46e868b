"""The ledger of a file, in words: what each row does, what changes into what, what is wrong and what was expected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kedjan.reflection.service import (
    Change,
    Import,
    ImportState,
    Ledger,
    LedgerRow,
    RowState,
)
from kedjan_formats.grid import Column, Grid
from kedjan_formats.unreadable import in_words
from kedjan_web.components.badges import Badge, ledger_badge
from kedjan_web.components.listing import Tab, address
from kedjan_web.errors import said
from kedjan_web.rounds.emotions import emotion_words

STATES = {
    RowState.NEW: gettext_lazy("New rows"),
    RowState.CHANGED: gettext_lazy("Changed rows"),
    RowState.UNCHANGED: gettext_lazy("Unchanged rows"),
    RowState.REFUSED: gettext_lazy("Refused rows"),
}
FIELDS = {"emotion": gettext_lazy("Emotion"), "tags": gettext_lazy("Tags"), "text": gettext_lazy("Text")}
IMPORT_BADGES = {
    ImportState.PROPOSED: Badge(gettext_lazy("Waits for a decision"), "warning", "clock"),
    ImportState.ACCEPTED: Badge(gettext_lazy("Read in"), "success", "check"),
    ImportState.UNDONE: Badge(gettext_lazy("Undone"), "neutral", "undo"),
    ImportState.DISCARDED: Badge(gettext_lazy("Thrown away"), "neutral", "close"),
}


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """What is wrong with one value, translated."""

    column: str
    value: str
    message: str
    expected: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A field before and after; `hidden` where the reader may not see what it said before."""

    field: str
    old: str
    new: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the file as the ledger shows it. `number` is empty where the file is no longer kept."""

    number: str
    badge: Badge
    place: str
    emotion: str
    tags: tuple[str, ...]
    text: str
    changes: tuple[ShownChange, ...]
    problems: tuple[ShownProblem, ...]


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A file on its way in, or read in: how it was read, counts as tabs, and the rows of the chosen state."""

    batch: Import
    badge: Badge
    summary: str
    tabs: tuple[Tab, ...]
    rows: tuple[ShownRow, ...]
    notes: tuple[str, ...]
    waits: bool
    refused: bool
    withheld: bool


def ledger_page(found: Ledger, query: QueryDict, state: RowState | None) -> LedgerPage:
    """Return the ledger as its page shows it."""
    batch = found.batch
    return LedgerPage(
        batch=batch,
        badge=IMPORT_BADGES[batch.state],
        summary=summary(batch),
        tabs=tabs(batch, query, state),
        rows=tuple(shown_row(row) for row in found.rows.items),
        notes=(*news(found), *(note_words(note) for note in found.notes)),
        waits=batch.state is ImportState.PROPOSED,
        refused=bool(batch.refused),
        withheld=found.rows_withheld,
    )


def summary(batch: Import) -> str:
    """Return in a sentence what reading the file in means."""
    if batch.refused:
        said_ = ngettext(
            "%(n)d row cannot be read in, so nothing can be. Mend it in the file and choose the file again.",
            "%(n)d rows cannot be read in, so nothing can be. Mend them in the file and choose the file again.",
            batch.refused,
        )
        return said_ % {"n": batch.refused}
    if batch.changes_nothing:
        return _("Everything in the file is in the round already. Reading it in changes nothing.")
    return _("Nothing in the round changes until you read the file in. It is then read in whole, and can be undone.")


def tabs(batch: Import, query: QueryDict, state: RowState | None) -> tuple[Tab, ...]:
    """Return the states with their counts as filters, and all rows first."""
    counts = {
        RowState.NEW: batch.new,
        RowState.CHANGED: batch.changed,
        RowState.UNCHANGED: batch.unchanged,
        RowState.REFUSED: batch.refused,
    }
    every = Tab(_("All rows"), address(query, rader=None, sida=None), state is None, sum(counts.values()))
    return (
        every,
        *(
            Tab(STATES[each], address(query, rader=each.value, sida=None), state is each, number)
            for each, number in counts.items()
        ),
    )


def news(found: Ledger) -> tuple[str, ...]:
    """Return what else the file brings with it."""
    lines = []
    if found.new_assignments:
        lines.append(_("The file brings assignments: %(codes)s.") % {"codes": ", ".join(found.new_assignments)})
    if found.new_respondents:
        words = ngettext(
            "%(n)d person has not answered before.", "%(n)d persons have not answered before.", found.new_respondents
        )
        lines.append(words % {"n": found.new_respondents})
    return tuple(lines)


def shown_row(row: LedgerRow) -> ShownRow:
    """Return one row in words."""
    place = " · ".join(part for part in (row.assignment, row.area, row.respondent) if part)
    return ShownRow(
        number=str(row.number) if row.number else "",
        badge=ledger_badge(row.state.value),
        place=place,
        emotion=emotion_words(row.emotion) if row.state is not RowState.REFUSED else "",
        tags=row.tags,
        text=row.text,
        changes=tuple(shown_change(change) for change in row.changes),
        problems=tuple(shown_problem(problem) for problem in row.problems),
    )


def shown_change(change: Change) -> ShownChange:
    """Return what changes into what; nothing at all is said to be nothing."""
    nothing = _("(nothing)")
    return ShownChange(
        str(FIELDS[change.field]), change.old or nothing, change.new or nothing, hidden=change.old is None
    )


class AnyProblem(Protocol):
    """What is wrong with one value of a file, whichever room says so."""

    @property
    def column(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def expected(self) -> str: ...
    @property
    def values(self) -> Mapping[str, object]: ...


class AnyNote(Protocol):
    """A remark about how a file was read, whichever room says so."""

    @property
    def message(self) -> str: ...
    @property
    def values(self) -> Mapping[str, object]: ...


def shown_problem(problem: AnyProblem) -> ShownProblem:
    """Return what is wrong, with lists in running text."""
    values = in_words(problem.values)
    return ShownProblem(problem.column, problem.value, said(problem.message, values), said(problem.expected, values))


def note_words(note: AnyNote) -> str:
    """Return a remark on how the file was read."""
    return said(note.message, in_words(note.values))


def to_mend(rows: Iterable[LedgerRow]) -> Grid:
    """Return every problem as a table: row, column, value, what is wrong, what was expected."""
    headings: Sequence[str] = (_("Row"), _("Column"), _("Value"), _("What is wrong"), _("Expected"))
    lines = [
        (problem.row, shown.column, shown.value, shown.message, shown.expected)
        for row in rows
        for problem, shown in zip(row.problems, map(shown_problem, row.problems), strict=True)
    ]
    return Grid(title=_("To mend"), columns=tuple(Column(heading) for heading in headings), rows=lines)
