"""How a round is answered, in words, tables and a picture."""

from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kedjan.reflection.service import AssignmentResponse, GroupResponse, Lacking, ReasonCount, Response, TextFilter
from kedjan_formats import pictures
from kedjan_statistics.figure import Hidden, Value, count
from kedjan_web.answering.words import REASONS, in_words
from kedjan_web.components.dates import in_text_without_year
from kedjan_web.rounds.links import TextLinks
from kedjan_web.rounds.tables.pictures import Drawn, drawn
from kedjan_web.rounds.tables.view import SIGNS, Head, LegendLine, Line, Shown, ShownTable
from kedjan_web.rounds.tables.words import absence, absence_words, in_per_cent, per_cent, picture_words, whole, written

type Parts = tuple[tuple[str, ...], ...]
FEW_NAMES = 3


def name_of(parts: Parts) -> str:
    """Return what a group is called; one of several small ones by what it holds, or by how many."""
    names = [in_words(part) if part else _("No unit today") for part in parts]
    if len(names) == 1:
        return names[0]
    if len(names) > FEW_NAMES:
        return _("%(n)d smaller groups together") % {"n": len(names)}
    return _("%(names)s together") % {"names": in_words(tuple(names))}


def alarm(found: Response) -> str:
    """Return which assignment was the first that under half answered, and every open one that under half have so far.

    Those that have closed after the first follow from it (C15); of those still open one can do something about each.
    """
    if not found.invited:
        return ""
    under = [each for each in found.points if each.alarm]
    closed = [each for each in under if each.code == found.first_alarm and not each.is_open]
    first = _("Assignment %(code)s is the first that under half answered: %(n)s of %(of)s.")
    lines = [first % _counts(each, found.invited) for each in closed]
    so_far = [
        (_("%(code)s (%(n)s of %(of)s, until %(day)s)") if each.closes_on else _("%(code)s (%(n)s of %(of)s)"))
        % _counts(each, found.invited)
        for each in under
        if each.is_open
    ]
    if so_far:
        words = ngettext(
            "Under half have so far answered assignment %(each)s.",
            "Under half have so far answered assignments %(each)s.",
            len(so_far),
        )
        lines.append(words % {"each": in_words(tuple(so_far))})
    return " ".join(lines)


def _counts(point: AssignmentResponse, invited: int) -> dict[str, str]:
    day = in_text_without_year(point.closes_on) if point.closes_on else ""
    return {"code": point.code, "n": whole(point.loops), "of": whole(invited), "day": day}


def lacking(each: Lacking) -> str:
    """Return from which group more is lacking, with counts."""
    words = _(
        "In %(group)s, %(n)s of %(of)s have not answered (%(share)s). In the others it is %(m)s of %(all)s (%(rest)s)."
    )
    return words % {
        "group": name_of(each.parts),
        "n": whole(each.lacking),
        "of": whole(each.asked),
        "share": per_cent(Fraction(each.lacking, each.asked)),
        "m": whole(each.others_lacking),
        "all": whole(each.others_asked),
        "rest": per_cent(Fraction(each.others_lacking, each.others_asked)),
    }


def reason(each: ReasonCount) -> tuple[str, str]:
    """Return a reason for abstaining, and how many times it was given."""
    times = ngettext("%(n)s time", "%(n)s times", each.times) % {"n": whole(each.times)}
    if each.others:
        return _("Other reasons, each given by fewer than five persons or gathered to protect them"), times
    return str(REASONS[each.reason]), times


