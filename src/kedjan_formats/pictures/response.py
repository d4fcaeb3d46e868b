"""The response curve: answers per assignment under the number invited, with the line below which one should worry."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kedjan_formats.pictures.colours import ACCENT, ALARM, AXIS, INK, MUTED
from kedjan_formats.pictures.lettering import cut_short, longest_word, width, wrapped
from kedjan_formats.pictures.marks import (
    MARGIN,
    Box,
    LegendItem,
    axis_line,
    empty,
    hatched,
    kinds_legend,
    legend,
    spoken,
    text_block,
)
from kedjan_formats.pictures.svg import Layout, Picture, Words, dot, finish, line, linked, ring, shape, stroked, text
from kedjan_statistics.figure import Figure, Hidden, Value, shown

_HEAD = 30
_COUNT_BELOW = 19
_CLEAR = 4
"""How far under its point a count stands there, and how near the axis it may come."""
_PLOT = {Layout.WIDE: 250, Layout.PRINT: 210, Layout.NARROW: 200}


@dataclass(frozen=True, slots=True)
class ResponsePoint:
    """How many answered one assignment, as a count, of how many invited."""

    label: str
    answers: Value
    invited: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class ResponseText:
    """Words of a response curve; `alarm` names the line and `below` the first point under it."""

    corner: str
    answers: str
    invited: str
    rate: str
    alarm: str
    below: str


@dataclass(frozen=True, slots=True)
class _Frame:
    layout: Layout
    left: float
    right: float
    columns: int
    highest: int

    @property
    def bottom(self) -> float:
        return MARGIN + _HEAD + _PLOT[self.layout]

    @property
    def pitch(self) -> float:
        return (self.right - self.left) / self.columns

    def x(self, column: int) -> float:
        return self.left + (column + 0.5) * self.pitch

    def y(self, value: Fraction) -> float:
        return self.bottom - float(value / self.highest) * _PLOT[self.layout]


def response_curve(
    *,
    key: str,
    title: str,
    description: str,
    points: Sequence[ResponsePoint],
    texts: ResponseText,
    words: Words,
    alarm: Fraction = Fraction(1, 2),
    layout: Layout = Layout.WIDE,
) -> Picture:
    """Answers as a line with counts, the invited as a dashed step line, and the alarm line at a share of the invited.

    The first point whose exact rate is below `alarm` has a ring, a triangle and words. Under each assignment stands its
    rate. Refuses assignments without invited, and more answers than invited.
    """
    header = (texts.corner, texts.answers, texts.invited, texts.rate)
    if not points:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    for point in points:
        _refuse_unless_possible(point)
    frame = _frame(points, texts, layout)
    first = first_below(points, alarm)
    drawn = [_ground(frame, points, texts, alarm), _curve(frame, points)]
    under = [_reads_below(frame, points, column, alarm) for column in range(len(points))]
    drawn += [_point(frame, column, point, words, under=under[column]) for column, point in enumerate(points)]
    drawn.append("" if first is None else _noticed(frame, points, first, texts.below, under))
    strip, bottom = _strip(frame, points)
    items = [*_line_names(texts, layout), *kinds_legend([point.answers for point in points], words)]
    kinds, height = legend(items, x=MARGIN, y=bottom, room=layout.value - 2 * MARGIN)
    return finish(
        "".join(drawn) + strip + kinds, key=key, title=title, description=description, width=layout.value,
        height=bottom + height + MARGIN, header=header, rows=[_cells(point) for point in points],
    )  # fmt: skip


def first_below(points: Sequence[ResponsePoint], alarm: Fraction) -> int | None:
    """The place of the first shown point whose exact rate is below the alarm share."""
    for column, point in enumerate(points):
        if isinstance(point.answers, Figure) and point.answers.value < alarm * point.invited:
            return column
    return None


def _refuse_unless_possible(point: ResponsePoint) -> None:
    if point.invited < 1:
        raise ValueError("a response rate needs someone invited")
    if isinstance(point.answers, Figure) and not 0 <= point.answers.value <= point.invited:
        raise ValueError("a response curve has at most as many answers as invited")


def _rate(point: ResponsePoint) -> str:
    if not isinstance(point.answers, Figure):
        return shown(point.answers, decimals=0)
    rate = point.answers.value / point.invited
    return shown(Figure(rate.numerator, rate.denominator, "share"), decimals=0, percent=True)


def _cells(point: ResponsePoint) -> tuple[str, ...]:
    invited = shown(Figure(point.invited, 1, "count"), decimals=0)
    return (point.label, shown(point.answers, decimals=0), invited, _rate(point))


def _frame(points: Sequence[ResponsePoint], texts: ResponseText, layout: Layout) -> _Frame:
    """Room at the right for the names of the two lines; in the narrow layout they stand below."""
    names = max(width(texts.invited, 12), width(texts.alarm, 12)) + 14
    right = layout.value - MARGIN - (0 if layout.narrow else min(names, 190))
    highest = max(point.invited for point in points)
    return _Frame(layout, MARGIN + width(str(highest), 11) + 10, right, len(points), highest)


def _ground(frame: _Frame, points: Sequence[ResponsePoint], texts: ResponseText, alarm: Fraction) -> str:
    drawn = [axis_line(frame.left, frame.bottom, frame.right, frame.bottom)]
    for value in (0, frame.highest):
        at = frame.y(Fraction(value))
        drawn.append(text(frame.left - 6, at + 4, str(value), size=11, anchor="end", paint=MUTED))
    for column, point in enumerate(points):
        x1, x2 = frame.x(column) - frame.pitch / 2, frame.x(column) + frame.pitch / 2
        invited, limit = frame.y(Fraction(point.invited)), frame.y(alarm * point.invited)
        drawn.append(line(x1, invited, x2, invited, AXIS, width=1.5, dash="2 3"))
        drawn.append(line(x1, limit, x2, limit, ALARM, width=1.5, dash="6 4"))
    last = Fraction(points[-1].invited)
    for at, name, paint in ((frame.y(last), texts.invited, MUTED), (frame.y(last * alarm), texts.alarm, ALARM)):
        if not frame.layout.narrow:
            drawn.append(text(frame.right + 8, at + 4, cut_short(name, 180, 12), size=12, paint=paint))
    return "".join(drawn)


def _curve(frame: _Frame, points: Sequence[ResponsePoint]) -> str:
    runs: list[list[tuple[float, float]]] = [[]]
    for column, point in enumerate(points):
        if isinstance(point.answers, Figure):
            runs[-1].append((frame.x(column), frame.y(point.answers.value)))
        else:
            runs.append([])
    return "".join(stroked(run, ACCENT, width=2.5) for run in runs if len(run) > 1)


def _point(frame: _Frame, column: int, point: ResponsePoint, words: Words, *, under: bool) -> str:
    """The dot with its count above, or below where `under`; hatching where it is hidden."""
    x, written = frame.x(column), shown(point.answers, decimals=0)
    if isinstance(point.answers, Figure):
        y = frame.y(point.answers.value)
        base = y + _COUNT_BELOW if under else y - 12
        drawn = dot(x, y, 4, ACCENT) + text(x, base, written, anchor="middle", bold=True, halo=True)
    else:
        half = min(14.0, frame.pitch / 2 - 2)
        hidden = isinstance(point.answers, Hidden)
        drawn = hatched(x - half, MARGIN + _HEAD, 2 * half, _PLOT[frame.layout]) if hidden else ""
        drawn += text(x, frame.bottom - 8, written, anchor="middle", bold=True)
    said = spoken((point.label,), point.answers, f"{written} ({_rate(point)})", words)
    return linked(point.href, said, drawn)


def _reads_below(frame: _Frame, points: Sequence[ResponsePoint], column: int, alarm: Fraction) -> bool:
    """Whether a count has more room under its point: in a dip of the curve, or close under the alarm line.

    Never where it would stand on the axis or on the names below it.
    """
    own = points[column].answers
    if not isinstance(own, Figure) or frame.y(own.value) + _COUNT_BELOW > frame.bottom - _CLEAR:
        return False
    if 0 < frame.y(own.value) - frame.y(alarm * points[column].invited) < 24:
        return True
    near = [p.answers for p in (*points[max(0, column - 1) : column], *points[column + 1 : column + 2])]
    return bool(near) and all(isinstance(n, Figure) and n.value > own.value for n in near)


def _line_names(texts: ResponseText, layout: Layout) -> list[LegendItem]:
    if not layout.narrow:
        return []
    return [
        LegendItem(lambda x, y, _: line(x, y + 7, x + 18, y + 7, AXIS, width=1.5, dash="2 3"), 18, texts.invited),
        LegendItem(lambda x, y, _: line(x, y + 7, x + 18, y + 7, ALARM, width=1.5, dash="6 4"), 18, texts.alarm),
    ]


def _noticed(frame: _Frame, points: Sequence[ResponsePoint], column: int, below: str, under: Sequence[bool]) -> str:
    """A ring around the first point under the line, a triangle and words: where least of the picture is in their way.

    Under the point if there is room above the axis, in the middle or to a side; otherwise over it.
    """
    answers = points[column].answers
    if not isinstance(answers, Figure):
        return ""
    x, y = frame.x(column), frame.y(answers.value)
    lines = wrapped(below, 200, 12, lines=2)
    wide, deep = max(width(words, 12) for words in lines) / 2, 15 * (len(lines) - 1)
    low = min(y + (44 if under[column] else 30), frame.bottom - 8 - deep)
    tips = [low - 18] if low - 18 >= y + (24 if under[column] else 12) else []
    tips.append(y - 28)
    taken = [_count_box(frame, points, each, under=under[each]) for each in range(len(points))]
    drawn = [(frame.x(at), frame.y(p.answers.value)) for at, p in enumerate(points) if isinstance(p.answers, Figure)]
    places: list[tuple[int, int, float, float, float]] = []
    for tip in tips:
        first = tip + 21 if tip > y else tip - 13 - deep
        for aside in (0.0, 8 - wide, wide - 8):
            middle = min(max(x + aside, frame.left + wide), frame.right - wide)
            box = Box(middle - wide, first - 11, middle + wide, first + deep + 3)
            crossed = sum(box.crossed(one, other) for one, other in pairwise(drawn))
            places.append((crossed + sum(box.overlaps(each) for each in taken), len(places), tip, first, middle))
    _hits, _place, tip, first, middle = min(places)
    foot = tip + 8 if tip > y else tip - 8
    return (
        ring(x, y, 8, ALARM)
        + shape([(x, tip), (x + 5, foot), (x - 5, foot)], ALARM)
        + text_block(middle, first, lines, size=12, leading=15, anchor="middle", bold=True, paint=ALARM)
    )


def _count_box(frame: _Frame, points: Sequence[ResponsePoint], column: int, *, under: bool) -> Box:
    """Where a point's count stands."""
    answers = points[column].answers
    x, half = frame.x(column), width(shown(answers, decimals=0), 13) / 2
    if not isinstance(answers, Figure):
        return Box(x - half, frame.bottom - 19, x + half, frame.bottom - 5)
    base = frame.y(answers.value) + (_COUNT_BELOW if under else -12)
    return Box(x - half, base - 11, x + half, base + 3)


