"""How many went from which state to which: two columns of states, with streams as wide as they are many."""

from collections.abc import Sequence
from dataclasses import dataclass

from kedjan_formats.pictures.colours import ACCENT_PALE, ALARM, AXIS, INK, MUTED, OTHERS, Paint
from kedjan_formats.pictures.lettering import wrapped
from kedjan_formats.pictures.marks import MARGIN, empty, text_block
from kedjan_formats.pictures.svg import Layout, Picture, Words, finish, number, rect, tag, text

_TALL, _GAP, _BAR, _HEAD = 260, 26, 14, 34
_SIDE = {Layout.WIDE: 190, Layout.PRINT: 150, Layout.NARROW: 96}


@dataclass(frozen=True, slots=True)
class Stream:
    """So many who went from a state to another; `marked` where the reader's eye should go."""

    origin: int
    end: int
    persons: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class FlowText:
    """Words of a flow: what the columns are, and the table's headings."""

    before: str
    after: str
    persons: str


@dataclass(frozen=True, slots=True)
class _Bar:
    top: float
    height: float


def flow(
    *,
    key: str,
    title: str,
    description: str,
    before: Sequence[str],
    after: Sequence[str],
    streams: Sequence[Stream],
    texts: FlowText,
    words: Words,
    layout: Layout = Layout.WIDE,
) -> Picture:
    """States before at the left and after at the right, in the order given; a state that nobody was in is left out.

    The table has a row for each stream. Refuses a stream between states that there are not.
    """
    header = (texts.before, texts.after, texts.persons)
    total = sum(each.persons for each in streams)
    if not total:
        return empty(key=key, title=title, description=description, layout=layout, words=words, header=header)
    for each in streams:
        if not (0 <= each.origin < len(before) and 0 <= each.end < len(after)):
            raise ValueError("a stream goes from one state to another that are both there")
    side = _SIDE[layout]
    left, right = MARGIN + side, layout.value - MARGIN - side - _BAR
    scale = (_TALL - _GAP * (max(len(before), len(after)) - 1)) / total
    at_left = _bars([sum(s.persons for s in streams if s.origin == place) for place in range(len(before))], scale)
    at_right = _bars([sum(s.persons for s in streams if s.end == place) for place in range(len(after))], scale)
    drawn = [
        text(left + _BAR, 16, texts.before, size=12, anchor="end", paint=MUTED),
        text(right, 16, texts.after, size=12, paint=MUTED),
        *_ribbons(streams, (at_left, at_right), (left + _BAR, right), scale),
        *_named(before, streams, at_left, (left, side), outwards=True),
        *_named(after, streams, at_right, (right, side), outwards=False),
    ]
    rows = [(before[each.origin], after[each.end], str(each.persons)) for each in streams if each.persons]
    return finish(
        "".join(drawn), key=key, title=title, description=description, width=layout.value,
        height=_HEAD + _TALL + 24, header=header, rows=rows,
    )  # fmt: skip


def _bars(numbers: Sequence[int], scale: float) -> list[_Bar]:
    bars, top = [], float(_HEAD)
    for persons in numbers:
        bars.append(_Bar(top, persons * scale))
        top += persons * scale + (_GAP if persons else 0)
    return bars


def _ribbons(
    streams: Sequence[Stream], bars: tuple[list[_Bar], list[_Bar]], ends: tuple[float, float], scale: float
) -> list[str]:
    """Streams leave and arrive in the order of the states at the other side, so that as few as can be cross."""
    leaves, arrives = ([bar.top for bar in side] for side in bars)
    drawn = []
    for each in sorted(streams, key=lambda one: (one.origin, one.end)):
        high = each.persons * scale
        start, stop = (ends[0], leaves[each.origin]), (ends[1], arrives[each.end])
        leaves[each.origin] += high
        arrives[each.end] += high
        if not each.persons:
            continue
        paint = ALARM if each.marked else ACCENT_PALE if each.origin == each.end else OTHERS
        drawn.append(_ribbon(start, stop, max(high, 1.0), paint))
        if high >= 12:
            ink = Paint("#ffffff", "picture-paper") if each.marked else INK
            drawn.append(text(ends[0] + 10, start[1] + high / 2 + 4, str(each.persons), size=12, paint=ink))
    return drawn


def _ribbon(start: tuple[float, float], stop: tuple[float, float], high: float, paint: Paint) -> str:
    bend = (start[0] + stop[0]) / 2

    def curve(one: tuple[float, float], other: tuple[float, float]) -> str:
        points = ((bend, one[1]), (bend, other[1]), other)
        return "C" + " ".join(f"{number(x)} {number(y)}" for x, y in points)

    low_start, low_stop = (start[0], start[1] + high), (stop[0], stop[1] + high)
    d = (
        f"M{number(start[0])} {number(start[1])}{curve(start, stop)}"
        f"L{number(low_stop[0])} {number(low_stop[1])}{curve(low_stop, low_start)}Z"
    )
    return tag("path", d=d, fill=paint.colour, class_=paint.class_name)


def _named(
    names: Sequence[str], streams: Sequence[Stream], bars: list[_Bar], place_of: tuple[float, float], *, outwards: bool
) -> list[str]:
    """The bars of a column at `place_of` (its x, and the room for names beside it), with names and numbers."""
    (x, side), drawn = place_of, []
    for place, (name, bar) in enumerate(zip(names, bars, strict=True)):
        persons = sum(each.persons for each in streams if place == (each.origin if outwards else each.end))
        if not persons:
            continue
        drawn.append(rect(x, bar.top, _BAR, max(bar.height, 1.0), AXIS))
        lines = [str(persons), *wrapped(name, side - 10, 12, lines=3)]
        at, anchor = (x - 8, "end") if outwards else (x + _BAR + 8, "start")
        first = bar.top + bar.height / 2 - 7.5 * (len(lines) - 1) + 4
        drawn.append(text(at, first, lines[0], size=13, bold=True, anchor=anchor))
        drawn.append(text_block(at, first + 15, lines[1:], size=12, leading=15, anchor=anchor, paint=MUTED))
    return drawn
