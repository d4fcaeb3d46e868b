"""Which tags stand together as a picture: a square of tags by tags, each cell leading to its texts."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from kedjan.combinations.service import Answer
from kedjan_formats import pictures
from kedjan_formats.pictures import Layout
from kedjan_statistics.figure import Missing, NotApplicable, Value, count
from kedjan_web.combinations.shown import Links
from kedjan_web.rounds.tables.pictures import Drawn, drawn
from kedjan_web.rounds.tables.words import picture_words

MOST_WIDE, MOST_NARROW = 14, 6


def together(answer: Answer, links: Links) -> Drawn | None:
    """Draw how many reflections have both tags, of those tags that most have; nothing where no pair is shown."""
    pairs = {frozenset(one.tags): one for one in answer.sets if len(one.tags) == 2}
    if not pairs:
        return None
    shown = {tag for pair in pairs for tag in pair}
    used = dict(zip(answer.of.tag_set.names, answer.found.tag_loops, strict=True))
    common = sorted((tag for tag in used if tag in shown), key=lambda tag: -used[tag])
    deepest = max(one.loops for one in pairs.values())

    def cell(one: str, other: str) -> pictures.HeatCell:
        if one == other:
            return pictures.HeatCell(NotApplicable())
        pair = pairs.get(frozenset((one, other)))
        value: Value = count(pair.loops) if pair else Missing("too_few")
        return pictures.HeatCell(value, bool(pair and pair.q < 0.05 and pair.over), links.to(pair.tags) if pair else "")

    def draw(key: str, layout: Layout) -> pictures.Picture:
        tags: Sequence[str] = common[: MOST_NARROW if layout.narrow else MOST_WIDE]
        return pictures.heat_table(
            key=key,
            title=_("Tags that stand together"),
            description=_(
                "Each cell is the number of reflections that have both the tag of the row and that of the column. The"
                " deeper the colour, the more. Every cell leads to its texts; the table has the same figures and more."
            ),
            columns=tags,
            rows=[pictures.HeatRow(one, tuple(cell(one, other) for other in tags)) for one in tags],
            texts=pictures.HeatText(
                corner=_("Tag"),
                unit=_("Reflections with both"),
                marked=_("more than by chance (q below 0.05)"),
            ),
            words=replace(
                picture_words(), missing=_("fewer than five reflections or persons"), not_applicable=_("the same tag")
            ),
            scale=pictures.counting(max(5, deepest)),
            percent=False,
            layout=layout,
        )

    return drawn(draw, key="tillsammans")
