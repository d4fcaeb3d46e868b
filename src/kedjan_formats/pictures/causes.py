"""What leads to what: statements in boxes from cause to effect, numbered arrows between them, and why each is drawn so.

Boxes stand in rows, a cause above what it leads to. An arrow to the next row goes straight; one that passes a row, or
leads back, goes beside the boxes in a lane of its own, so that it crosses no box.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from kedjan_formats.pictures.colours import ACCENT, ALARM, AXIS, INK, MUTED, Paint
from kedjan_formats.pictures.lettering import wrapped
from kedjan_formats.pictures.marks import MARGIN, LegendItem, empty, legend, text_block
from kedjan_formats.pictures.svg import (
    Layout,
    Picture,
    Words,
    covered,
    dot,
    finish,
    linked,
    number,
    ring,
    shape,
    tag,
    text,
)

type Point = tuple[float, float]

_GAP, _BETWEEN, _LEADING, _PADDING = 56, 20, 17, 12
_LANE, _BADGE, _HEAD = 30, 12, 8
_MOST_LINES = 6
_PAPER = Paint("#ffffff", "picture-paper")


class Standing(Enum):
    """How sure an arrow is; told by its line, and by a cross where it does not hold."""

    HYPOTHESIS = "hypothesis"
    SUPPORT = "support"
    CONTRADICTED = "contradicted"


_PAINT: Mapping[Standing, Paint] = {
    Standing.HYPOTHESIS: MUTED,
    Standing.SUPPORT: ACCENT,
    Standing.CONTRADICTED: ALARM,
}


@dataclass(frozen=True, slots=True)
class CauseBox:
    """A statement; `marked` ones have a thicker frame. `href` is where it leads, for a box that leads somewhere."""

    key: str
    label: str
    marked: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class CauseArrow:
    """One statement leads to another. `spoken` says the whole of it, and `href` is where it leads."""

    number: int
    start: str
    end: str
    standing: Standing
    spoken: str
    cells: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class CauseText:
    """Words of the legend by standing, what a marked box is, and the headings of the arrows as a table."""

    standings: Mapping[Standing, str]
    marked: str
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    box: CauseBox
    row: int
    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


def cause_graph(
    *,
    key: str,
    title: str,
    description: str,
    boxes: Sequence[CauseBox],
    arrows: Sequence[CauseArrow],
    texts: CauseText,
    words: Words,
    layout: Layout = Layout.WIDE,
) -> Picture:
    """Boxes and arrows; those that lead back to what they come from (a vicious circle) are drawn beside.

    Refuses an arrow from or to a box that is not there.
    """
    if not boxes:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=texts.header)
    known = {each.key for each in boxes}
    if any({each.start, each.end} - known for each in arrows):
        raise ValueError("an arrow leads between boxes of the picture")
    signs, high = legend(_signs(texts, boxes, arrows), x=MARGIN, y=MARGIN, room=layout.value - 2 * MARGIN)
    rows = in_rows([each.key for each in boxes], [(each.start, each.end) for each in arrows], most=_most(layout))
    beside = [each for each in arrows if not _straight(each, rows)]
    room = layout.value - 2 * MARGIN - (_LANE * min(len(beside), _lanes(layout)) + (16 if beside else 0))
    placed = _placed(boxes, rows, top=MARGIN + high + (_GAP / 2 if beside else 12), room=room)
    drawn = [signs, *(_box(each) for each in placed.values())]
    ends = {each.number: place for place, each in enumerate(beside)}
    for each in arrows:
        lane = MARGIN + room + 16 + _LANE * (ends[each.number] % _lanes(layout)) if each.number in ends else None
        drawn.append(_arrow(each, placed[each.start], placed[each.end], lane, _spread(each, arrows)))
    height = max(each.bottom for each in placed.values()) + MARGIN + (_GAP / 2 if beside else 8)
    return finish(
        "".join(drawn), key=key, title=title, description=description, width=layout.value, height=height,
        header=texts.header, rows=[each.cells for each in arrows],
    )  # fmt: skip


def in_rows(keys: Sequence[str], pairs: Sequence[tuple[str, str]], *, most: int) -> list[list[str]]:
    """The keys in rows of at most `most`: each below all that lead to it, but for pairs that lead back in a circle."""
    forward = _without_circles(keys, pairs)
    depth = dict.fromkeys(keys, 0)
    for _ in keys:
        for start, end in forward:
            depth[end] = max(depth[end], depth[start] + 1)
    rows = []
    for level in range(max(depth.values()) + 1):
        here = [key for key in keys if depth[key] == level]
        rows += [here[place : place + most] for place in range(0, len(here), most)]
    return rows


def _without_circles(keys: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs in their order, without each that would close a circle with those before it."""
    kept: list[tuple[str, str]] = []
    reached: dict[str, set[str]] = {key: {key} for key in keys}
    for start, end in pairs:
        if start in reached[end]:
            continue
        kept.append((start, end))
        for key in keys:
            if start in reached[key]:
                reached[key] |= reached[end]
    return kept


def _most(layout: Layout) -> int:
    return 2 if layout.narrow else 4


def _lanes(layout: Layout) -> int:
    return 3 if layout.narrow else 5


def _straight(arrow: CauseArrow, rows: Sequence[Sequence[str]]) -> bool:
    row = {key: place for place, keys in enumerate(rows) for key in keys}
    return row[arrow.end] == row[arrow.start] + 1


