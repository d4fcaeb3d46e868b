"""How a report looks in Word where the provider has no template of its own: calm, dark teal headings, A4."""

from collections.abc import Mapping
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import BaseStyle

_ACCENT = RGBColor(0x0B, 0x4A, 0x5A)
_INK = RGBColor(0x1D, 0x2A, 0x30)
_FONT = "Calibri"
_SIZES = {"Title": 30, "Subtitle": 14, "Heading 1": 20, "Heading 2": 15, "Heading 3": 12, "Heading 4": 11}
_QUIETER = {"Normal": 11, "Caption": 9.5, "Quote": 11, "TOC Heading": 20}


def dress(document: WordDocument, styles: Mapping[str, BaseStyle]) -> None:
    """Give the plain document its page and its styles their looks."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    for name, size in (_SIZES | _QUIETER).items():
        style: Any = styles[name]
        style.font.size, style.font.name = Pt(size), _FONT
        _only(style, _FONT)
        style.font.color.rgb = _INK if name in ("Normal", "Quote", "Subtitle") else _ACCENT
        style.font.bold = name not in ("Normal", "Quote", "Subtitle")
        style.font.italic = name == "Quote"
        style.paragraph_format.space_after = Pt(8)
        if name.startswith("Heading"):
            style.paragraph_format.space_before = Pt(18)
            style.paragraph_format.keep_with_next = True
    quote: Any = styles["Quote"]
    quote.paragraph_format.left_indent = Mm(8)
    title: Any = styles["Title"]
    title.paragraph_format.space_before = Pt(140)
    for border in title.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def _only(style: Any, font: str) -> None:
    """Take away the theme's fonts, which would win over the named one."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if "heme" in key:
            del fonts.attrib[key]
    fonts.set(qn("w:hAnsi"), font)
