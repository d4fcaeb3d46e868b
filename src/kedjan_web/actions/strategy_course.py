"""How a strategy's time indicator has gone, drawn as a small line with its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext as _

from kedjan.actions.service import Measured, Strategy
from kedjan_formats import pictures
from kedjan_formats.pictures import Layout, Picture
from kedjan_web.components.dates import in_table
from kedjan_web.rounds.tables.pictures import Drawn, drawn
from kedjan_web.rounds.tables.words import picture_words


@dataclass(frozen=True, slots=True)
class Course:
    """The values of a time indicator with who put each in, and its picture where there are any."""

    values: tuple[tuple[Measured, str], ...]
    removed: tuple[tuple[Measured, str], ...]
    picture: Drawn | None


def course_of(one: Strategy, names: Mapping[UUID | None, str]) -> Course | None:
    """Return how a strategy's time indicator has gone; None for one that has none."""
    if one.indicator is None:
        return None
    every = [(each, names[each.by]) for each in one.course]
    here = tuple(each for each in every if not each[0].removed)
    removed = tuple(each for each in every if each[0].removed)
    return Course(here, removed, _drawn(one, here) if here else None)


def _drawn(one: Strategy, values: tuple[tuple[Measured, str], ...]) -> Drawn | None:
    indicator = one.indicator
    if indicator is None:
        return None
    points = [
        pictures.CoursePoint(each.day, Fraction(each.value), f"{each.number} {each.whom}") for each, _who in values
    ]
    texts = pictures.CourseText(_("Day"), indicator.unit, _("Of whom"), _("Before"))
    title = f"{indicator.what} ({indicator.unit})"

    def draw(key: str, layout: Layout) -> Picture:
        return pictures.course(
            key=key,
            title=title,
            description=_("A line from %(first)s to %(last)s. The dashed line is what it was before.")
            % {"first": in_table(points[0].day), "last": in_table(points[-1].day)},
            points=points,
            before=Fraction(indicator.before),
            texts=texts,
            words=picture_words(),
            layout=layout,
        )

    return drawn(draw, Layout.PRINT, key=f"tid-{one.id.hex[:12]}")
