"""Budgets: one bar per row in two parts, with the budget as a line across it, and the figures at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from kedjan_formats.pictures.colours import ACCENT, ACCENT_PALE, ALARM, INK, MUTED
from kedjan_formats.pictures.marks import MARGIN, LegendItem, axis_line, beside, empty, legend, room_for, row_label
from kedjan_formats.pictures.svg import Layout, Picture, Words, finish, line, rect, text

_BAR = 16


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A row's two parts and its budget (None: none is set) in one unit, each also `written` as it is shown."""

    label: str
    first: int
    second: int
    budget: int | None
    written: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class BudgetText:
    """Words of the bars: the rows' heading, the two parts, their sum and the budget."""

    corner: str
    first: str
    second: str
    together: str
    budget: str


def budget_bars(
    *,
    key: str,
    title: str,
    description: str,
    rows: Sequence[BudgetRow],
    texts: BudgetText,
    words: Words,
    layout: Layout = Layout.WIDE,
) -> Picture:
    """Horizontal bars from 0: the first part deep, the second pale, what lies beyond the budget's line in the alarm's
    colour. `written` of a row is the two parts, their sum and the budget.
    """
    header = (texts.corner, texts.first, texts.second, texts.together, texts.budget)
    if not rows:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    labels = beside([row.label for row in rows], layout)
    sums = [f"{row.written[2]} / {row.written[3]}" for row in rows]
    figures = room_for(sums, f"{texts.together} / {texts.budget}", 13)
    right = layout.value - MARGIN - (14 if layout.narrow else figures + 14)
    longest = max(max(row.first + row.second, row.budget or 0) for row in rows) or 1
    left = MARGIN + labels
    pitch = _BAR + 14 + (20 if layout.narrow else 0)
    signs, high = legend(_signs(texts), x=MARGIN, y=MARGIN, room=layout.value - 2 * MARGIN)
    top = MARGIN + high + 26
    drawn = [signs, text(layout.value - MARGIN, top - 6, f"{texts.together} / {texts.budget}", size=12, anchor="end",
                         paint=MUTED)]  # fmt: skip
    for place, row in enumerate(rows):
        drawn.append(_bar(row, top + place * pitch, (right - left) / longest, layout, labels))
        base = top + place * pitch + (15 if layout.narrow else 5 + _BAR / 2 + 4.5)
        drawn.append(text(layout.value - MARGIN, base, sums[place], anchor="end", bold=True))
    return finish(
        "".join(drawn), key=key, title=title, description=description, width=layout.value,
        height=top + len(rows) * pitch + MARGIN, header=header, rows=[(row.label, *row.written) for row in rows],
    )  # fmt: skip


def _bar(row: BudgetRow, top: float, scale: float, layout: Layout, labels: float) -> str:
    start = top + 5 + (20 if layout.narrow else 0)
    base = top + 15 if layout.narrow else start + _BAR / 2 + 4.5
    room = layout.value * 0.5 if layout.narrow else labels - 10
    drawn = row_label(MARGIN, base, row.label, room=room, single=layout.narrow)
    left = MARGIN + labels
    ends = (row.first, row.first + row.second)
    parts = [(0, ends[0], ACCENT), (ends[0], ends[1], ACCENT_PALE)]
    for begin, end, paint in parts:
        if end > begin:
            drawn += rect(left + begin * scale, start, (end - begin) * scale, _BAR, paint)
    if row.budget is not None:
        if ends[1] > row.budget:
            drawn += rect(left + row.budget * scale, start + _BAR - 4, (ends[1] - row.budget) * scale, 4, ALARM)
        at = left + row.budget * scale
        drawn += line(at, start - 4, at, start + _BAR + 4, INK, width=2)
    return drawn + axis_line(left, start - 5, left, start + _BAR + 5)


def _signs(texts: BudgetText) -> list[LegendItem]:
    return [
        LegendItem(lambda x, y, h: rect(x, y, 22, h, ACCENT), 22, texts.first),
        LegendItem(lambda x, y, h: rect(x, y, 22, h, ACCENT_PALE), 22, texts.second),
        LegendItem(lambda x, y, h: line(x + 3, y - 1, x + 3, y + h + 1, INK, width=2), 6, texts.budget),
    ]
