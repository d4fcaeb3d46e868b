"""SVG text written piece by piece: only rect, line, path, circle, text, a, g, title and desc.

Looks come from presentation attributes, so that a picture stands alone on white paper (Word, PDF) and passes a policy
that forbids style elements and style attributes. Class names let a page recolour it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape

from kedjan_formats.pictures.colours import HALO, INK, Paint
from kedjan_statistics.figure import Point

FONT = "Inter, Liberation Sans, Arial, Helvetica, sans-serif"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SAFE_LINK = re.compile(r"(/(?!/)|[?#]|https://)")


class Layout(Enum):
    """The width in pixels a picture is composed for; type sizes are the same in all three.

    WIDE for a page from 800 pixels, NARROW for a phone (390 less margins), PRINT for the text width of an A4 page.
    """

    WIDE = 960
    PRINT = 640
    NARROW = 358

    @property
    def narrow(self) -> bool:
        return self is Layout.NARROW


@dataclass(frozen=True, slots=True)
class Words:
    """The reader's language: why a number is hidden or missing, what stands in an empty picture, the decimal sign."""

    hidden: str
    missing: str
    not_applicable: str
    empty: str
    point: Point = ","


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart, the words that describe it, and every figure in it as a table of shown texts."""

    svg: str
    title: str
    description: str
    width: int
    height: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def clean(text: str) -> str:
    """Text safe inside markup and attributes; characters that XML cannot hold become U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=True)


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def tag(name: str, content: str | None = None, /, **attributes: str | float | None) -> str:
    """One element; `stroke_width` becomes `stroke-width`, `class_` becomes `class`, None is left out.

    `content` is markup already cleaned; attribute values are cleaned here.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{clean(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def rect(x: float, y: float, width: float, height: float, paint: Paint, *, round_: float = 0) -> str:
    return tag(
        "rect", x=x, y=y, width=width, height=height, rx=round_ or None, fill=paint.colour, class_=paint.class_name
    )


def line(x1: float, y1: float, x2: float, y2: float, paint: Paint, *, width: float = 1, dash: str | None = None) -> str:
    return tag(
        "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=paint.colour, stroke_width=width, stroke_dasharray=dash,
        class_=paint.class_name,
    )  # fmt: skip


def stroked(points: Sequence[tuple[float, float]], paint: Paint, *, width: float) -> str:
    """An open line through the points."""
    d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return tag(
        "path", d=d, fill="none", stroke=paint.colour, stroke_width=width, stroke_linejoin="round",
        stroke_linecap="round", class_=paint.class_name,
    )  # fmt: skip


def shape(points: Sequence[tuple[float, float]], paint: Paint) -> str:
    """A closed, filled outline."""
    d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"
    return tag("path", d=d, fill=paint.colour, class_=paint.class_name)


def dot(x: float, y: float, radius: float, paint: Paint) -> str:
    return tag("circle", cx=x, cy=y, r=radius, fill=paint.colour, class_=paint.class_name)


def ring(x: float, y: float, radius: float, paint: Paint, *, width: float = 2) -> str:
    return tag(
        "circle", cx=x, cy=y, r=radius, fill="none", stroke=paint.colour, stroke_width=width, class_=paint.class_name
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 13,
    anchor: str = "start",
    bold: bool = False,
    paint: Paint = INK,
    turned: bool = False,
    halo: bool = False,
) -> str:
    """Words with their baseline at y; `turned` reads upwards from the point, a `halo` keeps them clear of lines."""
    ring_ = {"stroke": HALO.colour, "stroke_width": "3", "stroke_linejoin": "round", "paint_order": "stroke"}
    return tag(
        "text",
        clean(words),
        x=x,
        y=y,
        font_size=size,
        text_anchor=None if anchor == "start" else anchor,
        font_weight="600" if bold else None,
        fill=paint.colour,
        class_=f"{paint.class_name} {HALO.class_name}" if halo else paint.class_name,
        transform=f"rotate(-90 {number(x)} {number(y)})" if turned else None,
        **(ring_ if halo else {}),
    )


def linked(href: str, label: str, content: str) -> str:
    """Content that leads somewhere when `href` is given; the label is what a screen reader says.

    Refuses addresses that are neither of the same site (`/`, `?`, `#`) nor https.
    """
    if not href:
        return content
    if not _SAFE_LINK.match(href):
        raise ValueError("a picture links only within the site or by https")
    return tag("a", content, href=href, aria_label=label, class_="picture-link")


def covered(href: str, label: str, content: str, box: tuple[float, float, float, float]) -> str:
    """Content under a link as large as `box` (x, y, width, height) when `href` is given; else the content alone.

    For marks with several figures: the link holds no text of its own, so `label` has to say every figure drawn.
    """
    if not href:
        return content
    x, y, width, height = box
    area = tag("rect", x=x, y=y, width=width, height=height, fill="none", pointer_events="all")
    return tag("g", content, aria_hidden="true") + linked(href, label, area)


def finish(
    content: str,
    *,
    key: str,
    title: str,
    description: str,
    width: float,
    height: float,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> Picture:
    """The whole drawing with its name for those who hear it; `key` begins its ids and must be unique on the page.

    The role is `img`, or `group` where the marks are links: what an image holds cannot be reached by keyboard.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("a picture's key is letters, digits, - and _")
    whole_width, whole_height = round(width), round(height)
    svg = tag(
        "svg",
        tag("title", clean(title), id=f"{key}-title")
        + tag("desc", clean(description), id=f"{key}-desc")
        + tag("g", content, font_family=FONT),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {whole_width} {whole_height}",
        width=whole_width,
        height=whole_height,
        role="group" if 'class="picture-link"' in content else "img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="picture",
    )
    return Picture(svg, title, description, whole_width, whole_height, tuple(header), tuple(tuple(row) for row in rows))
