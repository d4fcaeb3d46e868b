"""Tables as plain values: cells with their signs already chosen, so that a template only writes them out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan_statistics.figure import Figure, Hidden, Missing, Value
from kedjan_web.components.badges import Badge
from kedjan_web.components.numbers import shown

type Text = str | Promise
type Kind = Literal["", "hidden", "missing", "not_applicable"]

MARKS: dict[str, tuple[str, Text]] = {
    "largest": ("●", gettext_lazy("Among the largest")),
    "over": ("▲", gettext_lazy("More than the rest")),
    "under": ("▼", gettext_lazy("Less than the rest")),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and what is read aloud where the sign alone says nothing (`label`).

    `mark` is a key of MARKS, `step` a depth 0-5 of a heat table, `badge` stands before the text.
    """

    text: Text
    url: str = ""
    label: Text = ""
    kind: Kind = ""
    mark: str = ""
    step: int | None = None
    numeric: bool = False
    badge: Badge | None = None

    @property
    def sign(self) -> str:
        return MARKS[self.mark][0] if self.mark else ""

    @property
    def mark_label(self) -> Text:
        return MARKS[self.mark][1] if self.mark else ""

    @property
    def classes(self) -> str:
        chosen = {
            "k-num": self.numeric,
            "k-marked": bool(self.mark),
            "k-absent": bool(self.kind),
            f"k-heat k-heat-{self.step}": self.step is not None,
        }
        return " ".join(name for name, on in chosen.items() if on)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; with `sort_url` it is a link, and `sorted` says `ascending` or `descending` when in force."""

    label: Text
    numeric: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""

    @property
    def icon(self) -> str:
        return self.sorted or "sortable"


@dataclass(frozen=True, slots=True)
class Row:
    header: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first column heads the rows; `totals` stand last, apart. `note` is said under the caption.

    `tall` gives long tables a frame of their own to scroll in, under a heading that stays.
    """

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Sequence[Row] = ()
    note: Text = ""
    tall: bool = False
    quiet_caption: bool = False
    extra_legend: Sequence[tuple[str, Text]] = field(default=())

    @property
    def legend(self) -> list[tuple[str, Text]]:
        """Each sign that occurs in the table, with its meaning, in the order of first meeting."""
        met: dict[str, Text] = {}
        for row in (*self.rows, *self.totals):
            for cell in row.cells:
                if cell.kind:
                    met.setdefault(str(cell.text), cell.label)
                if cell.mark:
                    met.setdefault(cell.sign, cell.mark_label)
        return [*met.items(), *self.extra_legend]


def figure_cell(
    value: Value, *, decimals: int = 0, percent: bool = False, url: str = "", mark: str = "", step: int | None = None
) -> Cell:
    """A figure, or the sign and reason of what stands in its place (which has neither mark nor depth)."""
    text = shown(value, decimals=decimals, percent=percent)
    match value:
        case Figure():
            return Cell(text, url=url, mark=mark, step=step, numeric=True)
        case Hidden(fewer_than=limit):
            label = _("Not shown: fewer than %(limit)d persons") % {"limit": limit}
            return Cell(text, label=label, kind="hidden", numeric=True)
        case Missing():
            return Cell(text, label=_("No figure is available"), kind="missing", numeric=True)
    return Cell(text, label=_("Not applicable"), kind="not_applicable", numeric=True)


def text_table(caption: Text, header: Sequence[str], rows: Iterable[Sequence[str]], *, quiet: bool = False) -> Table:
    """A table of texts already shown, as a picture gives them; the first column heads the rows."""
    return Table(
        caption=caption,
        columns=[Column(label, numeric=place > 0) for place, label in enumerate(header)],
        rows=[Row(Cell(row[0]), tuple(Cell(text, numeric=True) for text in row[1:])) for row in rows],
        quiet_caption=quiet,
    )
