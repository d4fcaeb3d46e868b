"""Documents written as Word: real heading styles, captions that number themselves, heading rows, descriptions.

With a provider's template the report takes its styles, headers and page setup; what the template lacks gets a plain
style in its place, and `missing_styles` tells which.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from kedjan_formats import drawings, word_xml
from kedjan_formats.document import (
    Block,
    Cell,
    Citation,
    Contents,
    Definitions,
    Document,
    Heading,
    List,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Reference,
    Slot,
    Sources,
    Table,
    Text,
    runs,
)
from kedjan_formats.word_looks import dress
from kedjan_formats.word_template import dot_lists, opened
from kedjan_formats.word_widths import set_widths

__all__ = ["missing_styles", "write"]

_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUIET = RGBColor(0x4D, 0x5C, 0x63)


def write(document: Document, *, template: bytes | None = None) -> bytes:
    """The document as docx, in the template's styles where one is given; raises Unreadable for a template refused."""
    return Writer(document, template).written()


def missing_styles(template: bytes) -> tuple[str, ...]:
    """The styles a report uses that the template lacks; raises Unreadable for a template refused."""
    return opened(template).missing


def slot_mark(number: int) -> str:
    """What stands where the lines of a slot are to go: a comment, which no text can be taken for."""
    return f"slot-{number}"


