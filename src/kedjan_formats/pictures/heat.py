"""The heat table: a table whose cells are coloured by their exact size, or by how far they are from 0."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kedjan_formats.pictures.colours import AXIS, INK, LINES, MUTED, SHARES, Scale
from kedjan_formats.pictures.lettering import longest_word, widest, wrapped
from kedjan_formats.pictures.marks import (
    MARGIN,
    LegendItem,
    corner,
    empty,
    hatched,
    kinds_legend,
    label_column,
    legend,
    row_label,
    signed,
    spoken,
    text_block,
)  # fmt: skip
from kedjan_formats.pictures.svg import Layout, Picture, Words, finish, line, linked, rect, tag, text
from kedjan_statistics.figure import Figure, Hidden, Unit, Value, shown

_SIZE = 13
_GAP = 2
_PER_CENT = "\u00a0%"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A value, whether it is marked, and where it leads."""

    value: Value
    marked: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row of cells, as many as there are columns."""

    label: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row of figures under the table, without colour: how many answers, mean emotion."""

    label: str
    values: tuple[Value, ...]
    decimals: int = 0
    percent: bool = False


@dataclass(frozen=True, slots=True)
class HeatText:
    """Words of a heat table: what its corner and its colours stand for, and what the triangle marks."""

    corner: str
    unit: str
    marked: str


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where columns and rows stand."""

    layout: Layout
    labels: float
    column: float
    row: float
    above: float
    head: float
    turned: tuple[bool, ...]
    columns: int
    totals: int
    x0: float = field(default=MARGIN)

    def left(self, place: int) -> float:
        extra = 8 if place >= self.columns - self.totals and self.totals else 0
        return self.x0 + self.labels + place * self.column + extra

    def top(self, place: int) -> float:
        return self.head + place * (self.row + self.above) + self.above

    @property
    def right(self) -> float:
        return self.left(self.columns - 1) + self.column


@dataclass(frozen=True, slots=True)
class _Numbers:
    decimals: int
    percent: bool
    scale: Scale
    words: Words

    def written(self, value: Value) -> str:
        if self.scale.diverging:
            return signed(value, decimals=self.decimals, percent=self.percent, point=self.words.point).removesuffix(
                _PER_CENT
            )
        return shown(value, decimals=self.decimals, percent=self.percent, point=self.words.point)


def heat_table(
    *,
    key: str,
    title: str,
    description: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    texts: HeatText,
    words: Words,
    scale: Scale = SHARES,
    decimals: int = 0,
    percent: bool = True,
    totals: int = 0,
    below: Sequence[PlainRow] = (),
    layout: Layout = Layout.WIDE,
) -> Picture:
    """A heat table of rows by columns; the last `totals` columns stand apart, `below` are rows without colour.

    Cells are coloured by exact value on `scale`; a diverging scale shows differences with their sign. A marked cell
    has a triangle and bold figures. The per cent sign stands in the legend and in the table of figures, not in each
    cell; differences of shares are percentage points, which `texts.unit` says, and carry no sign of it.
    Refuses a row with more or fewer cells than there are columns.
    """
    if any(len(row.cells) != len(columns) for row in rows) or any(len(row.values) != len(columns) for row in below):
        raise ValueError("a row of a heat table has one cell for each column")
    header = (texts.corner, *columns)
    if not rows or not columns:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    numbers = _Numbers(decimals, percent, scale, words)
    grid = _grid(columns, [*(row.label for row in rows), *(row.label for row in below)], totals, layout)
    drawn = [_head(grid, columns)]
    drawn += [_row(grid, place, row, columns, numbers) for place, row in enumerate(rows)]
    below_drawn, bottom = _below(grid, len(rows), below, words)
    items = _items(rows, below, texts.marked, words)
    foot, height = _foot(grid, bottom + 12, items, texts.unit, numbers)
    table = [(row.label, *(numbers.written(cell.value) for cell in row.cells)) for row in rows]
    table += [(row.label, *_plain(row, words)) for row in below]
    return finish(
        "".join(drawn) + below_drawn + foot, key=key, title=title, description=description,
        width=max(grid.right + MARGIN, min(layout.value, 358)), height=bottom + 12 + height + MARGIN, header=header,
        rows=table,
    )  # fmt: skip


def _grid(columns: Sequence[str], labels: Sequence[str], totals: int, layout: Layout) -> _Grid:
    """Columns share the room left by the labels; their headings turn upwards where a word is too long for one."""
    beside = 0 if layout.narrow else label_column(labels, size=_SIZE, most=layout.value * 0.31)
    free = layout.value - 2 * MARGIN - beside - (8 if totals else 0)
    longest = longest_word(columns, 12, bold=True)
    column = max(30.0 if layout.narrow else 24.0, min(free / len(columns), 120.0, max(86.0, longest + 6)))
    apart = len(columns) - totals
    turned = (longest_word(columns[:apart], 12, bold=True) > column - 4,) * apart
    turned += tuple(longest_word([label], 12, bold=True) > column - 4 for label in columns[apart:])
    tall = max(
        widest(_heading(label, column, turned=up), 12, bold=True) + 8
        if up
        else 15 * len(_heading(label, column, turned=up)) + 6
        for label, up in zip(columns, turned, strict=True)
    )
    return _Grid(
        layout=layout, labels=beside, column=column, row=26 if layout.narrow else 28, above=21 if layout.narrow else 0,
        head=tall + MARGIN, turned=turned, columns=len(columns), totals=totals,
    )  # fmt: skip


def _heading(label: str, column: float, *, turned: bool) -> tuple[str, ...]:
    if turned:
        return wrapped(label, 150, 12, bold=True) if column >= 34 else wrapped(label, 260, 12, lines=1, bold=True)
    return wrapped(label, column - 4, 12, lines=3, bold=True)


def _head(grid: _Grid, columns: Sequence[str]) -> str:
    drawn = []
    for place, label in enumerate(columns):
        lines = _heading(label, grid.column, turned=grid.turned[place])
        middle = grid.left(place) + grid.column / 2 - _GAP / 2
        if grid.turned[place]:
            first = middle + 4 - 7 * (len(lines) - 1)
            drawn += [
                text(first + 14 * number, grid.head - 6, words, size=12, bold=True, turned=True)
                for number, words in enumerate(lines)
            ]
        else:
            top = grid.head - 7 - 15 * (len(lines) - 1)
            drawn.append(text_block(middle, top, lines, size=12, leading=15, anchor="middle", bold=True))
    return "".join(drawn)


def _label(grid: _Grid, top: float, label: str) -> str:
    """Beside the row, in at most two lines; above it in the narrow layout."""
    if grid.layout.narrow:
        return row_label(grid.x0, top - 5, label, room=grid.layout.value - 8, single=True)
    return row_label(grid.x0, top + grid.row / 2 + 4, label, room=grid.labels - 10)


def _row(grid: _Grid, place: int, row: HeatRow, columns: Sequence[str], numbers: _Numbers) -> str:
    top = grid.top(place)
    cells = [
        _cell(grid, (grid.left(number), top), cell, (row.label, columns[number]), numbers)
        for number, cell in enumerate(row.cells)
    ]
    return _label(grid, top, row.label) + "".join(cells)


def _cell(grid: _Grid, corner_: tuple[float, float], cell: HeatCell, place: tuple[str, str], numbers: _Numbers) -> str:
    left, top = corner_
    wide, high = grid.column - _GAP, grid.row - _GAP
    written, ink = numbers.written(cell.value), INK
    if isinstance(cell.value, Figure):
        step = numbers.scale.step(cell.value.value)
        drawn, ink = rect(left, top, wide, high, step.fill, round_=2), step.ink
    elif isinstance(cell.value, Hidden):
        drawn = hatched(left, top, wide, high)
    else:
        drawn = ""
    size = 12 if grid.column < 40 else _SIZE
    figure = written.removesuffix(_PER_CENT)
    base = top + high / 2 + 4.5
    drawn += text(left + wide / 2, base, figure, size=size, anchor="middle", bold=cell.marked, paint=ink)
    if cell.marked:
        drawn += corner(left + wide - 3, top + 3, ink, size=7 if grid.column < 40 else 8)
    if not cell.href and not isinstance(cell.value, Figure):  # a dot, said aloud between two figures, says nothing
        return tag("g", drawn, aria_hidden="true")
    return linked(cell.href, spoken(place, cell.value, written, numbers.words), drawn)


def _plain(row: PlainRow, words: Words) -> list[str]:
    return [shown(value, decimals=row.decimals, percent=row.percent, point=words.point) for value in row.values]


def _below(grid: _Grid, rows: int, below: Sequence[PlainRow], words: Words) -> tuple[str, float]:
    top = grid.top(rows) - grid.above + 4
    if not below:
        return "", top
    drawn = [line(grid.x0, top, grid.right - _GAP, top, LINES)]
    size = 12 if grid.column < 40 else _SIZE
    for row in below:
        start = top + 3 + grid.above
        drawn.append(_label(grid, start, row.label))
        drawn += [
            text(grid.left(place) + grid.column / 2 - 1, start + grid.row / 2 + 3.5, figure, size=size, anchor="middle",
                 paint=MUTED)
            for place, figure in enumerate(_plain(row, words))
        ]  # fmt: skip
        top += grid.row - 4 + grid.above
    return "".join(drawn), top + 4


def _foot(grid: _Grid, top: float, items: Sequence[LegendItem], unit: str, numbers: _Numbers) -> tuple[str, float]:
    """What the colours mean, and beside or below them the triangle and the signs of absence."""
    ramp, ramp_wide = _ramp(grid.x0, top, unit, numbers)
    if not items:
        return ramp, 48
    start, end = grid.x0 + ramp_wide + 28, max(grid.right, 350)
    if end - start > 260:
        drawn, height = legend(items, x=start, y=top, room=end - start)
        return ramp + drawn, max(48.0, height)
    drawn, height = legend(items, x=grid.x0, y=top + 56, room=end - grid.x0)
    return ramp + drawn, 56 + height


def _items(rows: Sequence[HeatRow], below: Sequence[PlainRow], marked: str, words: Words) -> list[LegendItem]:
    cells = [cell for row in rows for cell in row.cells]
    triangle = [LegendItem(lambda x, y, _: corner(x + 10, y + 2, INK, size=10), 10, marked)]
    absent = kinds_legend([cell.value for cell in cells] + [value for row in below for value in row.values], words)
    return (triangle if any(cell.marked for cell in cells) else []) + absent


def _ramp(x: float, y: float, unit: str, numbers: _Numbers) -> tuple[str, float]:
    """The steps side by side with the values between them, under the name of the unit."""
    wide, high = 38, 12
    drawn = [text(x, y + 11, unit, size=12, paint=MUTED)]
    for place, step in enumerate(numbers.scale.steps):
        drawn.append(rect(x + place * wide, y + 18, wide - 1, high, step.fill))
    for place, bound in enumerate(numbers.scale.bounds, start=1):
        at = x + place * wide - 0.5
        drawn.append(line(at, y + 18, at, y + 33, AXIS))
        drawn.append(text(at, y + 44, _bound(bound, numbers), size=11, anchor="middle", paint=MUTED))
    return "".join(drawn), max(wide * len(numbers.scale.steps), widest([unit], 12))


def _bound(bound: Fraction, numbers: _Numbers) -> str:
    unit: Unit = "difference" if numbers.scale.diverging else "mean"
    figure = Figure(bound.numerator, bound.denominator, unit)
    return numbers.written(figure)
