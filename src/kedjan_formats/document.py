"""A report as neutral blocks, from which Word, PDF and a web page are written alike.

All text is plain: nothing in it is markup in any format. Texts come in translated; only the furniture (page numbers,
"Tabell", "Figur") has words of its own here, in `Labels`.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kedjan_formats.drawings import check_svg
from kedjan_formats.pictures.svg import Picture as Chart


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of running text."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A mark in the text, such as `1`, that leads to the source with the same key in a `Sources` block."""

    key: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in the text, such as `Tabell 3`, to the table or picture with the same key."""

    key: str


type Inline = Run | Citation | Reference
type Text = str | tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; a document's levels go down one step at a time."""

    text: str
    level: Literal[1, 2, 3, 4] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `lead` is set larger, `note` smaller."""

    text: Text
    style: Literal["body", "lead", "note"] = "body"


@dataclass(frozen=True, slots=True)
class List:
    """Items with bullets, or numbers when `ordered`."""

    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, and who may be named as having said them."""

    text: str
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a cell stand out: a symbol, a light background (#rrggbb) and the words that explain it."""

    symbol: str
    colour: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text as shown; `absent` for hidden, missing and not applicable; `note` is the sign of a note below."""

    text: str
    mark: Mark | None = None
    note: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading over one or several columns."""

    text: str
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; `total` sets it apart from those above."""

    cells: tuple[Cell | str, ...]
    total: bool = False


type Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with caption, one or more heading rows, and the first column as row headings unless told otherwise.

    `align` and `widths` (relative) have one entry per column; empty means text to the left in the first column, numbers
    to the right in the others. Refuses rows of other widths than the headings.
    """

    caption: str
    head: tuple[tuple[HeadCell | str, ...], ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    align: tuple[Align, ...] = ()
    widths: tuple[int, ...] = ()
    header_column: bool = True
    key: str = ""

    def __post_init__(self) -> None:
        widths = {sum(cell.span for cell in row) for row in self.headings()} | {len(row.cells) for row in self.rows}
        widths |= {len(sizes) for sizes in (self.align, self.widths) if sizes}
        if not self.head or len(widths) != 1:
            raise ValueError(
                f"the rows of the table {self.caption!r} have different numbers of columns: {sorted(widths)}"
            )

    @property
    def columns(self) -> int:
        return sum(cell.span for cell in self.headings()[0])

    @property
    def row_headings(self) -> bool:
        """Whether the first cell of each row is the heading of others beside it."""
        return self.header_column and self.columns > 1

    def headings(self) -> tuple[tuple[HeadCell, ...], ...]:
        """The heading rows with every cell as a HeadCell."""
        return tuple(tuple(HeadCell(cell) if isinstance(cell, str) else cell for cell in row) for row in self.head)

    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows with every cell as a Cell."""
        return tuple(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in row.cells) for row in self.rows)

    def aligned(self) -> tuple[Align, ...]:
        """How each column is aligned."""
        right: Align = "right"
        return self.align or ("left", *(right for _ in range(self.columns - 1)))

    def marks(self) -> tuple[Mark, ...]:
        """The marks that occur, once each, in order."""
        return tuple(dict.fromkeys(cell.mark for row in self.cells() for cell in row if cell.mark))


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG: `title` becomes the caption, `description` the text for those who do not see it.

    `table` holds the picture's figures and follows it. `width` is the share of the text width, in per cent.
    Refuses SVG that holds anything but drawing: scripts, styles, links to files.
    """

    svg: str
    title: str
    description: str
    table: Table | None = None
    width: int = 100
    key: str = ""

    def __post_init__(self) -> None:
        check_svg(self.svg)
        if not self.description.strip():
            raise ValueError(f"the picture {self.title!r} has no description")


@dataclass(frozen=True, slots=True)
class Definition:
    term: str
    text: Text


@dataclass(frozen=True, slots=True)
class Definitions:
    """Words and what they mean, in an appendix."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation rests on: its key in the text, what it is, and what has been remarked about it since."""

    key: str
    text: Text
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The list that citations lead to."""

    items: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, down to a level of headings."""

    depth: int = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of pictures, or of tables, by their captions."""

    of: Literal["pictures", "tables"]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins on a new page."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the lines of a long document go (`word_long`); nothing elsewhere."""

    number: int


type Block = (
    Heading | Paragraph | List | Quote | Table | Picture | Definitions | Sources | Contents | Listing | PageBreak
)


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a document's furniture."""

    table: str = "Tabell"
    figure: str = "Figur"
    contents: str = "Innehåll"
    pictures: str = "Figurer"
    tables: str = "Tabeller"
    page: str = "Sida"
    of: str = "av"


ENGLISH = Labels("Table", "Figure", "Contents", "Figures", "Tables", "Page", "of")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who and when, for the file's properties; `facts` are shown on the cover as rows of label and value.

    `status` ("Fastställd 2026-11-16") stands at the foot of each page.
    """

    organisation: str = ""
    author: str = ""
    status: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    created: dt.datetime | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report; `language` is a tag such as `sv` or `sv-SE`."""

    title: str
    blocks: tuple[Block | Slot, ...]
    subtitle: str = ""
    language: str = "sv"
    metadata: Metadata = field(default_factory=Metadata)
    labels: Labels = field(default_factory=Labels)

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document needs a title")
        keys = self.source_keys()
        if len(set(keys)) < len(keys) or "" in keys:
            raise ValueError("every source needs a key of its own")
        named = list(self.numbered())
        if len(set(named)) < len(named):
            raise ValueError("every table and picture that is referred to needs a key of its own")

    def source_keys(self) -> tuple[str, ...]:
        """The keys that citations can lead to, in order."""
        return tuple(source.key for block in self.blocks if isinstance(block, Sources) for source in block.items)

    def numbered(self) -> Iterator[str]:
        """The keys of tables and pictures that can be referred to."""
        for block in self.blocks:
            pair = (block, block.table) if isinstance(block, Picture) else (block,)
            yield from (one.key for one in pair if isinstance(one, Table | Picture) and one.key)

    def called(self) -> Iterator[tuple[str, str, int]]:
        """What tables and pictures that can be referred to are called: key, label and number."""
        numbers: Counter[str] = Counter()
        for block in self.blocks:
            for one in (block, block.table) if isinstance(block, Picture) else (block,):
                if isinstance(one, Table | Picture):
                    label = self.labels.table if isinstance(one, Table) else self.labels.figure
                    numbers[label] += 1
                    if one.key:
                        yield one.key, label, numbers[label]

    def captions(self, of: Literal["pictures", "tables"]) -> tuple[str, ...]:
        """The captions of pictures, or of tables, in the order of their numbers."""
        if of == "tables":
            return tuple(table.caption for table in self.tables())
        return tuple(block.title for block in self.blocks if isinstance(block, Picture))

    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order, those of pictures among them."""
        found = (block.table if isinstance(block, Picture) else block for block in self.blocks)
        return tuple(one for one in found if isinstance(one, Table))


def charted(chart: Chart, *, with_table: bool = True) -> Picture:
    """A chart drawn for the page as a picture of the document, followed by its figures as a table."""
    rows = tuple(Row(row) for row in chart.rows)
    table = Table(chart.title, (chart.header,), rows) if with_table and rows else None
    return Picture(chart.svg, chart.title, chart.description, table)


def runs(text: Text) -> Iterator[Inline]:
    """The text as its pieces."""
    yield from ((Run(text),) if isinstance(text, str) else text)
