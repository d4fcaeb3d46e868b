"""Things that stand in the text of a page: something to do, a quotation, what happened when, a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.safestring import mark_safe

from kedjan_web.components.badges import Badge
from kedjan_web.components.listing import Link
from kedjan_web.components.tables import Table, text_table

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class Todo:
    """Something for the reader to do; `action` is the verb on the button."""

    title: Text
    url: str
    action: Text
    text: Text = ""
    place: Text = ""
    due: date | None = None
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words; `source` says no more of the person than the reader may know."""

    text: str
    source: Text = ""
    url: str = ""
    badges: Sequence[Badge] = ()


@dataclass(frozen=True, slots=True)
class Event:
    when: date
    title: Text
    text: Text = ""
    url: str = ""
    current: bool = False


class Drawn(Protocol):
    """A picture as kedjan_formats.pictures draws it."""

    @property
    def svg(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> tuple[tuple[str, ...], ...]: ...


@dataclass(frozen=True, slots=True)
class PictureFigure:
    """A picture, the same figures as a table, and as files. `narrow` is drawn for a phone and shown there only."""

    title: Text
    svg: str
    table: Table
    narrow: str = ""
    caption: Text = ""
    downloads: Sequence[Link] = ()


def picture_figure(
    picture: Drawn, *, narrow: Drawn | None = None, caption: Text = "", downloads: Sequence[Link] = ()
) -> PictureFigure:
    """A drawn picture with its table; the two drawings of it need keys of their own, so that ids stay unique."""
    return PictureFigure(
        title=picture.title,
        svg=mark_safe(picture.svg),  # noqa: S308  the drawing cleans every text in it
        narrow=mark_safe(narrow.svg) if narrow else "",  # noqa: S308  as above
        table=text_table(picture.title, picture.header, picture.rows, quiet=True),
        caption=caption,
        downloads=downloads,
    )
