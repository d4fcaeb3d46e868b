"""The PDF's own structure, read back: what a screen reader meets, and that no text of people is ever markup."""

import dataclasses
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import pdf
from kedjan_formats.document import Document, Heading, Labels, Paragraph, Picture, Quote, Row, Table
from tests.formats.sample import MARKUP, REPORT


def opened(document: Document, **options: bool) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf.write(document, **options)))


def elements(node: Any) -> Iterator[Any]:
    """Every structure element, in reading order."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def tags(document: pikepdf.Pdf) -> list[str]:
    return [str(one.S) for one in elements(document.Root.StructTreeRoot.K)]


def words(document: pikepdf.Pdf) -> str:
    """The text that the pages show, by the fonts' own maps back to Unicode."""
    return "".join("".join(_page_words(page)) for page in document.pages)


def _page_words(page: pikepdf.Page) -> Iterator[str]:
    maps = {name: _unicode_map(font) for name, font in page.Resources.Font.items()}
    current: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    yield from (current.get(int.from_bytes(raw[at : at + 2]), "?") for at in range(0, len(raw), 2))


def _unicode_map(font: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        parts = line.replace("<", " ").replace(">", " ").split()
        if len(parts) == 2 and line.startswith("<"):
            found[int(parts[0], 16)] = bytes.fromhex(parts[1]).decode("utf-16-be")
    return found


REPORT_PDF = pdf.write(REPORT)


@pytest.fixture(scope="module")
def report() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(REPORT_PDF)) as document:
        yield document


def test_the_report_says_that_it_is_pdf_ua_tagged_swedish_and_titled(report: pikepdf.Pdf) -> None:
    assert report.Root.MarkInfo.Marked
    assert str(report.Root.Lang) == "sv-SE"
    assert report.Root.ViewerPreferences.DisplayDocTitle
    with report.open_metadata() as xmp:
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["dc:title"] == REPORT.title
        assert xmp["dc:creator"] == ["Barn- och utbildningsförvaltningen"]


def test_headings_are_tagged_by_level_in_reading_order(report: pikepdf.Pdf) -> None:
    levels = [tag for tag in tags(report) if tag.startswith("/H") and tag[2:].isdigit()]
    assert levels == ["/H1", "/H1", "/H2", "/H1", "/H2", "/H3", "/H4", "/H1", "/H1"]


def test_tables_have_heading_cells_that_every_cell_points_to(report: pikepdf.Pdf) -> None:
    found = [one for one in elements(report.Root.StructTreeRoot.K) if str(one.S) == "/Table"]
    assert len(found) == 2
    inside = list(elements(found[0].K))
    heads = [one for one in inside if str(one.S) == "/TH"]
    assert len(heads) == 3 + 11 + 6
    assert sum(str(one.S) == "/TD" for one in inside) == 6 * 10
    assert "/THead" in [str(one.S) for one in inside]
    assert "/Caption" in [str(one.S) for one in inside]


def test_pictures_carry_their_description(report: pikepdf.Pdf) -> None:
    figures = [one for one in elements(report.Root.StructTreeRoot.K) if str(one.S) == "/Figure"]
    assert [str(one.Alt) for one in figures] == ["Liggande staplar: grundskola 171, förskola 142, gymnasieskola 71."]


def test_quotes_lists_links_and_contents_are_tagged_as_such(report: pikepdf.Pdf) -> None:
    found = tags(report)
    assert found.count("/BlockQuote") == 2
    assert found.count("/L") == 2
    assert found.count("/LI") == 5
    assert found.count("/TOCI") == 6
    assert "/Link" in found


def test_captions_page_numbers_and_status_are_in_swedish(report: pikepdf.Pdf) -> None:
    text = words(report)
    assert "Tabell 1" in text.replace("\u00a0", " ")
    assert "Figur 1" in text.replace("\u00a0", " ")
    assert "Sida 3 av 5" in text
    assert "Fastställd 2026-11-16" in text


def test_nothing_that_people_write_is_markup(report: pikepdf.Pdf) -> None:
    assert words(report).replace(" ", "").count(MARKUP.replace(" ", "")) == 2


def test_an_archive_copy_is_pdf_a_as_well() -> None:
    with opened(REPORT, archive=True) as document, document.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf.write(REPORT) == REPORT_PDF


def test_every_font_is_our_own_and_embedded(report: pikepdf.Pdf) -> None:
    names = {
        str(font.BaseFont)
        for page in report.pages
        for font in page.Resources.get("/Font", pikepdf.Dictionary()).values()
    }
    assert names
    assert all("+Inter-" in name for name in names)


def test_a_report_in_english_says_table_and_page_in_english() -> None:
    labels = Labels("Table", "Figure", "Contents", "Figures", "Tables", "Page", "of")
    table = Table("Loops", (("a", "b"),), (Row(("1", "2")),))
    with opened(Document("Report", (Heading("One"), table), language="en", labels=labels)) as document:
        assert str(document.Root.Lang) == "en"
        assert "Table 1" in words(document).replace("\u00a0", " ")
        assert "Page 2 of 2" in words(document)


def test_a_long_table_repeats_its_heading_on_the_next_page() -> None:
    rows = tuple(Row((f"Skola {number}", str(number))) for number in range(120))
    with opened(Document("Lång", (Heading("Skolor"), Table("Skolor", (("Skolans namn", "Antal"),), rows)))) as document:
        assert len(document.pages) > 3
        assert words(document).count("Skolans namn") == len(document.pages) - 1


@pytest.mark.parametrize(
    "svg",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><style>*{}</style></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><rect onload="x"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(http://x/y#z)"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        "<svg/>",
        "<svg",
    ],
)
def test_a_picture_that_is_more_than_a_drawing_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match=r"not allowed|not well formed|not svg"):
        Picture(svg, "t", "d")


def test_a_picture_without_description_is_refused() -> None:
    with pytest.raises(ValueError, match="no description"):
        Picture('<svg xmlns="http://www.w3.org/2000/svg"/>', "t", " ")


def test_a_table_whose_rows_differ_in_width_is_refused() -> None:
    with pytest.raises(ValueError, match="numbers of columns"):
        Table("t", (("a", "b"),), (Row(("1",)),))


text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cn"]), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(text, text, text)
def test_any_text_can_be_set_anywhere(first: str, second: str, third: str) -> None:
    blocks = (
        Heading(first),
        Paragraph(second),
        Quote(third, first),
        Table(second, ((third, first),), (Row((second, third)),)),
    )
    document = dataclasses.replace(REPORT, title=first + "t", subtitle=second, blocks=blocks)
    assert pdf.write(document).startswith(b"%PDF-1.7")