def _placed(boxes: Sequence[CauseBox], rows: Sequence[Sequence[str]], *, top: float, room: float) -> dict[str, _Box]:
    labels = {each.key: each for each in boxes}
    placed: dict[str, _Box] = {}
    for row, keys in enumerate(rows):
        width = min(300, (room - _BETWEEN * (len(keys) - 1)) / len(keys))
        lines = {key: wrapped(labels[key].label, width - 2 * _PADDING, 13, lines=_MOST_LINES) for key in keys}
        height = max(len(each) for each in lines.values()) * _LEADING + 2 * _PADDING
        left = MARGIN + (room - width * len(keys) - _BETWEEN * (len(keys) - 1)) / 2
        for place, key in enumerate(keys):
            at = left + place * (width + _BETWEEN)
            placed[key] = _Box(labels[key], row, at, top, width, height, lines[key])
        top += height + _GAP
    return placed


def _box(each: _Box) -> str:
    frame = tag(
        "rect", x=each.left, y=each.top, width=each.width, height=each.height, rx=4, fill="none",
        stroke=INK.colour if each.box.marked else AXIS.colour, stroke_width=2.5 if each.box.marked else 1.25,
        class_=INK.class_name if each.box.marked else AXIS.class_name,
    )  # fmt: skip
    first = each.top + (each.height - len(each.lines) * _LEADING) / 2 + 13
    words = text_block(each.middle, first, each.lines, size=13, leading=_LEADING, anchor="middle")
    return covered(each.box.href, each.box.label, frame + words, (each.left, each.top, each.width, each.height))


def _spread(arrow: CauseArrow, arrows: Sequence[CauseArrow]) -> tuple[float, float]:
    """Where on the edge of its boxes an arrow begins and ends, from -1 to 1, so that none lies on another."""
    out = [each.number for each in arrows if each.start == arrow.start]
    into = [each.number for each in arrows if each.end == arrow.end]
    return _share(out.index(arrow.number), len(out)), _share(into.index(arrow.number), len(into))


def _share(place: int, of: int) -> float:
    return 0 if of == 1 else 2 * place / (of - 1) - 1


def _arrow(arrow: CauseArrow, start: _Box, end: _Box, lane: float | None, spread: tuple[float, float]) -> str:
    if lane is None:
        points = [
            (start.middle + spread[0] * start.width / 4, start.bottom),
            (end.middle + spread[1] * end.width / 4, end.top),
        ]
        badge = _between(points[0], points[1])
    else:
        out, into = start.middle + spread[0] * start.width / 4, end.middle + spread[1] * end.width / 4
        below, above = start.bottom + _GAP / 4, end.top - _GAP / 3
        points = [(out, start.bottom), (out, below), (lane, below), (lane, above), (into, above), (into, end.top)]
        badge = _between(points[2], points[3])
    return _line(points, arrow.standing) + _numbered(arrow, badge)


def _between(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _line(points: Sequence[Point], standing: Standing) -> str:
    paint = _PAINT[standing]
    d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    dash = "5 5" if standing is Standing.HYPOTHESIS else None
    drawn = tag(
        "path", d=d, fill="none", stroke=paint.colour, stroke_width=2, stroke_dasharray=dash, class_=paint.class_name
    )
    return drawn + _head(points[-2], points[-1], paint)


def _head(before: Point, tip: Point, paint: Paint) -> str:
    along = (tip[0] - before[0], tip[1] - before[1])
    length = (along[0] ** 2 + along[1] ** 2) ** 0.5 or 1
    x, y = along[0] / length * _HEAD, along[1] / length * _HEAD
    return shape([tip, (tip[0] - x - y / 2, tip[1] - y + x / 2), (tip[0] - x + y / 2, tip[1] - y - x / 2)], paint)


def _numbered(arrow: CauseArrow, at: Point) -> str:
    """The arrow's number in a ring, crossed out where it does not hold; it leads to the arrow's own page."""
    paint = _PAINT[arrow.standing]
    x, y = at
    drawn = dot(x, y, _BADGE, _PAPER) + ring(x, y, _BADGE, paint, width=2)
    drawn += text(x, y + 4.5, str(arrow.number), size=12, anchor="middle", bold=True)
    if arrow.standing is Standing.CONTRADICTED:
        drawn += _cross(x + _BADGE + 6, y, paint)
    return linked(arrow.href, arrow.spoken, drawn)


def _cross(x: float, y: float, paint: Paint) -> str:
    left, right, top, low = (number(each) for each in (x - 4, x + 4, y - 4, y + 4))
    d = f"M{left} {top}L{right} {low}M{right} {top}L{left} {low}"
    return tag("path", d=d, fill="none", stroke=paint.colour, stroke_width=2.5, class_=paint.class_name)


def _signs(texts: CauseText, boxes: Sequence[CauseBox], arrows: Sequence[CauseArrow]) -> list[LegendItem]:
    there = {each.standing for each in arrows}
    signs = [_sign(each, texts.standings[each]) for each in Standing if each in there]
    if any(each.marked for each in boxes):
        signs.append(LegendItem(_frame, 22, texts.marked))
    return signs


def _sign(standing: Standing, words: str) -> LegendItem:
    def draw(x: float, y: float, high: float) -> str:
        middle = y + high / 2
        line = _line([(x, middle), (x + 26, middle)], standing)
        return line + (_cross(x + 9, middle, _PAINT[standing]) if standing is Standing.CONTRADICTED else "")

    return LegendItem(draw, 28, words)


def _frame(x: float, y: float, high: float) -> str:
    return tag(
        "rect", x=x + 1, y=y + 1, width=20, height=high - 2, rx=2, fill="none", stroke=INK.colour, stroke_width=2.5,
        class_=INK.class_name,
    )  # fmt: skip
