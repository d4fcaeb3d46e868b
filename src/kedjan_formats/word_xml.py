"""The pieces of Word's own markup that python-docx has no words for: fields, bookmarks, heading rows, descriptions."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree


def element(tag: str, /, **attributes: str) -> Any:
    """One element of the w namespace with attributes of the same: element("w:shd", fill="cfe6ec")."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def comment(text: str) -> Any:
    """A comment of the markup, which nobody sees."""
    return etree.Comment(text)


def add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """A field that Word computes, with what it shows until then."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: WordParagraph, instruction: str) -> None:
    """The beginning of a field, whose shown text may go on over several paragraphs."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def end_field(paragraph: WordParagraph) -> None:
    """The end of the field that was begun last."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def bookmark(paragraph: WordParagraph, name: str, number: int) -> None:
    """A place in the text that links can lead to."""
    first = element("w:bookmarkStart", id=str(number), name=name)
    at = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(at, first)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def link_to(paragraph: WordParagraph, name: str, text: str, *, raised: bool = False) -> None:
    """Text that leads to a bookmark."""
    run = paragraph.add_run(text)
    run.font.superscript = raised or None
    link = element("w:hyperlink", anchor=name, history="1")
    paragraph._p.replace(run._r, link)
    link.append(run._r)


def mark_heading_rows(table: WordTable, rows: int, *, first_column: bool) -> None:
    """Say which rows are headings (repeated on each page) and whether the first column is; rows stay whole."""
    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("w:cantSplit"))
        if place < rows:
            properties.append(element("w:tblHeader"))
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    column = "1" if first_column else "0"
    look = {"firstRow": "1", "lastRow": "0", "firstColumn": column, "lastColumn": "0", "noHBand": "0", "noVBand": "1"}
    properties.append(element("w:tblLook", val="04A0" if first_column else "0420", **look))


def describe_table(table: WordTable, caption: str, description: str) -> None:
    """The words for those who do not see the table."""
    table._tbl.tblPr.append(element("w:tblCaption", val=caption))
    table._tbl.tblPr.append(element("w:tblDescription", val=description))


def describe_picture(shape: Any, title: str, description: str) -> None:
    """The words for those who do not see the picture."""
    for properties in (shape._inline.docPr, shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr):
        properties.set("title", title)
        properties.set("descr", description)


def shade(cell: Any, colour: str) -> None:
    """A light background, given as #rrggbb."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour.lstrip("#").upper()))


def set_language(document: Any, language: str) -> None:
    """The language of every text that does not say otherwise."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = element("w:docDefaults")
        styles.insert(0, defaults)
    properties = _child(_child(defaults, "w:rPrDefault"), "w:rPr")
    for old in list(styles.iter(qn("w:lang"))):
        old.getparent().remove(old)
    properties.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))


def _child(parent: Any, name: str) -> Any:
    found = parent.find(qn(name))
    if found is None:
        found = element(name)
        parent.append(found)
    return found
