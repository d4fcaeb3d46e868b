"""The cause graph as a picture: the same statements and links as stand in words beside it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.improvement.service import CauseGraph, CauseLink
from kedjan_formats import pictures
from kedjan_formats.pictures import Layout, Standing
from kedjan_web.improvement.words import STATUSES
from kedjan_web.rounds.tables.pictures import Drawn, drawn
from kedjan_web.rounds.tables.words import picture_words


def picture(found: CauseGraph) -> Drawn | None:
    """Draw the graph; nothing where there is no statement."""
    if not found.causes:
        return None
    boxes = [pictures.CauseBox(each.id.hex, each.text, each.conclusion is not None) for each in found.causes]
    arrows = [_arrow(each) for each in found.links]
    texts = pictures.CauseText(
        standings={Standing(status.value): str(badge.text) for status, badge in STATUSES.items()},
        marked=_("a conclusion says it"),
        header=(_("Number"), _("Cause"), _("Leads to"), _("How sure"), _("Evidence"), _("Counter-evidence")),
    )

    def draw(key: str, layout: Layout) -> pictures.Picture:
        return pictures.cause_graph(
            key=key,
            title=_("Cause graph"),
            description=_(
                "Statements in boxes, from cause to effect. A numbered arrow says that one is believed to lead to the "
                "other; each leads to what it rests on, and stands in words below."
            ),
            boxes=boxes,
            arrows=arrows,
            texts=texts,
            words=picture_words(),
            layout=layout,
        )

    return drawn(draw, key="orsaker")


def _arrow(link: CauseLink) -> pictures.CauseArrow:
    cells = (
        str(link.number),
        link.cause.text,
        link.effect.text,
        str(STATUSES[link.status].text),
        str(link.supports),
        str(link.counters),
    )
    return pictures.CauseArrow(
        link.number,
        link.cause.id.hex,
        link.effect.id.hex,
        Standing(link.status.value),
        f"{link.number}. {in_words(link)}",
        cells,
        reverse("cause_link", args=[link.id]),
    )


def in_words(link: CauseLink) -> str:
    """Return a link as a sentence: what leads to what, how sure that is, and on how much."""
    said = _("“%(cause)s” leads to “%(effect)s”: %(status)s, %(supports)s, %(counters)s.")
    supports = ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", link.supports)
    counters = ngettext("%(n)s against", "%(n)s against", link.counters)
    return said % {
        "cause": link.cause.text,
        "effect": link.effect.text,
        "status": STATUSES[link.status].text,
        "supports": supports % {"n": link.supports},
        "counters": counters % {"n": link.counters},
    }
