"""Shared tables of emotion and participation, in the shape that the tables of rounds have."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from kedjan.releases import service as releases
from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Value
from kedjan_web.rounds.emotions import STEPS
from kedjan_web.rounds.tables.view import SIGNS, Head, LegendLine, Line, Shown, ShownTable
from kedjan_web.rounds.tables.words import absence, absence_words, in_per_cent, whole, written

HALF = 0.5


def shown_distribution(shared: releases.SharedTable) -> ShownTable:
    """Return how many reflections gave each step of emotion, with how many gave one and their mean."""
    names = [*(Head(str(step).replace("-", "−"), str(words)) for step, words in STEPS.items())]
    names += [
        Head(_("None"), _("No emotion given")),
        Head(_("Answers"), _("Answers with an emotion"), apart=True),
        Head(_("Mean"), _("Mean emotion")),
    ]
    by_area = any(row.part == "area" for row in shared.rows)
    lines = {row.key: Line(row_text(row), tuple(cells(shared, row, apart={6})), "") for row in shared.rows}
    return ShownTable(
        key=shared.key,
        caption=_(shared.title),
        note=_("Number of reflections at each step, from −2 very negative to 2 very positive"),
        corner=_("Service area") if by_area else _("Assignment"),
        heads=tuple(names),
        lines=tuple(lines[row.key] for row in shared.rows if not row.closing),
        closing=tuple(lines[row.key] for row in shared.rows if row.closing),
        legend=hidden_legend(shared),
    )


def shown_curve(shared: releases.SharedTable) -> ShownTable:
    """Return how many answered each assignment, of those asked; under half is marked."""
    lines = []
    for row in shared.rows:
        loops, rate = cells(shared, row)
        value = shared.places[row.key, "rate"].value
        if isinstance(value, Figure) and value.value < HALF:
            rate = cell(value, percent=True, mark=("under", _("under half answered")))
        lines.append(Line(row_text(row), (loops, rate)))
    alarmed = any(each.mark for line in lines for each in line.cells)
    marked = (LegendLine(SIGNS["under"], _("under half answered")),) if alarmed else ()
    return ShownTable(
        key=shared.key,
        caption=_("Response curve"),
        note=_("Reflections for each assignment, and what per cent they are of those asked"),
        corner=_("Assignment"),
        heads=(Head(_("Reflections")), Head(_("Rate, per cent"))),
        lines=tuple(lines),
        legend=(*marked, *hidden_legend(shared)),
    )


def shown_spread(shared: releases.SharedTable) -> ShownTable:
    """Return where the emotion is lowest and highest; n is the number of reflections with an emotion."""
    gaps = [value.value for row in shared.rows if isinstance(value := difference(shared, row), Figure)]
    widest = max(gaps, default=None)
    lines = []
    for row in shared.rows:
        gap = difference(shared, row)
        marked = isinstance(gap, Figure) and gap.value == widest and widest != 0
        mark = ("largest", _("the largest difference")) if marked else ("", "")
        ends_of_row = ends(shared, row)
        found = [each for end in ends_of_row for each in end_cells(end)]
        if not any(ends_of_row):
            found = [cell(Missing(), apart=place == 2) for place in range(4)]
        lines.append(Line(row_text(row), (*found, cell(gap, decimals=1, apart=True, mark=mark))))
    largest = (LegendLine(SIGNS["largest"], _("the largest difference")),) if any(gaps) else ()
    return ShownTable(
        key=shared.key,
        caption=_("Emotion: lowest and highest"),
        note=_("Mean emotion from −2 to 2; n is the number of reflections with an emotion."),
        corner=_("Assignment"),
        heads=(
            Head(_("Lowest"), is_text=True),
            Head(_("Mean"), _("Mean emotion where it is lowest")),
            Head(_("Highest"), apart=True, is_text=True),
            Head(_("Mean"), _("Mean emotion where it is highest")),
            Head(_("Difference"), apart=True),
        ),
        lines=tuple(lines),
        legend=largest,
    )


type End = list[tuple[str, Figure]]
"""The areas at one end of a row, each with its mean; none where nothing is shown."""


def ends(shared: releases.SharedTable, row: releases.Heading) -> tuple[End, End]:
    """Return the areas at the lowest and the highest end of a row."""
    means = [
        (column.name, given.value)
        for column in shared.columns
        if column.part == "area"
        and (given := shared.places.get((row.key, column.key)))
        and isinstance(given.value, Figure)
    ]
    if not means:
        return [], []
    sizes = [figure.value for _name, figure in means]
    low, high = ([each for each in means if each[1].value == end] for end in (min(sizes), max(sizes)))
    return low, high


def difference(shared: releases.SharedTable, row: releases.Heading) -> Value:
    """Return how far apart the two ends of a row are."""
    return shared.places[row.key, "difference"].value


def end_cells(end: End) -> tuple[Shown, Shown]:
    """Return the areas at one end, each with its n, and their common mean."""
    if not end:
        return cell(Missing()), cell(Missing())
    names = ", ".join(f"{area} (n {whole(figure.denominator)})" for area, figure in end)
    return Shown(names, is_text=True, raw=names), cell(end[0][1], decimals=1)


def not_compared(shared: releases.SharedTable) -> tuple[str, ...]:
    """Return which areas could not be compared on which assignments."""
    where: dict[str, list[str]] = {}
    for row in shared.rows:
        for column in shared.columns:
            given = shared.places.get((row.key, column.key))
            if given and isinstance(given.value, Hidden):
                where.setdefault(column.name, []).append(row.name)
    words = _("%(area)s is not compared on %(assignments)s: hidden, to protect few persons.")
    return tuple(words % {"area": area, "assignments": ", ".join(codes)} for area, codes in where.items())


def cells(shared: releases.SharedTable, row: releases.Heading, apart: Collection[int] = ()) -> list[Shown]:
    """Return the cells of a row in the order of the columns."""
    found = []
    for place, column in enumerate(shared.columns):
        given = shared.places.get((row.key, column.key), releases.Given(NotApplicable()))
        found.append(cell(given.value, decimals=given.decimals, percent=given.percent, apart=place in apart))
    return found


def cell(
    value: Value, *, decimals: int = 0, percent: bool = False, apart: bool = False, mark: tuple[str, str] = ("", "")
) -> Shown:
    """Return one figure as it stands in a table."""
    text = written(value, decimals=decimals, percent=percent).removeprefix("+")
    raw = in_per_cent(value) if percent else value
    spoken = absence_words(value)
    return Shown(text, spoken=spoken, mark=mark[0], mark_words=mark[1], absent=absence(value), apart=apart, raw=raw)


def hidden_legend(shared: releases.SharedTable) -> tuple[LegendLine, ...]:
    """Return the signs of absence that occur in a table, each with its words."""
    values: Sequence[Value] = [given.value for given in shared.places.values()]
    met = {written(value): absence_words(value) for value in values if absence(value)}
    return tuple(LegendLine(sign, words) for sign, words in met.items())


def row_text(row: releases.Heading) -> str:
    """Return the heading of a row: content as it is, messages translated."""
    return _(row.name) if row.is_message else row.name