def by_assignment(found: Response, round: UUID, *, reads: bool) -> ShownTable:
    """Return how many answered each assignment, abstain, or have not answered."""
    links = TextLinks(round) if reads else None
    lines = []
    for point in found.points:
        url = links.to(TextFilter(point.code)) if links and point.loops else ""
        spoken = ngettext("%(n)s reflection", "%(n)s reflections", point.loops) % {"n": whole(point.loops)}
        loops = Shown(whole(point.loops), url=url, spoken=f"{spoken}, {point.code} {point.title}".rstrip())
        cells = [loops, Shown(whole(point.persons)), _rate(point.rate, alarm=point.alarm)]
        cells += [_number(point.abstained), _number(point.unanswered)] if found.by_name else []
        lines.append(Line(point.code, tuple(cells), point.title))
    heads = [Head(_("Reflections")), Head(_("Persons")), Head(_("Rate, per cent"))]
    heads += [Head(_("Abstain"), apart=True), Head(_("Not answered"))] if found.by_name else []
    alarmed = any(point.alarm for point in found.points)
    return ShownTable(
        key="response",
        caption=_("Response curve"),
        note=_("Reflections for each assignment, and what per cent they are of those asked"),
        corner=_("Assignment"),
        heads=tuple(heads),
        lines=tuple(lines),
        legend=(
            *((LegendLine(SIGNS["under"], _("under half answered")),) if alarmed else ()),
            *_hidden_sign([value for point in found.points for value in (point.abstained, point.unanswered)]),
        ),
    )


def by_area(found: Response) -> ShownTable:
    """Return how groups by service area met an assignment."""
    heads = (
        *(Head(_("Asked")), Head(pgettext("persons", "Answered")), Head(_("Rate, per cent"))),
        *(Head(_("Abstain"), apart=True), Head(_("Not answered"))),
    )
    values = [value for each in found.areas for value in (each.abstained, each.unanswered)]
    return ShownTable(
        key="response_areas",
        caption=_("By service area"),
        note=_("Persons. Groups of fewer than five are counted together."),
        corner=_("Group"),
        heads=heads,
        lines=tuple(
            Line(name_of(each.parts), (*_figures(each), _number(each.abstained), _number(each.unanswered)))
            for each in found.areas
        ),
        legend=_hidden_sign(values),
    )


def by_unit(found: Response) -> ShownTable:
    """Return how those of each unit met an assignment, within their service area."""
    return ShownTable(
        key="response_units",
        caption=_("By unit"),
        note=_("Persons, by the unit where they work today. Units of fewer than five are counted together."),
        corner=pgettext("level", "Unit"),
        heads=(Head(_("Asked")), Head(pgettext("persons", "Answered")), Head(_("Rate, per cent"))),
        lines=tuple(Line(name_of(each.parts), _figures(each), name_of(each.within)) for each in found.units),
    )


def picture(found: Response, round: UUID, *, reads: bool) -> Drawn | None:
    """Draw the curve; nothing where nobody is said to have been asked, or more answered than were asked."""
    invited = found.invited
    if not invited or not found.points or any(point.loops > invited for point in found.points):
        return None
    links = TextLinks(round) if reads else None
    points = [
        pictures.ResponsePoint(
            point.code,
            count(point.loops),
            invited,
            links.to(TextFilter(point.code)) if links and point.loops else "",
        )
        for point in found.points
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
        )
    )


def _figures(each: GroupResponse) -> tuple[Shown, ...]:
    return (Shown(whole(each.asked)), Shown(whole(each.answered)), _rate(each.rate))


def _number(value: Value) -> Shown:
    return Shown(written(value), spoken=absence_words(value), absent=absence(value), raw=value)


def _rate(value: Value, *, alarm: bool = False) -> Shown:
    mark, words = ("under", _("under half answered")) if alarm else ("", "")
    return Shown(
        written(value, percent=True), spoken=absence_words(value), absent=absence(value), mark=mark, mark_words=words,
        raw=in_per_cent(value),
    )  # fmt: skip


def _hidden_sign(values: list[Value]) -> tuple[LegendLine, ...]:
    hidden = [value for value in values if isinstance(value, Hidden)]
    return (LegendLine(written(hidden[0]), _("not shown, to protect fewer than five persons")),) if hidden else ()
