"""Pictures of shared tables, drawn from what is kept in the report."""

from fractions import Fraction

from django.utils.translation import gettext as _

from kedjan.reports import service as reports
from kedjan_formats import pictures
from kedjan_formats.pictures import (
    HeatCell,
    HeatRow,
    HeatText,
    Layout,
    MultiplesText,
    PlainRow,
    Series,
    ShareRow,
    ShareText,
)
from kedjan_statistics.figure import Figure, Value
from kedjan_statistics.uncertainty import wilson
from kedjan_web.reports import pictures_of_emotion as emotions
from kedjan_web.reports.words import picture_words as words


def drawn(shown: reports.ShownPicture, *, key: str, layout: Layout) -> pictures.Picture:
    """Return the picture that a block shows; `key` begins its ids and is unique on the page."""
    match shown.drawing:
        case reports.BARS:
            return bars(shown, key=key, layout=layout)
        case reports.MULTIPLES:
            return multiples(shown.table, key=key, layout=layout)
        case reports.ENDS:
            return emotions.ends(shown.table, key=key, layout=layout)
        case reports.STEPS:
            return emotions.steps(shown.table, key=key, layout=layout)
        case reports.CURVE:
            return emotions.curve(shown.table, key=key, layout=layout)
    return heat(shown.table, key=key, layout=layout)


def heat(table: reports.Table, *, key: str, layout: Layout) -> pictures.Picture:
    """A heat table of shares; what sums up stands below without colour."""
    return pictures.heat_table(
        key=key,
        title=table.caption,
        description=_("Each cell is coloured by its share. %(about)s") % {"about": largest_said(table)},
        columns=[_column(head) for head in table.columns],
        rows=[
            HeatRow(row.head.name, tuple(HeatCell(cell.value, bool(cell.sign)) for cell in row.cells))
            for row in table.rows
            if not row.closing
        ],
        texts=HeatText(table.corner, _("share of reflections, per cent"), _("among the largest")),
        words=words(table),
        totals=sum(head.total for head in table.columns),
        below=[_plain(row) for row in table.rows if row.closing],
        layout=layout,
    )


def bars(shown: reports.ShownPicture, *, key: str, layout: Layout) -> pictures.Picture:
    """One column's shares as bars from the largest, with their intervals."""
    table = shown.table
    place = next(n for n, head in enumerate(table.columns) if head.key == shown.about)
    rows = [(row.head.name, row.cells[place].value) for row in table.rows if not row.closing]
    ordered = sorted(rows, key=lambda each: _size(each[1]), reverse=True)
    return pictures.share_bars(
        key=key,
        title=f"{table.caption}: {_column(table.columns[place])}",
        description=_("Bars from the largest share to the smallest, each with its 95 per cent interval."),
        rows=[_share_row(name, value) for name, value in ordered],
        texts=ShareText(table.corner, _("Share of them"), _("Interval"), _("Reflections")),
        words=words(table),
        layout=layout,
    )


def multiples(table: reports.Table, *, key: str, layout: Layout) -> pictures.Picture:
    """Means by group, one small chart for each."""
    body = [row for row in table.rows if not row.closing]
    return pictures.small_multiples(
        key=key,
        title=f"{reports.mean_columns(table)[0][1].name}: {table.caption}",
        description=_("One chart for each group on a common scale. Gaps are numbers that are not shown."),
        columns=[row.head.name for row in body],
        series=[
            Series(head.group or head.name, tuple(row.cells[place].value for row in body))
            for place, head in reports.mean_columns(table)
        ],
        texts=MultiplesText(_("Group"), _("mean"), _("the other groups")),
        words=words(table),
        bounds=(Fraction(-2), Fraction(2)),
        layout=layout,
    )


def largest_said(table: reports.Table) -> str:
    """Say in words which cells are marked, the largest three by name."""
    marked = [
        (cell.value, row.head.name, _column(head))
        for row in table.rows
        for cell, head in zip(row.cells, table.columns, strict=True)
        if cell.sign and isinstance(cell.value, Figure)
    ]
    marked.sort(key=lambda each: _size(each[0]), reverse=True)
    if not marked:
        return _("No cell is marked.")
    named = "; ".join(f"{row}, {column}" for _value, row, column in marked[:3])
    return _("%(count)d cells are marked as the largest, first of them: %(named)s.") % {
        "count": len(marked),
        "named": named,
    }


def _share_row(name: str, value: Value) -> ShareRow:
    if not isinstance(value, Figure):
        return ShareRow(name, value)
    ends = wilson(value.numerator, value.denominator)
    return ShareRow(name, value, min(Fraction(ends.low), value.value), max(Fraction(ends.high), value.value))


def _size(value: Value) -> Fraction:
    return value.value if isinstance(value, Figure) else Fraction(-1)


def _column(head: reports.Head) -> str:
    return f"{head.group}: {head.name}" if head.group else head.name


def _plain(row: reports.Row) -> PlainRow:
    first = row.cells[0]
    decimals, percent = max(cell.decimals for cell in row.cells), first.percent
    return PlainRow(row.head.name, tuple(cell.value for cell in row.cells), decimals, percent)
