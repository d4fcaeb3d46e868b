"""The Word file's own markup, read back: headings, captions, heading rows, descriptions; and providers' templates."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import word
from kedjan_formats.document import Document, Heading, List, Paragraph, Quote, Row, Table
from kedjan_formats.unreadable import Unreadable
from tests.formats.sample import MARKUP, PICTURE, REPORT

REPORT_DOCX = word.write(REPORT)


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def changed(data: bytes, **parts: bytes) -> bytes:
    """The archive with parts added or replaced; `__` in a name stands for a slash, `_dot_` for a dot."""
    out = io.BytesIO()
    new = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.infolist():
            if one.filename not in new:
                target.writestr(one, source.read(one))
        for name, content in new.items():
            target.writestr(name, content)
    return out.getvalue()


def template(*, without: tuple[str, ...] = ()) -> bytes:
    """A provider's template: its own heading style, a header, text that must not come along, styles taken away."""
    made: Any = docx.Document()
    made.styles["Heading 1"].font.size = docx.shared.Pt(33)
    made.sections[0].header.paragraphs[0].text = "Ekköpings kommuns sidhuvud"
    made.add_paragraph("Skriv din text här")
    made.add_table(1, 1)
    for name in without:
        style = made.styles[name]
        style.element.getparent().remove(style.element)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


TEMPLATE = template()


def test_headings_have_words_own_heading_styles() -> None:
    found = [
        (one.style.name, one.text) for one in opened(REPORT_DOCX).paragraphs if one.style.name.startswith("Heading")
    ]
    assert found[0] == ("Heading 1", "Sammanfattning")
    assert [name[-1] for name, _ in found] == ["1", "2", "1", "2", "3", "4", "1", "1"]


def test_captions_number_themselves_and_say_table_and_figure_in_swedish() -> None:
    captions = [one for one in opened(REPORT_DOCX).paragraphs if one.style.name == "Caption"]
    assert [one.text.split(".")[0] for one in captions] == ["Tabell 1", "Figur 1", "Tabell 2"]
    assert [re.findall(r"SEQ (\w+)", one._p.xml) for one in captions] == [["Tabell"], ["Figur"], ["Tabell"]]


def test_heading_rows_are_marked_and_no_row_breaks_over_a_page() -> None:
    table = opened(REPORT_DOCX).tables[0]
    marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert marked == [True, True, *[False] * 6]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Taggar per uppdrag, andel av reflektionerna"


def test_a_heading_over_several_columns_is_one_cell() -> None:
    table = opened(REPORT_DOCX).tables[0]
    assert table.cell(0, 1)._tc is table.cell(0, 9)._tc
    assert table.cell(0, 1).text == "Uppdrag"
    assert [cell.text for cell in table.rows[1].cells][:3] == ["Tagg", "01", "02"]


def test_marked_cells_have_symbol_and_shade_and_hidden_ones_are_not_zero() -> None:
    row = opened(REPORT_DOCX).tables[0].rows[2]
    assert row.cells[1].text == "●\u00a051 %"
    assert row.cells[1]._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "CFE6EC"
    assert row.cells[7].text == ".."


def test_pictures_have_descriptions_and_are_png_of_twice_the_screen() -> None:
    document = opened(REPORT_DOCX)
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == PICTURE.description
    assert shape._inline.docPr.get("title") == PICTURE.title
    (image,) = [one for one in document.part.package.iter_parts() if one.content_type == "image/png"]
    assert image.image.px_width == 1280


def test_language_title_and_author_are_told() -> None:
    document = opened(REPORT_DOCX)
    lang = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    assert lang.get(qn("w:val")) == "sv-SE"
    properties = document.core_properties
    assert (properties.title, properties.author) == (REPORT.title, "Barn- och utbildningsförvaltningen")
    assert (properties.language, properties.created.year) == ("sv-SE", 2026)


def test_the_foot_of_each_page_has_status_and_page_number() -> None:
    footer = opened(REPORT_DOCX).sections[0].footer
    assert footer.paragraphs[0].text.startswith("Fastställd 2026-11-16")
    assert "NUMPAGES" in footer._element.xml


def test_citations_lead_to_their_source_and_unknown_ones_lead_nowhere() -> None:
    xml = part(REPORT_DOCX, "word/document.xml")
    assert xml.count('w:anchor="belagg_') == 2
    assert set(re.findall(r'w:anchor="([^"]+)"', xml)) <= set(re.findall(r'w:bookmarkStart[^>]* w:name="([^"]+)"', xml))
    numbers = re.findall(r'w:bookmarkStart w:id="(\d+)"', xml)
    assert len(numbers) == len(set(numbers))


