"""What several pictures share: hatching for the hidden, the marking triangle, labels, legends, empty pictures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kedjan_formats.pictures.colours import AXIS, HATCH, HATCHED, INK, MUTED, Paint
from kedjan_formats.pictures.lettering import cut_short, widest, width, wrapped
from kedjan_formats.pictures.svg import Layout, Picture, Words, finish, number, rect, shape, tag, text
from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Point, Value, round_half_away, shown

MARGIN = 4
LEGEND_SIZE = 12
_LEGEND_LINE = 20


def hatched(x: float, y: float, wide: float, high: float) -> str:
    """A pale box with slanting lines: something is here and is not shown."""
    gap, lines = 6, []
    reach = gap
    while reach < wide + high:
        begin = (x + min(reach, wide), y + max(0.0, reach - wide))
        end = (x + max(0.0, reach - high), y + min(reach, high))
        lines.append(f"M{number(begin[0])} {number(begin[1])}L{number(end[0])} {number(end[1])}")
        reach += gap
    paths = "".join(lines)
    return rect(x, y, wide, high, HATCHED) + tag(
        "path", d=paths, fill="none", stroke=HATCH.colour, stroke_width=1, class_=HATCH.class_name
    )


def absence(x: float, y: float, wide: float, high: float, *, value: Value, words: Words) -> str:
    """In place of a bar: why there is none, in words, on hatching where it is hidden."""
    said = cut_short(kind(value, words), wide - 20, 12)
    base = y + high / 2 + 4.5
    if not isinstance(value, Hidden):
        return text(x + 8, base, said, size=12, paint=MUTED)
    ground = rect(x + 6, y + 1, width(said, 12) + 4, high - 2, HATCHED)
    return hatched(x, y, wide, high) + ground + text(x + 8, base, said, size=12, paint=MUTED)


def corner(right: float, top: float, paint: Paint, *, size: float = 8) -> str:
    """The triangle in a cell's upper right corner that marks it."""
    return shape([(right - size, top), (right, top), (right, top + size)], paint)


def signed(value: Value, *, decimals: int, percent: bool, point: Point) -> str:
    """A difference as text: what is above 0 carries a plus sign, what rounds to 0 no sign at all."""
    written = shown(value, decimals=decimals, percent=percent, point=point)
    above = isinstance(value, Figure) and round_half_away(value.value * (100 if percent else 1), decimals) > 0
    return f"+{written}" if above else written


def kind(value: Value, words: Words) -> str:
    """Why there is no number, in the reader's words; empty for a number."""
    match value:
        case Hidden():
            return words.hidden
        case Missing():
            return words.missing
        case NotApplicable():
            return words.not_applicable
        case Figure():
            return ""