def clean(text: str) -> str:
    """The text without what XML cannot hold, each line break as one sign."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Called:
    """What a table or picture that is referred to is called: its bookmark, and the words with its number."""

    name: str
    text: str


def _called(document: Document) -> Iterator[tuple[str, Called]]:
    for key, label, number in document.called():
        yield key, Called(f"_Ref{label}{number:04d}", f"{label} {number}")


class Writer:
    """The state of writing one document: the file, its styles, and how many of each thing there are."""

    def __init__(self, document: Document, template: bytes | None) -> None:
        self.document = document
        base = opened(template)
        self.word = base.document
        self.styles: Mapping[str, Any] = base.styles
        if template is None:
            dress(self.word, self.styles)
        dot_lists(self.word, self.styles)
        self.numbers: Counter[str] = Counter()
        self.keys = document.source_keys()
        self.called = dict(_called(document))

    def written(self) -> bytes:
        """The whole document as docx."""
        self.cover()
        for block in self.document.blocks:
            self.block(block)
        self.furniture()
        data = io.BytesIO()
        self.word.save(data)
        return data.getvalue()

    def paragraph(self, text: Text, style: str = "Normal") -> WordParagraph:
        made = self.word.add_paragraph(style=self.styles[style])
        self.fill(made, text)
        return made

    def fill(self, paragraph: WordParagraph, text: Text) -> None:
        for piece in runs(text):
            if isinstance(piece, Citation):
                self.cite(paragraph, piece)
            elif isinstance(piece, Reference):
                self.refer(paragraph, piece)
            else:
                run = paragraph.add_run(clean(piece.text))
                run.bold, run.italic = piece.strong or None, piece.emphasis or None

    def cite(self, paragraph: WordParagraph, citation: Citation) -> None:
        mark = clean(f"[{citation.key}]")
        if citation.key in self.keys:
            word_xml.link_to(paragraph, f"belagg_{self.keys.index(citation.key)}", mark, raised=True)
        else:
            paragraph.add_run(mark).font.superscript = True

    def refer(self, paragraph: WordParagraph, reference: Reference) -> None:
        """A cross reference as Word's own, which says another number when the tables are others."""
        if reference.key in self.called:
            word_xml.add_field(paragraph, f"REF {self.called[reference.key].name} \\h", self.called[reference.key].text)

    def cover(self) -> None:
        about = self.document.metadata
        if about.organisation:
            self.paragraph(about.organisation)
        self.paragraph(self.document.title, "Title")
        if self.document.subtitle:
            self.paragraph(self.document.subtitle, "Subtitle")
        for name, value in about.facts:
            made = self.paragraph(f"{name}: ")
            made.add_run(clean(value)).bold = True
        self.page_break()

    def page_break(self) -> None:
        self.word.add_paragraph(style=self.styles["Normal"]).add_run().add_break(WD_BREAK.PAGE)

    def block(self, block: Block | Slot) -> None:
        match block:
            case Heading():
                self.heading(block)
            case Table():
                self.table(block)
            case Picture():
                self.picture(block)
            case Contents():
                self.contents(block)
            case Listing():
                self.listing(block)
            case Sources():
                self.sources(block)
            case PageBreak():
                self.page_break()
            case Slot():
                self.word.element.body[-1].addprevious(word_xml.comment(slot_mark(block.number)))
            case _:
                self.prose(block)

    def prose(self, block: Paragraph | List | Quote | Definitions) -> None:
        match block:
            case Paragraph():
                made = self.paragraph(block.text)
                size = {"lead": Pt(13), "note": Pt(9)}.get(block.style)
                for run in made.runs if size else ():
                    run.font.size = size
            case List():
                for item in block.items:
                    self.paragraph(item, "List Number" if block.ordered else "List Bullet")
            case Quote():
                made = self.paragraph(block.text, "Quote")
                if block.attribution:
                    made.add_run().add_break()
                    made.add_run(clean(f"– {block.attribution}")).italic = False
            case Definitions():
                for one in block.items:
                    self.paragraph(one.term).runs[0].bold = True
                    self.word.paragraphs[-1].paragraph_format.keep_with_next = True
                    self.paragraph(one.text)

    def heading(self, block: Heading) -> None:
        made = self.paragraph(block.text, f"Heading {block.level}")
        place = self.numbers["heading"]
        self.numbers["heading"] += 1
        word_xml.bookmark(made, f"_Toc{place:08d}", place)

    def contents(self, block: Contents) -> None:
        """The table of contents as a field, filled with the headings so that it is right before Word updates it."""
        self.paragraph(self.document.labels.contents, "TOC Heading")
        wanted = [one for one in self.document.blocks if isinstance(one, Heading)]
        field = self.word.add_paragraph(style=self.styles["Normal"])
        word_xml.begin_field(field, f'TOC \\o "1-{block.depth}" \\h \\z \\u')
        for place, one in enumerate(wanted):
            if one.level <= block.depth:
                line = self.word.add_paragraph(style=self.styles[f"toc {min(one.level, 3)}"])
                word_xml.link_to(line, f"_Toc{place:08d}", clean(one.text))
        word_xml.end_field(self.word.add_paragraph(style=self.styles["Normal"]))

    def listing(self, block: Listing) -> None:
        """The list of pictures or tables as a field over their captions, filled as that of the contents is."""
        labels = self.document.labels
        label, title = (labels.table, labels.tables) if block.of == "tables" else (labels.figure, labels.pictures)
        self.paragraph(title, "TOC Heading")
        field = self.word.add_paragraph(style=self.styles["Normal"])
        word_xml.begin_field(field, f'TOC \\h \\z \\c "{label}"')
        for place, caption in enumerate(self.document.captions(block.of), start=1):
            line = self.word.add_paragraph(style=self.styles["table of figures"])
            word_xml.link_to(line, f"_List{label}{place:04d}", clean(f"{label} {place}. {caption}"))
        word_xml.end_field(self.word.add_paragraph(style=self.styles["Normal"]))

    def caption(self, label: str, text: str, *, above: bool, key: str = "") -> None:
        self.numbers[label] += 1
        self.numbers["caption"] += 1
        place, mark = self.numbers[label], 20_000 + self.numbers["caption"]
        made = self.word.add_paragraph(style=self.styles["Caption"])
        made.add_run(f"{label} ")
        word_xml.add_field(made, f"SEQ {label} \\* ARABIC", str(place))
        if key in self.called:
            word_xml.bookmark(made, self.called[key].name, 10_000 + mark)
        made.add_run(clean(f". {text}"))
        word_xml.bookmark(made, f"_List{label}{place:04d}", mark)
        made.paragraph_format.keep_with_next = above

    def table(self, block: Table) -> None:
        self.caption(self.document.labels.table, block.caption, above=True, key=block.key)
        headings = block.headings()
        made = self.word.add_table(len(headings) + len(block.rows), block.columns)
        made.style = self.styles["Table Grid"]
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        for place, heading_row in enumerate(headings):
            at = 0
            for heading in heading_row:
                cell = made.cell(place, at)
                if heading.span > 1:
                    cell = cell.merge(made.cell(place, at + heading.span - 1))
                self.cell(cell, Cell(heading.text), "centre" if heading.span > 1 else block.aligned()[at], bold=True)
                at += heading.span
        for row, cells, word_row in zip(block.rows, block.cells(), list(made.rows)[len(headings) :], strict=True):
            for value, align, cell in zip(cells, block.aligned(), word_row.cells, strict=True):
                self.cell(cell, value, align, bold=row.total)
        set_widths(made, block, self.text_width())
        word_xml.mark_heading_rows(made, len(headings), first_column=block.header_column)
        word_xml.describe_table(made, clean(block.caption), clean(" ".join(block.notes) or block.caption))
        below = (*(f"{mark.symbol} {mark.meaning}" for mark in block.marks()), *block.notes)
        for place, note in enumerate(below):
            self.block(Paragraph(note, "note"))
            self.word.paragraphs[-1].paragraph_format.space_before = Pt(0 if place else 6)
            self.word.paragraphs[-1].paragraph_format.space_after = Pt(10 if place == len(below) - 1 else 2)

    def text_width(self) -> int:
        """Return the width between the margins, in EMU."""
        section = self.word.sections[-1]
        return (section.page_width or Emu(7_560_000)) - (section.left_margin or 0) - (section.right_margin or 0)

    def cell(self, cell: Any, value: Cell, align: str, *, bold: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _ALIGNED[align]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if value.mark:
            paragraph.add_run(clean(f"{value.mark.symbol}\u00a0"))
            word_xml.shade(cell, value.mark.colour)
        run = paragraph.add_run(clean(value.text))
        run.bold, run.italic = bold or None, value.absent or None
        if value.absent:
            run.font.color.rgb = _QUIET
        if value.note:
            paragraph.add_run(clean(value.note)).font.superscript = True
        for one in paragraph.runs:
            one.font.size = Pt(8 if len(cell._parent.columns) > 6 else 9)

    def picture(self, block: Picture) -> None:
        wide = self.text_width()
        holder = self.word.add_paragraph(style=self.styles["Normal"])
        holder.paragraph_format.keep_with_next = True
        shape = holder.add_run().add_picture(io.BytesIO(drawings.png(block.svg)), width=Emu(wide * block.width // 100))
        word_xml.describe_picture(shape, clean(block.title), clean(block.description))
        self.caption(self.document.labels.figure, block.title, above=False, key=block.key)
        if block.table:
            self.table(block.table)

    def sources(self, block: Sources) -> None:
        for one in block.items:
            made = self.paragraph(f"[{one.key}] ")
            self.fill(made, one.text)
            word_xml.bookmark(made, f"belagg_{self.keys.index(one.key)}", 10_000 + self.keys.index(one.key))
            if one.remark:
                made.add_run().add_break()
                made.add_run(clean(one.remark)).italic = True

    def furniture(self) -> None:
        """Page numbers, the language and the file's properties."""
        about, labels = self.document.metadata, self.document.labels
        language = {"sv": "sv-SE", "en": "en-GB"}.get(self.document.language, self.document.language)
        word_xml.set_language(self.word, language)
        footer = self.word.sections[-1].footer
        line = footer.paragraphs[-1] if footer.paragraphs else footer.add_paragraph()
        if "PAGE" not in footer._element.xml:
            line.add_run(f"{clean(about.status)}{' · ' if about.status else ''}{labels.page} ")
            word_xml.add_field(line, "PAGE", "1")
            line.add_run(f" {labels.of} ")
            word_xml.add_field(line, "NUMPAGES", "1")
        properties = self.word.core_properties
        properties.title, properties.subject = clean(self.document.title)[:255], clean(about.subject)[:255]
        properties.author = properties.last_modified_by = clean(about.author or about.organisation)[:255]
        properties.keywords, properties.language = clean(", ".join(about.keywords))[:255], language
        properties.comments, properties.revision = "", 1
        if about.created:
            properties.created = properties.modified = about.created
