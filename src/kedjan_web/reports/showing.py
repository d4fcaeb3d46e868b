"""The blocks of a report as templates show them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import translation

from kedjan.reports import service as reports
from kedjan_formats.pictures import Layout
from kedjan_web import errors
from kedjan_web.components.content import PictureFigure, picture_figure
from kedjan_web.components.worded import worded
from kedjan_web.reports.numbers import NONE, Numbers, numbers_in
from kedjan_web.reports.pictures import drawn
from kedjan_web.reports.prose import Piece, pieces
from kedjan_web.reports.tables import PageTable, page_table
from kedjan_web.reports.words import LANGUAGE, paraphrased_from

type EntryShown = tuple[reports.Entry, tuple[Piece, ...]]
type Changes = Mapping[UUID, tuple[reports.Since, ...]]

KINDS: dict[type, str] = {
    reports.Paragraphs: "text",
    reports.ShownTable: "table",
    reports.ShownPicture: "picture",
    reports.Sentence: "pattern",
    reports.Quoted: "quote",
    reports.Paraphrased: "paraphrase",
    reports.Unconsented: "unconsented",
    reports.LivingPart: "living",
    reports.Explained: "definitions",
    reports.Unavailable: "unavailable",
}


@dataclass(frozen=True, slots=True)
class SinceShown:
    """What has changed, in the reader's language."""

    text: str
    label: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A block with the template that shows it (`shows`), and what that needs."""

    id: UUID
    anchor: str
    shows: str
    kind: str
    content: reports.Content
    prose: tuple[Piece, ...]
    table: PageTable | None
    picture: PictureFigure | None
    since: tuple[SinceShown, ...]
    cited: bool
    block: reports.Block
    note: str = ""
    meant: tuple[Piece, ...] = ()
    entries: tuple[tuple[str, tuple[EntryShown, ...]], ...] = ()
    numbers: Numbers = NONE

    @property
    def template(self) -> str:
        return f"kedjan/reports/blocks/{self.shows}.html"


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section with its blocks and the anchor that the table of contents leads to."""

    id: UUID
    anchor: str
    heading: str
    level: int
    blocks: tuple[BlockShown, ...]
    version: int
    standing: reports.Section


def sections_to_show(report: reports.Report, since: Changes) -> tuple[SectionShown, ...]:
    """Return the sections of a report for a page; what it says is in the language of reports."""
    with translation.override(LANGUAGE):
        numbers = numbers_in(report)
        every = [block for section in report.sections for block in section.blocks]
        blocks = {block.id: block_to_show(block, numbers.get(block.id, NONE)) for block in every}
    return tuple(
        SectionShown(
            section.id,
            f"avsnitt-{number}",
            section.heading,
            section.level,
            tuple(_with_changes(blocks[block.id], since.get(block.id, ())) for block in section.blocks),
            section.version,
            section,
        )
        for number, section in enumerate(report.sections, start=1)
    )


def block_to_show(block: reports.Block, numbers: Numbers = NONE) -> BlockShown:
    """Return one block for a page; `numbers` are those of its figure and table in the report."""
    content = block.content
    shown = content if isinstance(content, reports.ShownPicture) else None
    comment = content.text if isinstance(content, reports.Paragraphs) else getattr(content, "comment", "")
    return BlockShown(
        block.id,
        f"stycke-{block.id.hex[:12]}",
        KINDS[type(content)],
        block.kind.value,
        content,
        tuple(pieces(comment)),
        page_table(content.table) if isinstance(content, reports.ShownTable) else None,
        _figure(shown, block.id, numbers) if shown else None,
        (),
        block.kind not in {reports.BlockKind.TEXT, reports.BlockKind.DEFINITIONS},
        block,
        paraphrased_from(content) if isinstance(content, reports.Paraphrased) else "",
        tuple(pieces(content.explanation)) if isinstance(content, reports.LivingPart) else (),
        _entries(content) if isinstance(content, reports.LivingPart) else (),
        numbers,
    )


def _entries(part: reports.LivingPart) -> tuple[tuple[str, tuple[EntryShown, ...]], ...]:
    return tuple(
        (heading, tuple((each, tuple(pieces(each.more))) for each in entries)) for heading, entries in part.entries
    )


def _figure(shown: reports.ShownPicture, id: UUID, numbers: Numbers) -> PictureFigure:
    wide = drawn(shown, key=f"bred-{id.hex[:12]}", layout=Layout.WIDE)
    narrow = drawn(shown, key=f"smal-{id.hex[:12]}", layout=Layout.NARROW)
    figure = picture_figure(wide, narrow=narrow, caption=numbered(numbers.figure, wide.title))
    if not numbers.table:
        return figure
    table = replace(figure.table, caption=numbered(numbers.table, wide.title), quiet_caption=False)
    return replace(figure, table=table)


def numbered(called: str, caption: str) -> str:
    """Return a caption with the number before it, as documents write it."""
    return f"{called}. {caption}" if called else caption


def _with_changes(shown: BlockShown, changes: tuple[reports.Since, ...]) -> BlockShown:
    said = (
        SinceShown(errors.said(each.message, {}), worded(each.label), worded(each.then), worded(each.now))
        for each in changes
    )
    return replace(shown, since=tuple(said))
