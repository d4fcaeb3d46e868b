"""Shares with their intervals: one bar per group, a whisker from the lower to the upper limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kedjan_formats.pictures.colours import ACCENT_PALE, INK, LINES, MUTED, OTHERS
from kedjan_formats.pictures.marks import (
    MARGIN,
    absence,
    axis_line,
    beside,
    empty,
    room_for,
    row_label,
    spoken,
)  # fmt: skip
from kedjan_formats.pictures.svg import Layout, Picture, Words, dot, finish, line, linked, rect, text
from kedjan_statistics.figure import Figure, Value, round_half_away, shown

_BAR = 16
# Where the scale may end, and how many equal parts its guide lines then make: whole and even per cents.
_GUIDES = {
    Fraction(1, 10): 5, Fraction(1, 5): 4, Fraction(3, 10): 3, Fraction(2, 5): 4, Fraction(1, 2): 5, Fraction(3, 5): 3,
    Fraction(4, 5): 4, Fraction(1): 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A group's share (0 to 1) and the limits of its interval, which are drawn only where the share is.

    One that is `beside` stands there for the row above to be held against: it is drawn paler.
    """

    label: str
    share: Value
    low: Fraction | None = None
    high: Fraction | None = None
    href: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class ShareText:
    """Words of the bars: the rows' heading, and the columns of shares, intervals and denominators."""

    corner: str
    share: str
    interval: str
    answers: str


@dataclass(frozen=True, slots=True)
class _Frame:
    layout: Layout
    labels: float
    left: float
    right: float
    top: Fraction
    columns: tuple[float, float, float]

    @property
    def above(self) -> float:
        return 20 if self.layout.narrow else 0

    @property
    def pitch(self) -> float:
        return _BAR + 14 + self.above

    @property
    def guides(self) -> tuple[Fraction, ...]:
        parts = _GUIDES[self.top]
        return tuple(self.top * part / parts for part in range(parts + 1))

    def at(self, value: Fraction) -> float:
        return self.left + float(value / self.top) * (self.right - self.left)


def share_bars(
    *,
    key: str,
    title: str,
    description: str,
    rows: Sequence[ShareRow],
    texts: ShareText,
    words: Words,
    layout: Layout = Layout.WIDE,
) -> Picture:
    """Horizontal bars from 0 with whiskers, to compare groups; figures at the right, a hatched bar where hidden.

    Refuses limits outside 0 to 1, or that do not hold the share between them.
    """
    header = (texts.corner, texts.share, texts.interval, texts.answers)
    if not rows:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    for row in rows:
        _refuse_unless_between(row)
    frame = _frame(rows, texts, layout)
    scale, top = _scale(frame, texts, len(rows))
    bars = "".join(_bar(frame, top + place * frame.pitch, row, words) for place, row in enumerate(rows))
    bottom = top + len(rows) * frame.pitch
    return finish(
        scale + bars, key=key, title=title, description=description, width=layout.value,
        height=bottom + 20 + MARGIN, header=header, rows=[(row.label, *_figures(row)) for row in rows],
    )  # fmt: skip


def _refuse_unless_between(row: ShareRow) -> None:
    if not isinstance(row.share, Figure) or row.low is None or row.high is None:
        return
    if not 0 <= row.low <= row.share.value <= row.high <= 1:
        raise ValueError("an interval of a share lies within 0 to 1 and holds the share")


def _figures(row: ShareRow) -> tuple[str, str, str]:
    """The share, its interval in whole per cent and its denominator, as they are shown."""
    share = shown(row.share, decimals=0, percent=True)
    if not isinstance(row.share, Figure):
        return share, share, share
    answers = shown(Figure(row.share.denominator, 1, "count"), decimals=0)
    if row.low is None or row.high is None:
        return share, "", answers
    limits = "–".join(str(round_half_away(limit * 100, 0)) for limit in (row.low, row.high))
    return share, limits, answers


