"""Shared tables as rows to show: on a page with scopes and signs, and in documents."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from django.utils.translation import gettext as _

from kedjan.reports import service as reports
from kedjan_formats import document as neutral
from kedjan_statistics.figure import Figure, Hidden, Missing, shown
from kedjan_web.components.dates import day_in_text

WIDEST = 10
"""Columns of figures that an upright page has room for."""
SPREAD = (3, 4, 2, 4, 2, 2)
"""How the width is shared where two columns hold the names of areas."""
NO_FIGURE = reports.Cell("missing")
MARK = neutral.Mark("●", "#dbe8f4", "")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell's text, its sign and what is read aloud for an absence."""

    text: str
    marked: bool = False
    absent: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its heading; `closing` rows stand below."""

    head: str
    cells: tuple[ShownCell, ...]
    closing: bool


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table for a page: `groups` are headings over several columns, as (text, columns)."""

    caption: str
    corner: str
    groups: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    notes: tuple[str, ...]
    absences: tuple[tuple[str, str], ...]
    marked: bool

    @property
    def body(self) -> tuple[ShownRow, ...]:
        return tuple(row for row in self.rows if not row.closing)

    @property
    def closing(self) -> tuple[ShownRow, ...]:
        return tuple(row for row in self.rows if row.closing)


def page_table(table: reports.Table) -> PageTable:
    """Return a table as a page shows it."""
    if table.kind == "emotion_spread":
        return spread_table(table)
    rows = tuple(ShownRow(row.head.name, tuple(_cell(cell) for cell in row.cells), row.closing) for row in table.rows)
    absences = {cell.text: cell.absent for row in rows for cell in row.cells if cell.absent}
    return PageTable(
        table.caption,
        table.corner,
        groups(table),
        tuple(head.name for head in table.columns),
        rows,
        notes(table),
        tuple(absences.items()),
        any(cell.marked for row in rows for cell in row.cells),
    )


def spread_table(table: reports.Table) -> PageTable:
    """Return the table of lowest and highest emotion: at each end the areas with their n, and the mean."""
    rows = []
    for row in table.rows:
        across = list(zip(table.columns[:-1], row.cells[:-1], strict=True))
        means = [(head.name, cell) for head, cell in across if cell.kind == "figure"]
        ends = [_end(means, end) for end in (min, max)] if means else [(_cell(NO_FIGURE), _cell(NO_FIGURE))] * 2
        cells = (*(cell for end in ends for cell in end), _cell(row.cells[-1]))
        rows.append(ShownRow(row.head.name, cells, row.closing))
    hidden = {cell.text: cell.absent for row in rows for cell in row.cells if cell.absent}
    columns = (_("Lowest"), _("Mean"), _("Highest"), _("Mean"), _("Difference"))
    return PageTable(
        table.caption, table.corner, (), columns, tuple(rows), notes(table), tuple(hidden.items()), marked=False
    )


def _end(means: list[tuple[str, reports.Cell]], end: Callable[[Iterable[Fraction]], Fraction]) -> tuple[ShownCell, ...]:
    size = end(Fraction(cell.numerator, cell.denominator) for _name, cell in means)
    there = [(name, cell) for name, cell in means if Fraction(cell.numerator, cell.denominator) == size]
    names = ", ".join(f"{name} (n {cell.denominator})" for name, cell in there)
    return ShownCell(names), _cell(there[0][1])


def document_tables(table: reports.Table) -> Iterator[neutral.Table]:
    """Yield a table as documents show it; one too wide for a page is divided between its groups of columns."""
    if pieces_of(table) == 1:
        yield document_table(table)
        return
    parts = list(_divided(table))
    for number, part in enumerate(parts, start=1):
        caption = _("%(caption)s (%(number)d of %(count)d)") % {
            "caption": table.caption,
            "number": number,
            "count": len(parts),
        }
        kept = notes(table) if number == len(parts) else ()
        yield replace(document_table(replace(part, caption=caption)), notes=kept)


def pieces_of(table: reports.Table) -> int:
    """Return how many tables it is in documents."""
    spans = groups(table)
    return -(-len(spans) // _share(table)) if len(table.columns) > WIDEST and spans else 1


def _share(table: reports.Table) -> int:
    """Return how many groups of columns each piece of a wide table has."""
    return -(-len(groups(table)) // -(-len(table.columns) // WIDEST))


def _divided(table: reports.Table) -> Iterator[reports.Table]:
    spans = [span for _group, span in groups(table)]
    share, place = _share(table), 0
    for first in range(0, len(spans), share):
        end = place + sum(spans[first : first + share])
        rows = tuple(replace(row, cells=row.cells[place:end]) for row in table.rows)
        yield replace(table, columns=table.columns[place:end], rows=rows)
        place = end


def document_table(table: reports.Table) -> neutral.Table:
    """Return a table in one piece: one or two heading rows, signs with their meaning, notes below."""
    over = groups(table)
    shown_table = page_table(table)
    columns: tuple[neutral.HeadCell | str, ...] = (table.corner, *shown_table.columns)
    first: tuple[neutral.HeadCell | str, ...] = ("", *(neutral.HeadCell(text, span) for text, span in over))
    mark = neutral.Mark(MARK.symbol, MARK.colour, _("Among the largest"))
    return neutral.Table(
        caption=table.caption,
        head=(first, columns) if over else (columns,),
        rows=tuple(
            neutral.Row((row.head, *(_document_cell(cell, mark) for cell in row.cells)), row.closing)
            for row in shown_table.rows
        ),
        notes=(*(f"{sign} {meaning}" for sign, meaning in shown_table.absences), *notes(table)),
        widths=SPREAD if table.kind == "emotion_spread" else (),
    )


def groups(table: reports.Table) -> tuple[tuple[str, int], ...]:
    """Return the headings over several columns with how many each stands over; none where no column is grouped."""
    if not any(head.group for head in table.columns):
        return ()
    return tuple((group, len(list(heads))) for group, heads in groupby(table.columns, key=lambda head: head.group))


def notes(table: reports.Table) -> tuple[str, ...]:
    """Return what is said below a table: its own notes, the rule of marking, population and source."""
    facts = table.facts
    source = ", ".join(part for part in (facts.release_title, day_in_text(facts.shared_at)) if part)
    about = [
        (_("Population"), facts.population),
        (_("Definition"), facts.definition),
        (_("Source"), facts.source),
        (_("Shared"), source),
    ]
    said = (f"{term}: {text}" for term, text in about if text)
    return (*table.notes, *(text for text in (facts.rule, facts.threshold) if text), *said)


def _cell(cell: reports.Cell) -> ShownCell:
    value = cell.value
    text = shown(value, decimals=cell.decimals, percent=cell.percent)
    match value:
        case Figure():
            return ShownCell(text, bool(cell.sign))
        case Hidden(fewer_than=fewest):
            return ShownCell(text, absent=_("Not shown: fewer than %(limit)d persons") % {"limit": fewest})
        case Missing():
            return ShownCell(text, absent=_("No figure is available"))
    return ShownCell(text, absent=_("Not applicable"))


def _document_cell(cell: ShownCell, mark: neutral.Mark) -> neutral.Cell:
    return neutral.Cell(cell.text, mark if cell.marked else None, absent=bool(cell.absent))
