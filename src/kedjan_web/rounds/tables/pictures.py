"""The tables as pictures: heat tables, small multiples, distributions, the response curve. Each in two widths."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kedjan.reflection.service import Cell, Curve, Distributions, Part, Show, Spread, Table, TextFilter
from kedjan_formats import pictures
from kedjan_formats.pictures import Layout, Picture
from kedjan_statistics.figure import Missing, Value, count
from kedjan_web.rounds.emotions import STEPS
from kedjan_web.rounds.links import TextLinks
from kedjan_web.rounds.tables.tags import transposed
from kedjan_web.rounds.tables.words import group_text, heading_text, mark_words, picture_words, show_note

EMOTION_DIFFERENCES = pictures.diverging(Fraction(1, 4), Fraction(1, 2), Fraction(1))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture for a wide page and one for a phone; the page shows one of them."""

    title: str
    wide: SafeString
    narrow: SafeString


def drawn(draw: Callable[[str, Layout], Picture], wide_layout: Layout = Layout.WIDE, key: str = "bild") -> Drawn:
    """Draw in both widths, with keys of their own; `key` tells the pictures of a page apart."""
    wide, narrow = draw(key, wide_layout), draw(f"{key}-smal", Layout.NARROW)
    return Drawn(wide.title, mark_safe(wide.svg), mark_safe(narrow.svg))  # noqa: S308  cleaned by the drawing


def tag_heat(table: Table, show: Show, *, area: str = "", key: str = "bild") -> Drawn:
    """Draw tags as rows, coloured by size, or by how far they are from the whole table."""
    turned = table if table.rows and table.rows[0].heading.part is Part.TAG else transposed(table)
    links = TextLinks(table.round)
    biggest = max((cell.hits or 0 for row in turned.body for cell in row.cells), default=0)
    scale = {
        Show.SHARES: pictures.SHARES,
        Show.COUNTS: pictures.counting(max(5, biggest)),
        Show.DEVIATION: pictures.DIFFERENCES,
    }[show]
    rows = [
        pictures.HeatRow(row.heading.name, tuple(heat_cell(cell, links) for cell in row.cells)) for row in turned.body
    ]
    below = [
        pictures.PlainRow(heading_text(row.heading), tuple(cell.value for cell in row.cells), row.cells[0].decimals)
        for row in turned.closing
        if row.heading.key in {"loops", "emotion"}
    ]
    totals = [place for place, column in enumerate(turned.columns) if column.part is Part.TOTAL]
    order = sorted(range(len(turned.columns)), key=lambda place: place in totals)
    marks = [mark_words(over=cell.over)[1] for row in turned.body for cell in row.cells if cell.marked]
    return drawn(
        lambda name, layout: pictures.heat_table(
            key=name,
            title=_(table.title) + (f": {area}" if area else ""),
            description=_(
                "Each row is a tag. The deeper the colour, the more it is used. Every cell leads to its texts."
            ),
            columns=[heading_text(turned.columns[place]) for place in order],
            rows=[pictures.HeatRow(row.label, tuple(row.cells[place] for place in order)) for row in rows],
            texts=pictures.HeatText(
                corner=_("Tag"), unit=show_note(show), marked=_("marked: %(words)s") % {"words": both(marks)}
            ),
            words=picture_words(),
            scale=scale,
            percent=show is not Show.COUNTS,
            totals=len(totals),
            below=[
                pictures.PlainRow(row.label, tuple(row.values[place] for place in order), row.decimals) for row in below
            ],
            layout=layout,
        ),
        key=key,
    )


def both(words: Sequence[str]) -> str:
    """Return each of the words once."""
    return ", ".join(dict.fromkeys(words)) or mark_words(over=None)[1]


def heat_cell(cell: Cell, links: TextLinks) -> pictures.HeatCell:
    """Return a cell of the picture with its way to the texts."""
    return pictures.HeatCell(cell.value, cell.marked, "" if cell.hits == 0 else links.to(cell.texts))


def emotion_multiples(table: Table, *, key: str = "bild") -> Drawn:
    """Draw the mean emotion of each assignment, one small chart for each area."""
    places = [place for place, column in enumerate(table.columns) if column.key.endswith("|emotion")]
    body = table.body
    series = [
        pictures.Series(
            group_text(table.columns[place]),
            tuple(row.cells[place].value for row in body),
            whole_area(table, place),
        )
        for place in places
    ]
    return drawn(
        lambda name, layout: pictures.small_multiples(
            key=name,
            title=_("Mean emotion in each service area"),
            description=_("One small chart for each area, with the others pale behind it. All have the same scale."),
            columns=[row.heading.name for row in body],
            series=series,
            texts=pictures.MultiplesText(_("Service area"), _("Mean emotion"), _("The other areas")),
            words=picture_words(),
            layout=layout,
        ),
        key=key,
    )


