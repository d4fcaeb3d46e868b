"""The tables of emotion and of participation, as they are shown."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.reflection.service import Curve, Distribution, Distributions, Part, Spread, SpreadEnd, SpreadRow, TextFilter
from kedjan_statistics.figure import count
from kedjan_web.rounds.emotions import STEPS, emotion_words
from kedjan_web.rounds.links import TextLinks
from kedjan_web.rounds.tables.view import SIGNS, Head, LegendLine, Line, Shown, ShownTable
from kedjan_web.rounds.tables.words import (
    absence,
    absence_words,
    fact_lines,
    heading_text,
    heading_words,
    in_per_cent,
    not_open,
    whole,
    written,
)

type Groups = Mapping[str, tuple[str, ...]]


def shown_spread(spread: Spread, groups: Groups) -> ShownTable:
    """Return where the emotion is lowest and highest, with n of each area and the largest gap marked."""
    links = TextLinks(spread.round)
    heads = (
        Head(_("Lowest"), is_text=True),
        Head(_("Mean"), _("Mean emotion where it is lowest")),
        Head(_("Highest"), apart=True, is_text=True),
        Head(_("Mean"), _("Mean emotion where it is highest")),
        Head(_("Difference"), apart=True),
    )
    return ShownTable(
        key="emotion_spread",
        caption=_("Emotion: lowest and highest"),
        note=_("Mean emotion from −2 to 2; n is the number of persons who answered."),
        corner=_("Assignment"),
        heads=heads,
        lines=tuple(spread_line(row, links, groups, widest=row.assignment in spread.largest) for row in spread.rows),
        legend=(LegendLine(SIGNS["largest"], _("the largest difference")),) if spread.largest else (),
        notes=too_few(spread),
        foot=fact_lines(spread.facts),
    )


def spread_line(row: SpreadRow, links: TextLinks, groups: Groups, *, widest: bool) -> Line:
    """Return one assignment's lowest and highest."""
    cells = [
        *end_cells(row, row.lowest, links, groups, apart=False),
        *end_cells(row, row.highest, links, groups, apart=True),
    ]
    gap = written(row.difference, decimals=1).removeprefix("+")
    mark = ("largest", _("the largest difference")) if widest else ("", "")
    cells.append(
        Shown(
            gap, spoken=absence_words(row.difference), absent=absence(row.difference), mark=mark[0], mark_words=mark[1],
            apart=True, raw=row.difference,
        )
    )  # fmt: skip
    return Line(row.assignment, tuple(cells), row.title)


def end_cells(row: SpreadRow, end: SpreadEnd, links: TextLinks, groups: Groups, *, apart: bool) -> tuple[Shown, Shown]:
    """Return the areas at one end, each with its n, and their common mean with the way to their texts."""
    names = ", ".join(f"{area} (n {whole(n)})" for area, n in zip(end.areas, end.persons, strict=True))
    mean = written(end.value, decimals=1)
    members = tuple(dict.fromkeys(part for area in end.areas for part in groups.get(area, (area,))))
    url = links.to(TextFilter(row.assignment, members)) if end.areas else ""
    place = f"{mean}, {', '.join(end.areas)}, {row.assignment} {row.title}".strip()
    return (
        Shown(names or "–", is_text=True, apart=apart, raw=names),
        Shown(mean, url=url, spoken=absence_words(end.value) or place, absent=absence(end.value), raw=end.value),
    )


def too_few(spread: Spread) -> tuple[str, ...]:
    """Return which areas were left out of which rows, and why."""
    where: dict[str, list[str]] = {}
    for row in spread.rows:
        for area in row.too_few:
            where.setdefault(area, []).append(row.assignment)
    words = _("%(area)s is left out of %(assignments)s, since fewer than %(fewest)s persons answered.")
    return tuple(
        words % {"area": area, "assignments": ", ".join(codes), "fewest": spread.fewest_persons}
        for area, codes in where.items()
    )


def shown_distributions(found: Distributions) -> ShownTable:
    """Return how many reflections gave each step of emotion."""
    links = TextLinks(found.round)
    steps = tuple(Head(written(count(step)).replace("-", "−"), str(words)) for step, words in STEPS.items())
    heads = (
        *steps,
        Head(_("None"), _("No emotion given")),
        Head(_("Persons"), apart=True),
        Head(_("Mean"), _("Mean emotion")),
    )
    items = [item for item in found.items if item.heading.part is not Part.TOTAL]
    totals = [item for item in found.items if item.heading.part is Part.TOTAL]
    by_area = any(item.heading.part is Part.AREA for item in items)
    return ShownTable(
        key="emotions",
        caption=_("Distribution of emotion"),
        note=_("Number of reflections at each step, from −2 very negative to 2 very positive"),
        corner=_("Service area") if by_area else _("Assignment"),
        heads=heads,
        lines=tuple(distribution_line(item, links) for item in items),
        closing=tuple(distribution_line(item, links) for item in totals),
        foot=fact_lines(found.facts),
    )


def distribution_line(item: Distribution, links: TextLinks) -> Line:
    """Return one assignment's or area's steps, each with the way to its texts."""
    place = heading_words(item.heading)
    cells = [
        Shown(
            whole(number),
            url=links.to(texts) if number else "",
            spoken=f"{whole(number)}, {emotion_words(step)}, {place}",
            raw=number,
        )
        for number, texts, step in zip(item.steps, item.texts, STEPS, strict=True)
    ]
    mean = written(item.mean, decimals=1)
    cells.append(Shown(whole(item.none_given), raw=item.none_given))
    cells.append(Shown(whole(item.persons), apart=True, raw=item.persons))
    cells.append(Shown(mean, spoken=absence_words(item.mean), absent=absence(item.mean), raw=item.mean))
    return Line(heading_text(item.heading), tuple(cells), item.heading.title)


def shown_curve(curve: Curve) -> ShownTable:
    """Return how many answered each assignment, of those asked."""
    links = TextLinks(curve.round)
    lines = []
    for point in curve.points:
        rate = written(point.rate, percent=True)
        mark = ("under", _("under half answered")) if point.alarm else ("", "")
        cells = (
            Shown(
                whole(point.loops),
                url=links.to(TextFilter(point.assignment)) if point.loops else "",
                spoken=ngettext("%(n)s reflection", "%(n)s reflections", point.loops) % {"n": whole(point.loops)}
                + f", {point.assignment} {point.title}".rstrip(),
                raw=point.loops,
            ),
            Shown(whole(point.persons), raw=point.persons),
            Shown(
                rate,
                spoken=absence_words(point.rate),
                absent=absence(point.rate),
                mark=mark[0],
                mark_words=mark[1],
                raw=in_per_cent(point.rate),
            ),
        )
        lines.append(Line(point.assignment, cells, point.title))
    alarmed = any(point.alarm for point in curve.points)
    return ShownTable(
        key="response_curve",
        caption=_("Response curve"),
        note=_("Reflections for each assignment, and what per cent they are of those asked"),
        corner=_("Assignment"),
        heads=(Head(_("Reflections")), Head(_("Persons")), Head(_("Rate, per cent"))),
        lines=tuple(lines),
        notes=tuple(filter(None, [not_open(curve.not_open)])),
        legend=(LegendLine(SIGNS["under"], _("under half answered")),) if alarmed else (),
        foot=fact_lines(curve.facts),
    )