def _frame(rows: Sequence[ShareRow], texts: ShareText, layout: Layout) -> _Frame:
    labels = beside([row.label for row in rows], layout)
    figures = list(zip(*(_figures(row) for row in rows), strict=True))
    headings = (texts.share, texts.interval, texts.answers)
    share, interval, answers = (room_for(f, h, 13) + 4 for f, h in zip(figures, headings, strict=True))
    right = layout.value - MARGIN - (14 if layout.narrow else share + interval + answers + 14)
    ends = [row.high or row.share.value for row in rows if isinstance(row.share, Figure)]
    highest = max(ends, default=Fraction(1))
    top = next((end for end in _GUIDES if highest <= end), Fraction(1))
    return _Frame(layout, labels, MARGIN + labels, right, top, (share, interval, answers))


def _ends(frame: _Frame) -> tuple[float, float, float]:
    """Where the three columns of figures end."""
    end = frame.layout.value - MARGIN
    return end - frame.columns[1] - frame.columns[2], end - frame.columns[2], end


def _scale(frame: _Frame, texts: ShareText, rows: int) -> tuple[str, float]:
    """Guide lines with their per cents below, and the headings of the columns."""
    top = MARGIN + 26.0
    bottom = top + rows * frame.pitch
    drawn = []
    for value in frame.guides:
        label = shown(Figure(value.numerator, value.denominator, "share"), decimals=0, percent=True)
        anchor = "start" if value == 0 and frame.layout.narrow else "middle"
        drawn.append(text(frame.at(value), bottom + 14, label, size=11, anchor=anchor, paint=MUTED))
    headings = (texts.share, texts.interval, texts.answers)
    drawn += [
        text(end, MARGIN + 12, heading, size=12, anchor="end", paint=MUTED)
        for end, heading in zip(_ends(frame), headings, strict=True)
    ]
    return "".join(drawn), top


def _guides(frame: _Frame, start: float) -> str:
    """The guide lines behind one bar; in the narrow layout they leave the label above it alone."""
    ends = (start - 7, start + _BAR + 7)
    drawn = [line(frame.at(value), ends[0], frame.at(value), ends[1], LINES) for value in frame.guides[1:]]
    return "".join(drawn)


def _bar(frame: _Frame, top: float, row: ShareRow, words: Words) -> str:
    start = top + frame.above + 5
    base = top + 15 if frame.layout.narrow else start + _BAR / 2 + 4.5
    room = _ends(frame)[0] - frame.columns[0] - MARGIN if frame.layout.narrow else frame.labels - 10
    figures, ends = _figures(row), _ends(frame)
    drawn = _guides(frame, start) + axis_line(frame.left, start - 7, frame.left, start + _BAR + 7)
    drawn += row_label(MARGIN, base, row.label, room=room, single=frame.layout.narrow)
    drawn += text(ends[0], base, figures[0], anchor="end", bold=True)
    drawn += text(ends[1], base, figures[1], anchor="end") + text(ends[2], base, figures[2], anchor="end", paint=MUTED)
    if isinstance(row.share, Figure):
        paint = OTHERS if row.beside else ACCENT_PALE
        bar = rect(frame.left, start, frame.at(row.share.value) - frame.left, _BAR, paint)
        bar += _whisker(frame, start + _BAR / 2, row, row.share)
    else:
        bar = absence(frame.left, start, frame.right - frame.left, _BAR, value=row.share, words=words)
    return drawn + linked(row.href, spoken((row.label,), row.share, " ".join(figures[:2]).strip(), words), bar)


def _whisker(frame: _Frame, middle: float, row: ShareRow, share: Figure) -> str:
    point = dot(frame.at(share.value), middle, 3.5, INK)
    if row.low is None or row.high is None:
        return point
    low, high = frame.at(row.low), frame.at(row.high)
    return point + "".join(
        line(x1, y1, x2, y2, INK, width=1.5)
        for x1, y1, x2, y2 in (
            (low, middle, high, middle), (low, middle - 4, low, middle + 4), (high, middle - 4, high, middle + 4),
        )
    )  # fmt: skip