def whole_area(table: Table, place: int) -> str:
    """Return the address of an area's texts on every assignment; empty where there are none, or none to be read."""
    cells = [row.cells[place] for row in table.closing]
    return TextLinks(table.round).to(cells[0].texts) if cells and cells[0].hits != 0 else ""


def spread_heat(spread: Spread, means: Table) -> Drawn:
    """Draw the mean emotion of each assignment and area, with the lowest and the highest marked."""
    links = TextLinks(spread.round)
    columns = [(place, c) for place, c in enumerate(means.columns) if c.key.endswith("|emotion") and place > 2]
    ends = {row.assignment: {*row.lowest.areas, *row.highest.areas} for row in spread.rows}
    left_out = {row.assignment: set(row.too_few) for row in spread.rows}

    def cell(code: str, place: int, area: str, found: Cell) -> pictures.HeatCell:
        value: Value = Missing("too_few") if area in left_out.get(code, set()) else found.value
        return pictures.HeatCell(value, area in ends.get(code, set()), links.to(found.texts))

    rows = [
        pictures.HeatRow(
            f"{row.heading.name} {row.heading.title}".rstrip(),
            tuple(cell(row.heading.name, place, column.group, row.cells[place]) for place, column in columns),
        )
        for row in means.body
    ]
    return drawn(
        lambda key, layout: pictures.heat_table(
            key=key,
            title=_("Emotion: lowest and highest"),
            description=_(
                "Mean emotion of each assignment and area. The lowest and the highest in each row are marked."
            ),
            columns=[column.group for _place, column in columns],
            rows=rows,
            texts=pictures.HeatText(_("Assignment"), _("Mean emotion"), _("lowest or highest in the row")),
            words=replace(picture_words(), missing=_("too few answers")),
            scale=EMOTION_DIFFERENCES,
            decimals=1,
            percent=False,
            layout=layout,
        )
    )


def emotion_bars(found: Distributions) -> Drawn:
    """Draw the five steps of emotion as one bar for each assignment or area."""
    links = TextLinks(found.round)
    rows = [
        pictures.EmotionRow(
            f"{heading_text(item.heading)} {item.heading.title}".rstrip(),
            item.steps,
            links.to(replace(item.texts[0], emotion=tuple(STEPS))) if sum(item.steps) else "",
        )
        for item in found.items
    ]
    by_area = any(item.heading.part is Part.AREA for item in found.items)
    lowest, low, middle, high, highest = (str(words) for words in STEPS.values())
    return drawn(
        lambda key, layout: pictures.emotion_distribution(
            key=key,
            title=_("Distribution of emotion"),
            description=_("Each bar is all reflections with an emotion, from the most negative to the most positive."),
            rows=rows,
            texts=pictures.EmotionText(
                _("Service area") if by_area else _("Assignment"),
                (lowest, low, middle, high, highest),
                pgettext("number of answers", "Answers"),
                _("Mean"),
            ),
            words=picture_words(),
            layout=layout,
        )
    )


def curve_picture(curve: Curve, wide_layout: Layout = Layout.WIDE) -> Drawn | None:
    """Draw the response curve; nothing where nobody is said to have been asked, or more answered than were asked."""
    if not curve.invited or any(point.loops > curve.invited for point in curve.points):
        return None
    links, invited = TextLinks(curve.round), curve.invited
    points = [
        pictures.ResponsePoint(
            point.assignment, count(point.loops), invited, links.to(TextFilter(point.assignment)) if point.loops else ""
        )
        for point in curve.points
    ]
    return drawn(
        lambda key, layout: pictures.response_curve(
            key=key,
            title=_("Response curve"),
            description=_("How many reflections each assignment got, under the number asked."),
            points=points,
            texts=pictures.ResponseText(
                corner=_("Assignment"),
                answers=_("Reflections"),
                invited=_("Asked"),
                rate=_("Rate"),
                alarm=_("Half of those asked"),
                below=_("The first under half"),
            ),
            words=picture_words(),
            layout=layout,
        ),
        wide_layout,
    )
