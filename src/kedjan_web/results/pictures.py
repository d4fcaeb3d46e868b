"""A cohort study as pictures: who went from which state to which, and every pupil as a dot without a name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kedjan.results.service import Dot, Question
from kedjan_formats import pictures
from kedjan_formats.pictures import Layout, Picture
from kedjan_web.components.tables import Table, text_table
from kedjan_web.results.words import GROUPS
from kedjan_web.rounds.tables.words import picture_words

HALF_A_STEP = 1.25
"""Points: half of what is between two grades (F03)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in two widths with its table, as the page's figure wants it."""

    title: str
    svg: SafeString
    narrow: SafeString
    caption: str
    table: Table


def streams(report: Mapping[str, Any], asks: Question) -> Figure:
    """Draw who was eligible then and now."""
    states = (_("Eligible"), _("Not eligible"))
    found = [
        pictures.Stream(0, 0, report["eligible_both"]),
        pictures.Stream(0, 1, report["lost"], marked=True),
        pictures.Stream(1, 0, report["gained"]),
        pictures.Stream(1, 1, report["eligible_neither"]),
    ]
    levels = {"early": asks.from_level, "late": asks.to_level}
    texts = pictures.FlowText(_("Grade level %(early)d") % levels, _("Grade level %(late)d") % levels, _("Pupils"))

    def draw(key: str, layout: Layout) -> Picture:
        return pictures.flow(
            key=key,
            title=_("From eligible to eligible"),
            description=_("Two columns, then and now, with streams between them. The stream of those lost is marked."),
            before=states,
            after=states,
            streams=found,
            texts=texts,
            words=picture_words(),
            layout=layout,
        )

    return two_widths(draw, "flode", _("Who was eligible for vocational programmes then and now."))


def diagram(dots: Sequence[Dot], asks: Question) -> Figure:
    """Draw every pupil as a dot by mean points then and now."""
    levels = {"early": asks.from_level, "late": asks.to_level}
    texts = pictures.ScatterText(
        before=_("Mean points in grade level %(early)d") % levels,
        after=_("Mean points in grade level %(late)d") % levels,
        corner=_("Group"),
        risen=_("Risen"),
        same=_("Same"),
        fallen=_("Fallen"),
        groups={number: str(words) for number, words in GROUPS.items()},
    )
    found = [pictures.ScatterDot(each.early, each.late, each.group) for each in dots if each.group in GROUPS]

    def draw(key: str, layout: Layout) -> Picture:
        return pictures.scatter(
            key=key,
            title=_("Mean points then and now"),
            description=_(
                "A dot for each pupil. On the line nothing has changed; above it the mean has risen. Between the dashed"
                " lines the change is less than half a grade step."
            ),
            dots=found,
            texts=texts,
            words=picture_words(),
            band=HALF_A_STEP,
            layout=layout,
        )

    caption = _("A dot for each pupil, without a name. Who knows the pupils can recognise a dot: keep it here.")
    return two_widths(draw, "punkter", caption)


def two_widths(draw: Callable[[str, Layout], Picture], key: str, caption: str, table: Table | None = None) -> Figure:
    """Return a picture drawn wide and narrow, with its own table or another."""
    wide, narrow = draw(key, Layout.PRINT), draw(f"{key}-smal", Layout.NARROW)
    own = table or text_table(wide.title, wide.header, wide.rows, quiet=True)
    svg, small = mark_safe(wide.svg), mark_safe(narrow.svg)  # noqa: S308  cleaned by the drawing
    return Figure(wide.title, svg, small, caption, own)
