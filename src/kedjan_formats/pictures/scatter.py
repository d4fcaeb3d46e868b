"""Pupils as dots by two measures, with the diagonal on which nothing has changed and a band of half a step around it.

Groups differ in form, not in colour alone. Dots that lie on each other become one that is larger. Nobody is named, and
the picture holds no link: whose dot it is is told nowhere.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt

from kedjan_formats.pictures.colours import ACCENT, ALARM, AXIS, LINES, MUTED, Paint
from kedjan_formats.pictures.marks import MARGIN, LegendItem, empty, legend
from kedjan_formats.pictures.svg import Layout, Picture, Words, dot, finish, line, rect, ring, shape, text
from kedjan_statistics.figure import Figure, shown

_LEFT, _FOOT, _TOP = 44, 44, 24
_SIDE = {Layout.WIDE: 520, Layout.PRINT: 480, Layout.NARROW: 296}


@dataclass(frozen=True, slots=True)
class ScatterDot:
    """One dot: the measure before and after, and the group it belongs to."""

    before: float
    after: float
    group: int


@dataclass(frozen=True, slots=True)
class ScatterText:
    """Words of a scatter: the axes, what the groups are called (in the order they are shown), headings of the table."""

    before: str
    after: str
    corner: str
    risen: str
    same: str
    fallen: str
    groups: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Frame:
    low: float
    high: float
    side: float

    def x(self, value: float) -> float:
        return MARGIN + _LEFT + (value - self.low) / (self.high - self.low) * self.side

    def y(self, value: float) -> float:
        return _TOP + (self.high - value) / (self.high - self.low) * self.side


def scatter(
    *,
    key: str,
    title: str,
    description: str,
    dots: Sequence[ScatterDot],
    texts: ScatterText,
    words: Words,
    band: float,
    layout: Layout = Layout.WIDE,
) -> Picture:
    """Dots by the measure before (across) and after (upwards), on one scale for both.

    Above the diagonal the measure has risen. `band` is how far from it the dashed lines lie. The table says for each
    group how many have risen, are the same and have fallen.
    """
    header = (texts.corner, texts.risen, texts.same, texts.fallen)
    if not dots:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    values = [value for each in dots for value in (each.before, each.after)]
    low, high = 2.5 * floor(min(values) / 2.5), 2.5 * ceil(max(values) / 2.5)
    frame = _Frame(low, max(high, low + 2.5), _SIDE[layout])
    content = _ground(frame, texts, band, words) + "".join(_marks(frame, dots))
    names = [each for each in texts.groups if any(one.group == each for one in dots)]
    items = [LegendItem(_sample(_MARKS.get(each, _MARKS[0])), 14, texts.groups[each]) for each in names]
    bottom = _TOP + frame.side + _FOOT
    below, height = legend(items, x=MARGIN, y=bottom, room=layout.value - 2 * MARGIN)
    return finish(
        content + below, key=key, title=title, description=description, width=layout.value,
        height=bottom + height + MARGIN, header=header, rows=[_row(texts, dots, each) for each in names],
    )  # fmt: skip


def _row(texts: ScatterText, dots: Sequence[ScatterDot], group: int) -> tuple[str, ...]:
    mine = [each for each in dots if each.group == group]
    risen, fallen = (
        sum(each.after > each.before for each in mine),
        sum(each.after < each.before for each in mine),
    )
    return (texts.groups[group], str(risen), str(len(mine) - risen - fallen), str(fallen))


def _ground(frame: _Frame, texts: ScatterText, band: float, words: Words) -> str:
    right, bottom = frame.x(frame.high), frame.y(frame.low)
    drawn = [rect(frame.x(frame.low), frame.y(frame.high), frame.side, 1, LINES)]
    step = 2.5
    for place in range(1 + round((frame.high - frame.low) / step)):
        value = frame.low + place * step
        exact = Fraction(value)
        figure = Figure(exact.numerator, exact.denominator, "mean")
        said = shown(figure, decimals=0 if exact.denominator == 1 else 1, point=words.point)
        drawn.append(line(frame.x(value), frame.y(frame.high), frame.x(value), bottom, LINES))
        drawn.append(line(frame.x(frame.low), frame.y(value), right, frame.y(value), LINES))
        drawn.append(text(frame.x(value), bottom + 16, said, size=11, anchor="middle", paint=MUTED))
        drawn.append(text(frame.x(frame.low) - 6, frame.y(value) + 4, said, size=11, anchor="end", paint=MUTED))
    drawn.append(line(frame.x(frame.low), bottom, right, frame.y(frame.high), AXIS, width=1.5))
    span = frame.high - frame.low - band
    for across, up in ((0.0, band), (band, 0.0)):
        drawn.append(
            line(
                frame.x(frame.low + across),
                frame.y(frame.low + up),
                frame.x(frame.low + across + span),
                frame.y(frame.low + up + span),
                AXIS,
                dash="3 4",
            )
        )
    drawn.append(text(right, bottom + 36, texts.before, size=12, anchor="end"))
    drawn.append(text(MARGIN, 14, texts.after, size=12))
    return "".join(drawn)


def _marks(frame: _Frame, dots: Sequence[ScatterDot]) -> list[str]:
    many = Counter(dots)
    drawn = []
    for each, count in sorted(many.items(), key=lambda pair: (pair[0].group == 6, -pair[1])):
        mark = _MARKS.get(each.group, _MARKS[0])
        drawn.append(mark(frame.x(each.before), frame.y(each.after), 3 + 1.2 * (sqrt(count) - 1)))
    return drawn


type Mark = Callable[[float, float, float], str]


def _ring(paint: Paint) -> Mark:
    return lambda x, y, radius: ring(x, y, radius, paint, width=1.5)


def _dot(paint: Paint) -> Mark:
    return lambda x, y, radius: dot(x, y, radius, paint)


def _up(x: float, y: float, radius: float) -> str:
    return shape([(x, y - radius - 1.5), (x + radius + 1.5, y + radius), (x - radius - 1.5, y + radius)], ACCENT)


def _down(x: float, y: float, radius: float) -> str:
    return shape([(x, y + radius + 1.5), (x + radius + 1.5, y - radius), (x - radius - 1.5, y - radius)], ALARM)


def _square(x: float, y: float, radius: float) -> str:
    return rect(x - radius, y - radius, 2 * radius, 2 * radius, AXIS)


_MARKS: Mapping[int, Mark] = {
    0: _square,
    1: _dot(ACCENT),
    2: _ring(ACCENT),
    3: _ring(MUTED),
    4: _dot(MUTED),
    5: _up,
    6: _down,
}


def _sample(mark: Mark) -> Callable[[float, float, float], str]:
    return lambda x, y, _: mark(x + 7, y + 7, 4)
