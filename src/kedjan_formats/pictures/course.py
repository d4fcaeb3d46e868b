"""How one figure has gone: a small line with a dot and a figure for each day, beside what it was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kedjan_formats.pictures.colours import ACCENT, AXIS, MUTED
from kedjan_formats.pictures.lettering import cut_short, width
from kedjan_formats.pictures.marks import MARGIN, empty
from kedjan_formats.pictures.svg import Layout, Picture, Words, dot, finish, line, stroked, text
from kedjan_statistics.figure import Figure, shown

_HEAD, _PLOT, _FOOT = 34, 120, 30
_MOST_WIDE = 640
_LETTERS = 12


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A value on a day, and of whom it is, in words."""

    day: date
    value: Fraction
    whom: str


@dataclass(frozen=True, slots=True)
class CourseText:
    """Words of a course: headings of its table, and what it was before anything was done."""

    day: str
    value: str
    whom: str
    before: str


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    right: float
    first: date
    days: int
    highest: Fraction

    def x(self, day: date) -> float:
        if not self.days:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * (day - self.first).days / self.days

    def y(self, value: Fraction) -> float:
        return MARGIN + _HEAD + _PLOT * (1 - float(value / self.highest))

    @property
    def bottom(self) -> float:
        return MARGIN + _HEAD + _PLOT


def course(
    *,
    key: str,
    title: str,
    description: str,
    points: Sequence[CoursePoint],
    before: Fraction,
    texts: CourseText,
    words: Words,
    layout: Layout = Layout.WIDE,
) -> Picture:
    """Values by day on a scale from zero, days as far apart as they are, and a dashed line at what it was before.

    The first and the last day stand below; every day stands in the table. Refuses days that are not in order.
    """
    header = (texts.day, texts.value, texts.whom)
    if not points:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    days = [point.day for point in points]
    if days != sorted(set(days)):
        raise ValueError("a course has one value a day, in order")
    frame = _frame(days, max([before, *(point.value for point in points)]), layout)
    where = [(frame.x(point.day), frame.y(point.value)) for point in points]
    drawn = [
        line(frame.left - 8, frame.bottom, frame.right + 8, frame.bottom, AXIS),
        _before(frame, before, texts, words),
    ]
    drawn.append(stroked(where, ACCENT, width=2) if len(where) > 1 else "")
    drawn += [dot(x, y, 4, ACCENT) for x, y in where]
    drawn += _figures(points, where, words)
    drawn += _ends(frame, days)
    return finish(
        "".join(drawn), key=key, title=title, description=description, width=layout.value,
        height=frame.bottom + _FOOT + MARGIN, header=header,
        rows=[(point.day.isoformat(), _written(point.value, words), point.whom) for point in points],
    )  # fmt: skip


def _frame(days: Sequence[date], highest: Fraction, layout: Layout) -> _Frame:
    side = width(days[0].isoformat(), _LETTERS) / 2 + 8
    right = min(layout.value, _MOST_WIDE) - MARGIN - side
    return _Frame(MARGIN + side, right, days[0], (days[-1] - days[0]).days, highest or Fraction(1))


def _before(frame: _Frame, before: Fraction, texts: CourseText, words: Words) -> str:
    y = frame.y(before)
    said = cut_short(f"{texts.before}: {_written(before, words)}", frame.right - frame.left, _LETTERS)
    return line(frame.left - 8, y, frame.right + 8, y, MUTED, dash="5 4") + text(
        frame.left - 8, y - 7, said, size=_LETTERS, paint=MUTED, halo=True
    )


def _figures(points: Sequence[CoursePoint], where: Sequence[tuple[float, float]], words: Words) -> list[str]:
    """Return the figures that have room, the last before any other; the rest stand in the table."""
    drawn, free = [], float("inf")
    for point, (x, y) in reversed(list(zip(points, where, strict=True))):
        said = _written(point.value, words)
        half = width(said, _LETTERS) / 2
        if x + half + 4 > free:
            continue
        free = x - half
        drawn.append(text(x, y + 19, said, size=_LETTERS, anchor="middle", halo=True))
    return drawn


def _ends(frame: _Frame, days: Sequence[date]) -> list[str]:
    ends = [days[0]] if days[0] == days[-1] else [days[0], days[-1]]
    apart = frame.x(ends[-1]) - frame.x(ends[0])
    if len(ends) == 2 and apart < width(ends[0].isoformat(), _LETTERS) + 12:
        ends = ends[-1:]
    return [
        text(frame.x(day), frame.bottom + 20, day.isoformat(), size=_LETTERS, anchor="middle", paint=MUTED)
        for day in ends
    ]


def _written(value: Fraction, words: Words) -> str:
    whole = value.denominator == 1
    figure = Figure(value.numerator, value.denominator, "mean")
    return shown(figure, decimals=0 if whole else 1, point=words.point)
