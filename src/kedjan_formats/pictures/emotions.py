"""The emotion distribution: five steps from −2 to +2 as one bar per row, centred on the middle of 0."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kedjan_formats.pictures.colours import EMOTIONS, MUTED, Step
from kedjan_formats.pictures.lettering import width
from kedjan_formats.pictures.marks import (
    MARGIN,
    LegendItem,
    absence,
    axis_line,
    beside,
    empty,
    kind,
    legend,
    room_for,
    row_label,
)  # fmt: skip
from kedjan_formats.pictures.svg import Layout, Picture, Words, covered, finish, rect, text
from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Point, Value, shown

type Steps = tuple[int, int, int, int, int]
_POINTS = (-2, -1, 0, 1, 2)


@dataclass(frozen=True, slots=True)
class EmotionRow:
    """Answers per step from −2 to +2, or why they are not shown.

    Where the steps are shown, their number and mean are computed from them; where they are not, `answers` and `mean`
    may still be given, else they are absent for the same reason.
    """

    label: str
    steps: Steps | Hidden | Missing | NotApplicable
    href: str = ""
    answers: Value | None = None
    mean: Value | None = None


@dataclass(frozen=True, slots=True)
class EmotionText:
    """Words of an emotion distribution: the rows' heading, the five steps from lowest to highest, two columns."""

    corner: str
    steps: tuple[str, str, str, str, str]
    answers: str
    mean: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its figures worked out; `counts` is empty where the steps are not shown."""

    label: str
    href: str
    counts: tuple[int, ...]
    absent: Value
    answers: Value
    mean: Value
    point: Point

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def reach(self) -> tuple[Fraction, Fraction]:
        """The shares left and right of the middle of 0."""
        if not self.counts:
            return Fraction(0), Fraction(0)
        half = Fraction(self.counts[2], 2)
        return (sum(self.counts[:2]) + half) / self.total, (sum(self.counts[3:]) + half) / self.total

    def cells(self) -> tuple[str, ...]:
        steps = [str(count) for count in self.counts] or [shown(self.absent, decimals=0)] * 5
        return (self.label, *steps, shown(self.answers, decimals=0), shown(self.mean, decimals=1, point=self.point))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the bars lie: `scale` pixels for the share 1, `centre` the middle of 0."""

    layout: Layout
    labels: float
    left: float
    right: float
    answers: float
    mean: float
    centre: float
    scale: float

    @property
    def above(self) -> float:
        return 20 if self.layout.narrow else 0

    @property
    def bar(self) -> float:
        return 22

    @property
    def pitch(self) -> float:
        return self.bar + self.above + 8


def emotion_distribution(
    *,
    key: str,
    title: str,
    description: str,
    rows: Sequence[EmotionRow],
    texts: EmotionText,
    words: Words,
    layout: Layout = Layout.WIDE,
) -> Picture:
    """Stacked bars of shares with their counts, the number of answers and the mean at the right.

    All rows have the same scale. A row that is not shown is a hatched bar; one without answers is missing.
    """
    header = (texts.corner, *texts.steps, texts.answers, texts.mean)
    if not rows:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    lines = [_line(row, words.point) for row in rows]
    frame = _frame(lines, texts, layout)
    top_drawn, top = _top(frame, texts)
    bars = "".join(_bar(frame, top + place * frame.pitch, line, texts, words) for place, line in enumerate(lines))
    bottom = top + len(lines) * frame.pitch
    return finish(
        top_drawn + bars, key=key, title=title, description=description, width=layout.value,
        height=bottom + MARGIN, header=header, rows=[line.cells() for line in lines],
    )  # fmt: skip


def _line(row: EmotionRow, point: Point) -> _Line:
    if not isinstance(row.steps, tuple):
        return _Line(row.label, row.href, (), row.steps, row.answers or row.steps, row.mean or row.steps, point)
    if min(row.steps) < 0:
        raise ValueError("answers per step are counted from 0")
    total = sum(row.steps)
    if not total:
        return _Line(row.label, row.href, (), Missing(), Figure(0, 1, "count"), Missing(), point)
    points = sum(point * count for point, count in zip(_POINTS, row.steps, strict=True))
    mean = Figure(points, total, "mean")
    return _Line(row.label, row.href, row.steps, mean, Figure(total, 1, "count"), mean, point)


