"""Pictures of shared tables of emotion and participation, drawn from what is kept in the report."""

from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kedjan.reports import service as reports
from kedjan_formats import pictures
from kedjan_formats.pictures import Layout
from kedjan_statistics.figure import Figure
from kedjan_web.reports.words import picture_words
from kedjan_web.rounds.emotions import STEPS

DIFFERENCES = pictures.diverging(Fraction(1, 4), Fraction(1, 2), Fraction(1))


def ends(table: reports.Table, *, key: str, layout: Layout) -> pictures.Picture:
    """The lowest and the highest mean of each row; the areas between them have no figure."""
    return pictures.heat_table(
        key=key,
        title=table.caption,
        description=_("The lowest and the highest mean emotion of each assignment. Areas between have no figure."),
        columns=[head.name for head in table.columns[:-1]],
        rows=[
            pictures.HeatRow(row.head.name, tuple(pictures.HeatCell(cell.value) for cell in row.cells[:-1]))
            for row in table.rows
        ],
        texts=pictures.HeatText(table.corner, _("Mean emotion"), ""),
        words=replace(picture_words(table), not_applicable=_("between the lowest and the highest")),
        scale=DIFFERENCES,
        decimals=1,
        percent=False,
        layout=layout,
    )


def steps(table: reports.Table, *, key: str, layout: Layout) -> pictures.Picture:
    """The five steps of emotion as one bar for each row; what is hidden is hatched."""
    lowest, low, middle, high, highest = (str(words) for words in STEPS.values())
    return pictures.emotion_distribution(
        key=key,
        title=table.caption,
        description=_("Each bar is all reflections with an emotion, from the most negative to the most positive."),
        rows=[_steps_of(row) for row in table.rows],
        texts=pictures.EmotionText(
            table.corner,
            (lowest, low, middle, high, highest),
            pgettext("number of answers", "Answers"),
            _("Mean"),
        ),
        words=picture_words(table),
        layout=layout,
    )


def _steps_of(row: reports.Row) -> pictures.EmotionRow:
    values = [cell.value for cell in row.cells[:5]]
    absent = next((value for value in values if not isinstance(value, Figure)), None)
    if absent is not None:
        return pictures.EmotionRow(row.head.name, absent)
    lowest, low, middle, high, highest = (cell.numerator for cell in row.cells[:5])
    return pictures.EmotionRow(row.head.name, (lowest, low, middle, high, highest))


def curve(table: reports.Table, *, key: str, layout: Layout) -> pictures.Picture:
    """How many answered each assignment, under the number asked."""
    invited = next(row.cells[-1].denominator for row in table.rows if row.cells[-1].kind == "figure")
    return pictures.response_curve(
        key=key,
        title=table.caption,
        description=_("How many reflections each assignment got, under the number asked."),
        points=[pictures.ResponsePoint(row.head.name, row.cells[0].value, invited) for row in table.rows],
        texts=pictures.ResponseText(
            corner=table.corner,
            answers=_("Reflections"),
            invited=_("Asked"),
            rate=_("Rate"),
            alarm=_("Half of those asked"),
            below=_("The first under half"),
        ),
        words=picture_words(table),
        layout=layout,
    )
