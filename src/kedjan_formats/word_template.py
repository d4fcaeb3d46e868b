"""A provider's own Word template: refused when it could do harm, and its styles found by English or Swedish names."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import BaseStyle

from kedjan_formats.unreadable import Unreadable

__all__ = ["NAMES", "Opened", "opened"]

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
LARGEST_RATIO = 200
_MOST_PARTS = 2000
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")

NAMES: Mapping[str, tuple[str, ...]] = {
    "Title": ("Title", "Rubrik"),
    "Subtitle": ("Subtitle", "Underrubrik"),
    "Heading 1": ("Heading 1", "Rubrik 1"),
    "Heading 2": ("Heading 2", "Rubrik 2"),
    "Heading 3": ("Heading 3", "Rubrik 3"),
    "Heading 4": ("Heading 4", "Rubrik 4"),
    "Normal": ("Normal", "Brödtext", "Body Text"),
    "Caption": ("Caption", "Beskrivning"),
    "Quote": ("Quote", "Citat"),
    "List Bullet": ("List Bullet", "Punktlista"),
    "List Number": ("List Number", "Numrerad lista"),
    "TOC Heading": ("TOC Heading", "Innehållsförteckningsrubrik"),
    "Table Grid": ("Table Grid", "Tabellrutnät"),
}
"""The styles a report uses, each with the names it may have in a template."""

LISTS: Mapping[str, tuple[str, ...]] = {
    "toc 1": ("toc 1", "Innehåll 1"),
    "toc 2": ("toc 2", "Innehåll 2"),
    "toc 3": ("toc 3", "Innehåll 3"),
    "table of figures": ("table of figures", "Figurförteckning"),
}
"""The styles that Word gives lists of contents, pictures and tables. A template has them when it has such a list; one
that has none lacks nothing."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A template ready to be written in: the document without its body, a style for each name, those it lacked."""

    document: WordDocument
    styles: Mapping[str, BaseStyle]
    missing: tuple[str, ...]


def opened(template: bytes | None) -> Opened:
    """Open a template, or the plain one, and take its body out; headers, footers and page setup stay.

    Refuses what is no docx or dotx (`not_a_template`), macros (`macros`), parts fetched from elsewhere (`external`) and
    archives that unpack to unreasonable sizes (`too_large`).
    """
    if template is not None:
        check(template)
    try:
        document = docx.Document(io.BytesIO(_as_document(template)) if template is not None else None)
        _empty(document)
        _try_out(document)
        found = {name: _find(document, names) for name, names in NAMES.items()}
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, SyntaxError, LookupError):
        raise Unreadable("not_a_template") from None
    missing = tuple(name for name, style in found.items() if style is None)
    found |= {name: _find(document, names) for name, names in LISTS.items()}
    styles = {name: style if style is not None else _made(document, name) for name, style in found.items()}
    return Opened(document, styles, missing if template is not None else ())


def check(template: bytes) -> None:
    """Refuse a template that could do harm, before anything opens it."""
    if len(template) > LARGEST:
        raise Unreadable("too_large", limit="10 MB")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Unreadable("not_a_template") from None


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if size > LARGEST_UNPACKED or len(parts) > _MOST_PARTS:
        raise Unreadable("too_large", limit="100 MB")
    if any(part.file_size > 1_000_000 and part.file_size > LARGEST_RATIO * part.compress_size for part in parts):
        raise Unreadable("too_large", limit="100 MB")
    names = {part.filename for part in parts}
    if not {"word/document.xml", "[Content_Types].xml"} <= names or archive.testzip():
        raise Unreadable("not_a_template")
    kinds = archive.read("[Content_Types].xml").lower()
    if b"macroenabled" in kinds or any(re.search(r"vba|activex|/embeddings/", name, re.IGNORECASE) for name in names):
        raise Unreadable("macros")
    for name in names:
        if name.endswith((".rels", ".xml")) and b"<!DOCTYPE" in archive.read(name).replace(b"\0", b"").upper():
            raise Unreadable("not_a_template")
        if name.endswith(".rels"):
            _check_links(archive.read(name))


def _check_links(relationships: bytes) -> None:
    """Refuse parts that Word would fetch from elsewhere; ordinary links in a header or footer are only text."""
    for found in _LINK.findall(relationships):
        if _EXTERNAL.search(found) and not _HYPERLINK.search(found):
            raise Unreadable("external")
    if b"<!" in relationships.replace(b"<!--", b""):
        raise Unreadable("not_a_template")


def _empty(document: WordDocument) -> None:
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    body.get_or_add_sectPr()


def _try_out(document: WordDocument) -> None:
    """Touch what a report will be written into, so that a spoilt template is found here and not half-way."""
    for section in document.sections:
        list(section.footer.paragraphs)
    str(document.core_properties.title)


def _as_document(template: bytes) -> bytes:
    """The template (.dotx) said to be a document, since only its list of contents tells the two apart."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.infolist():
            content = source.read(one)
            if one.filename == "[Content_Types].xml":
                content = content.replace(b".template.main+xml", b".document.main+xml")
            target.writestr(one.filename, content)
    return out.getvalue()


def _find(document: WordDocument, names: tuple[str, ...]) -> BaseStyle | None:
    by_name: dict[str, BaseStyle] = {str(style.name).casefold(): style for style in document.styles if style.name}
    by_id: dict[str, BaseStyle] = {str(style.style_id).casefold(): style for style in document.styles}
    for name in names:
        style = by_name.get(name.casefold()) or by_id.get(name.replace(" ", "").casefold())
        if style is not None:
            return style
    return None


def _made(document: WordDocument, name: str) -> BaseStyle:
    """A plain style in place of the one that the template lacks."""
    kind = WD_STYLE_TYPE.TABLE if name == "Table Grid" else WD_STYLE_TYPE.PARAGRAPH
    style: Any = document.styles.add_style(name, kind, builtin=True)
    if kind is WD_STYLE_TYPE.PARAGRAPH:
        style.base_style = _find(document, NAMES["Normal"]) if name != "Normal" else None
        style.font.bold = name.startswith(("Heading", "Title", "TOC", "Caption"))
        style.font.italic = name == "Quote"
        if name.startswith("Heading"):
            style.font.size = Pt(20 - 3 * int(name[-1]))
            style.font.color.rgb = RGBColor(0x0B, 0x4A, 0x5A)
            _outline(style, int(name[-1]) - 1)
        if name in LISTS:
            _list_line(style, int(name[-1]) if name[-1].isdigit() else 1)
    made: BaseStyle = style
    return made


def _list_line(style: Any, level: int) -> None:
    """Make the style a line of a list: close to the next, indented by its level."""
    form = style.paragraph_format
    form.space_before, form.space_after, form.left_indent = Pt(0), Pt(4), Pt(14 * (level - 1))


def dot_lists(document: WordDocument, styles: Mapping[str, BaseStyle]) -> None:
    """Let dots lead to the pages' numbers in lists whose style says nothing of it, now that the page has its width."""
    section = document.sections[-1]
    wide = (section.page_width or Mm(210)) - (section.left_margin or Mm(25)) - (section.right_margin or Mm(25))
    for name in LISTS:
        style: Any = styles[name]
        if not len(style.paragraph_format.tab_stops):
            style.paragraph_format.tab_stops.add_tab_stop(Emu(wide), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _outline(style: Any, level: int) -> None:
    """Make the style a heading also to those who navigate by headings."""
    properties = style.element.get_or_add_pPr()
    element = properties.makeelement(properties.tag.replace("}pPr", "}outlineLvl"), {})
    element.set(properties.tag.replace("}pPr", "}val"), str(level))
    properties.append(element)