def _frame(lines: Sequence[_Line], texts: EmotionText, layout: Layout) -> _Frame:
    labels = beside([line.label for line in lines], layout)
    answers = room_for([line.cells()[-2] for line in lines], texts.answers, 13)
    mean = room_for([line.cells()[-1] for line in lines], texts.mean, 13)
    left = MARGIN + labels
    right = layout.value - MARGIN - (0 if layout.narrow else answers + mean + 8)
    before = max(line.reach[0] for line in lines)
    after = max(line.reach[1] for line in lines)
    scale = (right - left) / float(before + after or 1)
    return _Frame(layout, labels, left, right, answers, mean, left + float(before or Fraction(1, 2)) * scale, scale)


def _top(frame: _Frame, texts: EmotionText) -> tuple[str, float]:
    """The five steps with their names, and the headings of the two columns."""
    items = [LegendItem(_swatch(step), 14, label) for step, label in zip(EMOTIONS, texts.steps, strict=True)]
    end = frame.layout.value - MARGIN
    drawn, height = legend(items, x=MARGIN, y=MARGIN, room=end - MARGIN)
    top = MARGIN + height + (22 if frame.layout.narrow else 18)
    drawn += text(end, top - 9, texts.mean, size=12, anchor="end", paint=MUTED)
    drawn += text(end - frame.mean, top - 9, texts.answers, size=12, anchor="end", paint=MUTED)
    return drawn, top


def _swatch(step: Step) -> Callable[[float, float, float], str]:
    return lambda x, y, high: rect(x, y, 14, high, step.fill, round_=2)


def _bar(frame: _Frame, top: float, row: _Line, texts: EmotionText, words: Words) -> str:
    start, end = top + frame.above, frame.layout.value - MARGIN
    base = top + 14 if frame.layout.narrow else start + frame.bar / 2 + 4.5
    room = frame.layout.value - 2 * MARGIN - frame.answers - frame.mean if frame.layout.narrow else frame.labels
    figures = row.cells()[-2:]
    drawn = row_label(MARGIN, base, row.label, room=room - 10, single=frame.layout.narrow)
    drawn += text(end, base, figures[1], anchor="end", bold=True)
    drawn += text(end - frame.mean, base, figures[0], anchor="end", paint=MUTED)
    if row.counts:
        bar = _segments(frame, start, row.counts)
    else:
        bar = absence(frame.left, start, frame.right - frame.left, frame.bar, value=row.absent, words=words)
    drawn += axis_line(frame.centre, start - 4, frame.centre, start + frame.bar + 4) if row.counts else ""
    box = (frame.left, start, frame.right - frame.left, frame.bar)
    return drawn + covered(row.href, _said(row, texts, words), bar, box)


def _said(row: _Line, texts: EmotionText, words: Words) -> str:
    """What a screen reader says of a bar: every figure drawn in it, and those beside it."""
    mean = f"{texts.mean} {kind(row.mean, words) or row.cells()[-1]}"
    counts = [f"{step} {count}" for step, count in zip(texts.steps, row.counts, strict=False)]
    return f"{row.label}: " + ", ".join([*counts, mean])


def _segments(frame: _Frame, top: float, counts: tuple[int, ...]) -> str:
    """The bar's parts from left to right, each with its count where the count fits."""
    total, drawn = sum(counts), []
    at = frame.centre - float(Fraction(2 * sum(counts[:2]) + counts[2], 2 * total)) * frame.scale
    for count, step in zip(counts, EMOTIONS, strict=True):
        wide = count / total * frame.scale
        if count:
            drawn.append(rect(at, top, max(1.0, wide - 1), frame.bar, step.fill))
        if count and width(str(count), 12) + 4 < wide:
            drawn.append(
                text(at + wide / 2, top + frame.bar / 2 + 4.5, str(count), size=12, anchor="middle", paint=step.ink)
            )
        at += wide
    return "".join(drawn)
