"""Pictures of shared tables of emotion and participation, drawn from what was shared and nothing else."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kedjan.releases import service as releases
from kedjan_formats import pictures
from kedjan_statistics.figure import Figure, NotApplicable, Value
from kedjan_web.rounds.emotions import STEPS
from kedjan_web.rounds.tables.pictures import EMOTION_DIFFERENCES, Drawn, drawn
from kedjan_web.rounds.tables.words import picture_words
from kedjan_web.sharing.emotions import row_text


def distribution(shared: releases.SharedTable, key: str) -> Drawn:
    """Draw the five steps of emotion as one bar for each row; what is hidden is hatched."""
    by_area = any(row.part == "area" for row in shared.rows)
    lowest, low, middle, high, highest = (str(words) for words in STEPS.values())
    rows = [emotion_row(shared, row) for row in shared.rows]
    return drawn(
        lambda name, layout: pictures.emotion_distribution(
            key=name,
            title=_(shared.title),
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
        ),
        key=key,
    )


def emotion_row(shared: releases.SharedTable, row: releases.Heading) -> pictures.EmotionRow:
    """Return a row's steps, or why they are not shown: they are given together or not at all."""
    values: list[Value] = [shared.places[row.key, f"step:{step}"].value for step in STEPS]
    absent = next((value for value in values if not isinstance(value, Figure)), None)
    if absent is not None:
        return pictures.EmotionRow(row_text(row), absent)
    lowest, low, middle, high, highest = (value.numerator for value in values if isinstance(value, Figure))
    return pictures.EmotionRow(row_text(row), (lowest, low, middle, high, highest))


def curve(shared: releases.SharedTable, key: str) -> Drawn | None:
    """Draw the response curve; nothing where it is not told how many were asked, or more answered than were asked."""
    rates = [shared.places[row.key, "rate"].value for row in shared.rows]
    invited = next((rate.denominator for rate in rates if isinstance(rate, Figure)), 0)
    if not invited or any(isinstance(rate, Figure) and rate.value > 1 for rate in rates):
        return None
    points = [
        pictures.ResponsePoint(row_text(row), shared.places[row.key, "loops"].value, invited) for row in shared.rows
    ]
    return drawn(
        lambda name, layout: pictures.response_curve(
            key=name,
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
        key=key,
    )


def spread(shared: releases.SharedTable, key: str) -> Drawn:
    """Draw the lowest and the highest mean of each row; the areas between them have no figure."""
    areas = [column for column in shared.columns if column.part == "area"]
    between = releases.Given(NotApplicable())
    rows = [
        pictures.HeatRow(
            row_text(row),
            tuple(pictures.HeatCell(shared.places.get((row.key, area.key), between).value) for area in areas),
        )
        for row in shared.rows
    ]
    return drawn(
        lambda name, layout: pictures.heat_table(
            key=name,
            title=_("Emotion: lowest and highest"),
            description=_("The lowest and the highest mean emotion of each assignment. Areas between have no figure."),
            columns=[area.name for area in areas],
            rows=rows,
            texts=pictures.HeatText(_("Assignment"), _("Mean emotion"), ""),
            words=replace(picture_words(), not_applicable=_("between the lowest and the highest")),
            scale=EMOTION_DIFFERENCES,
            decimals=1,
            percent=False,
            layout=layout,
        ),
        key=key,
    )
