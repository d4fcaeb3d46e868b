"""Small multiples: one small line chart per group on one scale, every other group pale behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from kedjan_formats.pictures.colours import ACCENT, AXIS, LINES, MUTED, OTHERS
from kedjan_formats.pictures.lettering import cut_short, longest_word, width
from kedjan_formats.pictures.marks import MARGIN, LegendItem, empty, hatched, kinds_legend, legend, spoken
from kedjan_formats.pictures.svg import Layout, Picture, Words, covered, dot, finish, line, stroked, text
from kedjan_statistics.figure import Figure, Hidden, Point, Value, shown

_PLOT = 104
_HEAD = 34
_FOOT = 32
_SPACE = 26


@dataclass(frozen=True, slots=True)
class Series:
    """A group's values, one for each column, and where its chart leads."""

    label: str
    values: tuple[Value, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class MultiplesText:
    """Words of small multiples: the heading of the groups, what the values are, and what the pale lines are."""

    corner: str
    unit: str
    others: str


@dataclass(frozen=True, slots=True)
class _Panel:
    """One chart's place and scale."""

    left: float
    top: float
    wide: float
    axis: float
    columns: int
    low: Fraction
    high: Fraction

    def x(self, column: int) -> float:
        room = self.wide - self.axis - 16
        return self.left + self.axis + 8 + (room / 2 if self.columns == 1 else room * column / (self.columns - 1))

    def y(self, value: Fraction) -> float:
        return self.top + _HEAD + _PLOT * (1 - float((value - self.low) / (self.high - self.low)))

    @property
    def bottom(self) -> float:
        return self.top + _HEAD + _PLOT

    @property
    def pitch(self) -> float:
        return (self.wide - self.axis - 16) / max(1, self.columns - 1)


@dataclass(frozen=True, slots=True)
class _Numbers:
    decimals: int
    percent: bool
    point: Point

    def written(self, value: Value) -> str:
        return shown(value, decimals=self.decimals, percent=self.percent, point=self.point)

    def bare(self, value: Value) -> str:
        return self.written(value).removesuffix("\u00a0%")


def small_multiples(
    *,
    key: str,
    title: str,
    description: str,
    columns: Sequence[str],
    series: Sequence[Series],
    texts: MultiplesText,
    words: Words,
    decimals: int = 1,
    percent: bool = False,
    bounds: tuple[Fraction, Fraction] | None = None,
    layout: Layout = Layout.WIDE,
) -> Picture:
    """A chart for each group with a dot and figure per column; lines break where a value is not shown.

    `bounds` are the ends of the common scale; without them the scale holds all values, from 0 for shares. Three charts
    stand side by side in WIDE, two in PRINT, one in NARROW. Refuses values outside the bounds.
    """
    if any(len(one.values) != len(columns) for one in series):
        raise ValueError("a series has one value for each column")
    header = (texts.corner, *columns)
    if not series or not columns:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    numbers = _Numbers(decimals, percent, words.point)
    panels = _panels(columns, series, layout, bounds or _bounds(series, numbers), numbers)
    drawn = [_panel(panel, columns, series, place, numbers, words=words) for place, panel in enumerate(panels)]
    foot, height = _foot(panels[-1].bottom + _FOOT + 14, series, texts, words, layout)
    table = [(one.label, *(numbers.written(value) for value in one.values)) for one in series]
    return finish(
        "".join(drawn) + foot, key=key, title=title, description=description, width=layout.value,
        height=panels[-1].bottom + _FOOT + 14 + height + MARGIN, header=header, rows=table,
    )  # fmt: skip


def _figures(series: Sequence[Series]) -> list[Fraction]:
    return [value.value for one in series for value in one.values if isinstance(value, Figure)]


def _bounds(series: Sequence[Series], numbers: _Numbers) -> tuple[Fraction, Fraction]:
    """Ends that hold every value: whole or half steps for means, tens of per cents from 0 for shares."""
    values = [*_figures(series), Fraction(0)]
    unit = Fraction(1, 10) if numbers.percent else Fraction(1, 2)
    low, high = (min(values) // unit) * unit, -((-max(values)) // unit) * unit
    return low, high if high > low else low + unit


def _panels(
    columns: Sequence[str],
    series: Sequence[Series],
    layout: Layout,
    bounds: tuple[Fraction, Fraction],
    numbers: _Numbers,
) -> list[_Panel]:
    if any(not bounds[0] <= value <= bounds[1] for value in _figures(series)):
        raise ValueError("the scale of small multiples holds every value")
    down = _HEAD + _PLOT + _FOOT + 18
    across = {Layout.WIDE: 3, Layout.PRINT: 2, Layout.NARROW: 1}[layout]
    wide = (layout.value - 2 * MARGIN - (across - 1) * _SPACE) / across
    axis = max(width(_tick(bound, numbers), 11) for bound in bounds) + 6
    return [
        _Panel(
            MARGIN + place % across * (wide + _SPACE), MARGIN + place // across * down, wide, axis,
            len(columns), *bounds,
        )
        for place in range(len(series))
    ]  # fmt: skip


def _tick(value: Fraction, numbers: _Numbers) -> str:
    decimals = 0 if (value * (100 if numbers.percent else 1)).denominator == 1 else 1
    figure = Figure(value.numerator, value.denominator, "mean")
    return shown(figure, decimals=decimals, percent=numbers.percent, point=numbers.point)


def _panel(
    panel: _Panel, columns: Sequence[str], series: Sequence[Series], place: int, numbers: _Numbers, *, words: Words
) -> str:
    own = series[place]
    heading = text(panel.left, panel.top + 13, cut_short(own.label, panel.wide, 13, bold=True), bold=True)
    others = [
        stroked(run, OTHERS, width=1.25)
        for number, other in enumerate(series)
        if number != place
        for run in _runs(panel, other.values)
        if len(run) > 1
    ]
    lines = [stroked(run, ACCENT, width=2.25) for run in _runs(panel, own.values) if len(run) > 1]
    points = [_point(panel, own.values, column, numbers) for column in range(len(columns))]
    said = "; ".join(
        spoken((columns[column],), value, numbers.written(value), words) for column, value in enumerate(own.values)
    )
    drawn = heading + _ground(panel, columns, numbers) + _gaps(panel, own.values) + "".join(others + lines + points)
    box = (panel.left, panel.top, panel.wide, _HEAD + _PLOT + _FOOT)
    return covered(own.href, f"{own.label}: {said}", drawn, box)


def _ground(panel: _Panel, columns: Sequence[str], numbers: _Numbers) -> str:
    """The lines of the lowest and highest value and of 0, and as many column names as have room."""
    drawn = []
    ticks = {panel.low, panel.high} | ({Fraction(0)} if panel.low < 0 < panel.high else set())
    for value in sorted(ticks):
        paint = AXIS if value == 0 else LINES
        at = panel.y(value)
        drawn.append(line(panel.left + panel.axis, at, panel.left + panel.wide, at, paint))
        drawn.append(
            text(panel.left + panel.axis - 5, at + 4, _tick(value, numbers), size=11, anchor="end", paint=MUTED)
        )
    every = ceil((longest_word(columns, 11) + 4) / panel.pitch) if len(columns) > 1 else 1
    for column in range(0, len(columns), every):
        room = max(panel.pitch * every - 4, 24) if len(columns) > 1 else panel.wide
        label = cut_short(columns[column], room, 11)
        drawn.append(text(panel.x(column), panel.bottom + 26, label, size=11, anchor="middle", paint=MUTED))
    return "".join(drawn)


def _runs(panel: _Panel, values: Sequence[Value]) -> Iterator[list[tuple[float, float]]]:
    """The unbroken stretches of shown values, as points."""
    run: list[tuple[float, float]] = []
    for column, value in enumerate(values):
        if isinstance(value, Figure):
            run.append((panel.x(column), panel.y(value.value)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _point(panel: _Panel, values: Sequence[Value], column: int, numbers: _Numbers) -> str:
    """The dot and its figure, away from the line; the sign of what is not shown where there is no figure."""
    value, x = values[column], panel.x(column)
    if isinstance(value, Figure):
        y, figure = panel.y(value.value), numbers.bare(value)
        below = _in_a_dip(values, column)
        label = text(x, y + 16 if below else y - 8, figure, size=11, anchor="middle", halo=True)
        return dot(x, y, 3.25, ACCENT) + (label if width(figure, 11) < panel.pitch + 2 or len(values) == 1 else "")
    return text(x, panel.bottom - 6, numbers.written(value), size=12, anchor="middle", bold=True)


def _gaps(panel: _Panel, values: Sequence[Value]) -> str:
    """Hatching where a value is hidden, behind every line."""
    half = max(2.0, min(8.0, panel.pitch / 2 - 1))
    return "".join(
        hatched(panel.x(column) - half, panel.top + _HEAD, 2 * half, _PLOT)
        for column, value in enumerate(values)
        if isinstance(value, Hidden)
    )


def _in_a_dip(values: Sequence[Value], column: int) -> bool:
    """Whether the line leaves upwards from this value, so that its figure has room below."""
    own = values[column]
    near = [value.value for value in (*values[max(0, column - 1) : column], *values[column + 1 : column + 2])
            if isinstance(value, Figure)]  # fmt: skip
    return bool(near) and isinstance(own, Figure) and own.value < sum(near, Fraction(0)) / len(near)


def _foot(
    top: float, series: Sequence[Series], texts: MultiplesText, words: Words, layout: Layout
) -> tuple[str, float]:
    items = [LegendItem(lambda x, y, _: line(x, y + 7, x + 18, y + 7, ACCENT, width=2.25), 18, texts.unit)]
    if len(series) > 1:
        items.append(LegendItem(lambda x, y, _: line(x, y + 7, x + 18, y + 7, OTHERS, width=1.5), 18, texts.others))
    items += kinds_legend([value for one in series for value in one.values], words)
    return legend(items, x=MARGIN, y=top, room=layout.value - 2 * MARGIN)