def test_contents_list_the_headings_before_word_has_updated_them() -> None:
    xml = part(REPORT_DOCX, "word/document.xml")
    assert 'TOC \\o "1-2"' in xml
    lines = [
        one.text for one in opened(REPORT_DOCX).paragraphs if "_Toc" in one._p.xml and "Heading" not in one.style.name
    ]
    assert lines == ["Sammanfattning", "Tre mönster", "Taggar", "Verksamhetsområden", "Begrepp", "Belägg"]
    styles = [one.style.name for one in opened(REPORT_DOCX).paragraphs if one.text in lines and "toc" in one.style.name]
    assert styles == ["toc 1", "toc 2", "toc 1", "toc 2", "toc 1", "toc 1"]
    kinds = re.findall(r'fldCharType="(\w+)"', xml)
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_quotes_and_lists_have_their_styles_and_texts_stay_as_written() -> None:
    document = opened(REPORT_DOCX)
    quotes = [one.text for one in document.paragraphs if one.style.name == "Quote"]
    assert quotes[0].endswith("\n– rektor, grundskola")
    assert quotes[1] == MARKUP
    names = [one.style.name for one in document.paragraphs]
    assert (names.count("List Bullet"), names.count("List Number")) == (2, 3)


def test_a_template_gives_its_styles_and_header_but_not_its_text() -> None:
    made = word.write(REPORT, template=template())
    document = opened(made)
    assert document.styles["Heading 1"].font.size.pt == 33
    assert document.sections[0].header.paragraphs[0].text == "Ekköpings kommuns sidhuvud"
    assert "Skriv din text här" not in part(made, "word/document.xml")
    assert len(document.tables) == 2


def test_styles_that_a_template_lacks_are_told_and_made() -> None:
    lacking = template(without=("Caption", "Heading 2", "List Bullet"))
    assert word.missing_styles(lacking) == ("Heading 2", "Caption", "List Bullet")
    document = opened(word.write(REPORT, template=lacking))
    made = [one for one in document.paragraphs if one.text == "Tre mönster"][-1]
    assert made.style.name == "Heading 2"
    assert made.style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "1"


def test_a_template_with_swedish_style_names_is_understood() -> None:
    xml = part(template(), "word/styles.xml")
    swedish = xml.replace('<w:name w:val="heading 1"/>', '<w:name w:val="Rubrik 1"/>').replace(
        'w:val="Quote"', 'w:val="Citat"'
    )
    data = changed(template(), word__styles_dot_xml=swedish.encode())
    assert word.missing_styles(data) == word.missing_styles(template())
    names = {one.style.name for one in opened(word.write(REPORT, template=data)).paragraphs}
    assert {"Rubrik 1", "Citat"} <= names


def test_a_dotx_is_as_good_as_a_docx() -> None:
    kinds = part(template(), "[Content_Types].xml").replace(".document.main+xml", ".template.main+xml")
    data = changed(template(), **{"[Content_Types]_dot_xml": kinds.encode()})
    assert opened(word.write(REPORT, template=data)).styles["Heading 1"].font.size.pt == 33


def test_a_template_without_page_setup_gets_one() -> None:
    xml = re.sub("<w:sectPr.*</w:sectPr>", "", part(template(), "word/document.xml"), flags=re.DOTALL)
    document = opened(word.write(REPORT, template=changed(template(), word__document_dot_xml=xml.encode())))
    assert len(document.sections) == 1


RELATIONSHIP = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://x/{kind}" Target="http://elsewhere.example/x" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_template"),
        (b"PK\x03\x04", "not_a_template"),
        (b"x" * (10 * 1024 * 1024 + 1), "too_large"),
        (changed(template(), word__vbaProject_dot_bin=b"x"), "macros"),
        (changed(template(), word__activeX__activeX1_dot_bin=b"x"), "macros"),
        (changed(template(), word__embeddings__a_dot_bin=b"x"), "macros"),
        (
            changed(
                template(),
                **{
                    "[Content_Types]_dot_xml": part(template(), "[Content_Types].xml")
                    .replace(
                        "openxmlformats-officedocument.wordprocessingml.document.main",
                        "ms-word.document.macroEnabled.main",
                    )
                    .encode()
                },
            ),
            "macros",
        ),
        (
            changed(
                template(), word___rels__settings_dot_xml_dot_rels=RELATIONSHIP.format(kind="attachedTemplate").encode()
            ),
            "external",
        ),
        (changed(template(), word__media__a_dot_png=b"\0" * 30_000_000), "too_large"),
        (changed(template(), word__document_dot_xml=b"<not-closed"), "not_a_template"),
        (changed(template(), word__styles_dot_xml=b"<w:styles"), "not_a_template"),
    ],
)
def test_a_template_that_could_do_harm_is_refused_by_code(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        word.write(REPORT, template=data)
    assert refused.value.code == code
    assert str(refused.value)


def test_an_ordinary_link_in_a_template_is_no_reason_to_refuse_it() -> None:
    data = changed(template(), word___rels__header9_dot_xml_dot_rels=RELATIONSHIP.format(kind="hyperlink").encode())
    assert word.missing_styles(data) == word.missing_styles(template())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_spoilt_template_is_used_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(TEMPLATE)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        word.write(Document("t", (Heading("x"),)), template=bytes(whole))
    except Unreadable as refused:
        assert str(refused)


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_any_text_can_be_written_anywhere(first: str, second: str) -> None:
    blocks = (
        Heading(first),
        Paragraph(second),
        Quote(second, first),
        List((first,)),
        Table(first, ((second,),), (Row((first,)),)),
    )
    document = opened(word.write(Document(first + "t", blocks)))
    assert len(document.tables) == 1