def _strip(frame: _Frame, points: Sequence[ResponsePoint]) -> tuple[str, float]:
    """Under the axis, for each assignment its name and its rate; names turn where they have no room."""
    labels = [point.label for point in points]
    size = 12 if frame.pitch > 44 else 11
    turned = longest_word(labels, size) > frame.pitch - 2
    tall = min(220.0, max(width(label, size) for label in labels)) + 8 if turned else 0
    lines = [wrapped(label, frame.pitch - 4, size, lines=3) for label in labels]
    drawn = []
    depth = tall or 15 * max(len(one) for one in lines) + 4
    for column, point in enumerate(points):
        x = frame.x(column)
        if turned:
            name = cut_short(point.label, 220, size)
            drawn.append(text(x + 4, frame.bottom + 6 + width(name, size), name, size=size, turned=True))
        else:
            drawn.append(
                text_block(x, frame.bottom + 17, lines[column], size=size, leading=15, anchor="middle", paint=INK)
            )
        rate = _rate(point) if frame.pitch > 44 else _rate(point).removesuffix("\u00a0%")
        drawn.append(text(x, frame.bottom + depth + 14, rate, size=size, anchor="middle", paint=MUTED))
    if frame.pitch <= 44:
        drawn.append(text(frame.left - 6, frame.bottom + depth + 14, "%", size=size, anchor="end", paint=MUTED))
    return "".join(drawn), frame.bottom + depth + 30