def spoken(place: Sequence[str], value: Value, written: str, words: Words) -> str:
    """What a screen reader says of a mark: where it is, then its number or why there is none."""
    return ", ".join(part for part in place if part) + ": " + (kind(value, words) or written)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that words take up, to see what is in their way."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Return whether some part of the two is the same."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    def crossed(self, one: tuple[float, float], other: tuple[float, float]) -> bool:
        """Return whether a line from one point to another, further to the right, goes through it."""
        (x1, y1), (x2, y2) = one, other
        begins, ends = max(x1, self.left), min(x2, self.right)
        if begins >= ends:
            return False
        heights = [y1 + (x - x1) * (y2 - y1) / (x2 - x1) for x in (begins, ends)]
        return min(heights) < self.bottom and max(heights) > self.top


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A sample drawn at (x, y) with the given height, its width, and the words beside it."""

    draw: Callable[[float, float, float], str]
    width: float
    label: str


def kinds_legend(values: Iterable[Value], words: Words) -> list[LegendItem]:
    """A sample of each kind of absence that the values hold, and no other."""
    found = {type(value) for value in values}
    items = []
    if Hidden in found:
        items.append(LegendItem(lambda x, y, h: hatched(x, y, 22, h) + _sample(x + 11, y, ".."), 22, words.hidden))
    if Missing in found:
        items.append(LegendItem(lambda x, y, _: _sample(x + 4, y, "."), 8, words.missing))
    if NotApplicable in found:
        items.append(LegendItem(lambda x, y, _: _sample(x + 5, y, "–"), 10, words.not_applicable))
    return items


def legend(items: Sequence[LegendItem], *, x: float, y: float, room: float) -> tuple[str, float]:
    """The items from left to right, on as many lines as they need; the drawing and its height."""
    drawn, at, top = [], x, y
    for item in items:
        lines = wrapped(item.label, max(60, room - item.width - 6), LEGEND_SIZE, lines=3)
        wide = item.width + 6 + widest(lines, LEGEND_SIZE)
        if at > x and at + wide > x + room:
            at, top = x, top + _LEGEND_LINE
        drawn.append(item.draw(at, top, 14))
        drawn.append(text_block(at + item.width + 6, top + 11.5, lines, size=LEGEND_SIZE, leading=15, paint=MUTED))
        at += wide + 16
        if len(lines) > 1:
            at, top = x, top + _LEGEND_LINE + 15 * (len(lines) - 1)
    height = top - y + (_LEGEND_LINE if at > x else 0)
    return "".join(drawn), height if items else 0


def text_block(
    x: float,
    y: float,
    lines: Sequence[str],
    *,
    size: float,
    leading: float,
    anchor: str = "start",
    bold: bool = False,
    paint: Paint = INK,
) -> str:
    """Lines under each other, the first with its baseline at y."""
    return "".join(
        text(x, y + place * leading, words, size=size, anchor=anchor, bold=bold, paint=paint)
        for place, words in enumerate(lines)
        if words
    )


def label_column(labels: Sequence[str], *, size: float, most: float) -> float:
    """The width of a column of row labels: as wide as the longest, but no wider than `most` (then they break)."""
    return min(most, widest(labels, size) + 12)


def beside(labels: Sequence[str], layout: Layout) -> float:
    """The label column's width, 0 in the narrow layout where labels stand above their rows."""
    return 0 if layout.narrow else label_column(labels, size=13, most=layout.value * 0.31)


def axis_line(x1: float, y1: float, x2: float, y2: float) -> str:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=AXIS.colour, stroke_width=1, class_=AXIS.class_name)


def empty(*, key: str, title: str, description: str, layout: Layout, words: Words, header: Sequence[str]) -> Picture:
    """The picture of no data at all: a quiet frame with words that say so."""
    lines = wrapped(words.empty, layout.value - 48, 14, lines=4)
    height = 60 + 20 * len(lines)
    frame = tag(
        "rect", x=1, y=1, width=layout.value - 2, height=height - 2, rx=4, fill="none", stroke=HATCH.colour,
        stroke_dasharray="4 4", class_=HATCH.class_name,
    )  # fmt: skip
    content = frame + text_block(layout.value / 2, 46, lines, size=14, leading=20, anchor="middle", paint=MUTED)
    return finish(
        content, key=key, title=title, description=description, width=layout.value, height=height, header=header,
        rows=(),
    )  # fmt: skip


def room_for(texts: Iterable[str], heading: str, size: float) -> float:
    """The width of a column of figures under its heading."""
    return max(widest(list(texts), size, bold=True), width(heading, 12)) + 10


def _sample(x: float, y: float, sign: str) -> str:
    return text(x, y + 11, sign, size=13, anchor="middle", bold=True)


def row_label(x: float, base: float, label: str, *, room: float, single: bool = False) -> str:
    """A row's name with the middle of its line at the row's own; two smaller lines where one is too short.

    A `single` line becomes smaller before it is cut.
    """
    if single:
        size = next((size for size in (13, 12, 11) if width(label, size) <= room), 12)
        return text(x, base, cut_short(label, room, size), size=size)
    lines = wrapped(label, room, 13)
    if len(lines) == 1:
        return text(x, base, lines[0])
    return text_block(x, base - 6.5, lines, size=12, leading=13)
