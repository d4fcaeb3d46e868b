"""The tables of tags, by assignment and by area, and the table of measures by area, as they are shown."""

from fractions import Fraction

from django.utils.translation import gettext as _

from kedjan.reflection.service import Cell, Heading, Part, Row, Show, Table
from kedjan_statistics.figure import round_half_away
from kedjan_web.rounds.links import TextLinks
from kedjan_web.rounds.tables.view import SIGNS, Group, Head, LegendLine, Line, Shown, ShownTable
from kedjan_web.rounds.tables.words import (
    absence,
    absence_words,
    fact_lines,
    group_text,
    heading_text,
    heading_words,
    in_per_cent,
    is_difference,
    is_measure,
    mark_words,
    note_words,
    rule_lines,
    show_note,
    whole,
    written,
)


def shown_tags(table: Table, show: Show, *, area: str = "") -> ShownTable:
    """Return a table with tags as rows."""
    turned = table if table.rows and table.rows[0].heading.part is Part.TAG else transposed(table)
    links = TextLinks(table.round)
    loops = next((row for row in turned.rows if row.heading.key == "loops"), None)
    heads = tuple(
        Head(
            heading_text(column),
            heading_words(column),
            written(loops.cells[place].value) if loops else "",
            apart=column.part is Part.TOTAL,
        )
        for place, column in enumerate(turned.columns)
    )
    return ShownTable(
        key=table.key,
        caption=_(table.title) + (f": {area}" if area else ""),
        note=show_note(show),
        corner=_("Tag"),
        heads=heads,
        lines=tuple(line(row, turned.columns, links) for row in turned.body),
        closing=tuple(line(row, turned.columns, links) for row in turned.closing),
        rule=rule_lines(table.legend),
        legend=legend(turned),
        notes=tuple(note_words(note) for note in table.notes),
        foot=fact_lines(table.facts),
        assignments=titles(turned.columns),
    )


def shown_measures(table: Table) -> ShownTable:
    """Return the table of measures: assignments as rows, and under each area its three measures."""
    links = TextLinks(table.round)
    starts = [place for place, column in enumerate(table.columns) if place % 3 == 0]
    total = next((row for row in table.rows if row.closing), None)
    groups = tuple(
        Group(
            group_text(table.columns[place]),
            3,
            written(total.cells[place].value) if total else "",
        )
        for place in starts
    )
    heads = tuple(
        Head(short(column), f"{group_text(column)}: {heading_text(column)}", apart=place % 3 == 0 and place > 0)
        for place, column in enumerate(table.columns)
    )
    return ShownTable(
        key=table.key,
        caption=_(table.title),
        note=_("Number of reflections, tags per reflection, mean emotion from −2 to 2"),
        corner=_("Assignment"),
        heads=heads,
        groups=groups,
        lines=tuple(line(row, table.columns, links, every=3) for row in table.body),
        closing=tuple(line(row, table.columns, links, every=3) for row in table.closing),
        legend=legend(table),
        notes=tuple(note_words(note) for note in table.notes),
        foot=fact_lines(table.facts),
        assignments=titles([row.heading for row in table.rows]),
    )


def short(measure: Heading) -> str:
    """Return a measure's heading for a narrow column; the note below the caption says it whole."""
    names = {"loops": _("Number"), "tags_per_loop": _("Tags"), "emotion": _("Emotion")}
    return names[measure.key.rsplit("|", 1)[-1]]


def transposed(table: Table) -> Table:
    """Return the table with rows for columns: the measures then stand last, as closing rows."""
    rows = tuple(
        Row(column, tuple(row.cells[place] for row in table.rows), closing=is_measure(column))
        for place, column in enumerate(table.columns)
    )
    return Table(
        table.key,
        table.round,
        table.title,
        tuple(row.heading for row in table.rows),
        rows,
        table.legend,
        table.facts,
        table.values,
        table.notes,
    )


def line(row: Row, columns: tuple[Heading, ...], links: TextLinks, *, every: int = 0) -> Line:
    """Return a row with its cells; `every` sets the columns of groups apart."""
    name = heading_text(row.heading)
    whole_name = heading_words(row.heading)
    cells = tuple(
        shown_cell(
            cell,
            links,
            f"{whole_name}, {heading_words(column)}" + (f", {group_text(column)}" if every else ""),
            apart=column.part is Part.TOTAL or bool(every and place and place % every == 0),
        )
        for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
    )
    return Line(name, cells, "" if whole_name == name else row.heading.title)


def shown_cell(cell: Cell, links: TextLinks, place: str, *, apart: bool) -> Shown:
    """Return a cell: its figure, how many of how many, its mark, and the way to its texts where there are any."""
    text = written(cell.value, decimals=cell.decimals, percent=cell.percent)
    kind = absence(cell.value)
    if kind:
        return Shown(text, spoken=absence_words(cell.value), absent=kind, apart=apart, raw=cell.value)
    mark, words = mark_words(over=cell.over) if cell.marked else ("", "")
    return Shown(
        text,
        url="" if cell.hits == 0 else links.to(cell.texts),
        spoken=f"{said_whole(cell, text)}, {place}",
        mark=mark,
        mark_words=words,
        apart=apart,
        raw=in_per_cent(cell.value) if cell.percent else cell.value,
    )


def said_whole(cell: Cell, text: str) -> str:
    """Return a figure with its unit and its denominator."""
    unit = " %" if cell.percent and not is_difference(cell.value) else ""
    if cell.percent and is_difference(cell.value):
        unit = " " + _("percentage points")
    if cell.hits is None or cell.of is None:
        return text + unit
    behind = _("%(hits)s of %(of)s reflections") % {"hits": whole(cell.hits), "of": whole(cell.of)}
    if cell.interval and unit == " %":
        low, high = (round_half_away(Fraction(limit) * 100, 0) for limit in (cell.interval.low, cell.interval.high))
        behind += ", " + _("interval %(low)s–%(high)s %%") % {"low": low, "high": high}
    return f"{text}{unit} ({behind})"


def legend(table: Table) -> tuple[LegendLine, ...]:
    """Return the signs that occur in the table, each with its words."""
    met: dict[str, str] = {}
    for row in table.rows:
        for cell in row.cells:
            if cell.marked:
                kind, words = mark_words(over=cell.over)
                met.setdefault(SIGNS[kind], words)
            elif absence(cell.value):
                met.setdefault(written(cell.value), absence_words(cell.value))
    return tuple(LegendLine(sign, words) for sign, words in met.items())


def titles(headings: tuple[Heading, ...] | list[Heading]) -> tuple[tuple[str, str], ...]:
    """Return the assignments that the table calls by their codes, with their titles."""
    return tuple((each.name, each.title) for each in headings if each.part is Part.ASSIGNMENT and each.title)
