"""Lists of figures and tables, and references to them, in Word and PDF alike."""

import dataclasses
import datetime as dt
import io
import re
import zipfile

import docx
import pikepdf
import pytest

from kedjan_formats import pdf, word
from kedjan_formats.document import (
    Contents,
    Document,
    Heading,
    Listing,
    Metadata,
    Paragraph,
    Reference,
    Row,
    Run,
    Table,
)
from tests.formats.sample import PICTURE
from tests.formats.test_pdf import elements, tags, words

TABLE = Table("Svar per område", (("Område", "Svar"),), (Row(("Förskola", "142")), Row(("Grundskola", "171"))), key="t")
DOCUMENT = Document(
    "Rapport",
    (
        Contents(),
        Listing("pictures"),
        Listing("tables"),
        Heading("Ett"),
        dataclasses.replace(PICTURE, table=None, key="p"),
        Paragraph((Run("Talen står i "), Reference("t"), Run(". Se också "), Reference("p"), Run("."))),
        Heading("Två"),
        dataclasses.replace(TABLE, caption="En annan", key=""),
        TABLE,
    ),
    language="sv-SE",
    metadata=Metadata(created=dt.datetime(2026, 11, 16, 7, 40, tzinfo=dt.UTC)),
)


def body(data: bytes) -> str:
    """The body of a Word file, as it is stored."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


def test_word_lists_pictures_and_tables_in_fields_that_it_can_update() -> None:
    xml = body(word.write(DOCUMENT))
    assert 'TOC \\h \\z \\c "Figur"' in xml and 'TOC \\h \\z \\c "Tabell"' in xml
    kinds = re.findall(r'fldCharType="(\w+)"', xml)
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") >= 3 + 3 + 2


def test_words_lists_are_filled_and_every_link_and_reference_leads_somewhere() -> None:
    data = word.write(DOCUMENT)
    lines = [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]
    for words_listed in (f"Figur 1. {PICTURE.title}", "Tabell 1. En annan", "Tabell 2. Svar per område"):
        assert lines.count(words_listed) == 2, "once in the list and once as the caption"
    xml = body(data)
    marks = re.findall(r'w:bookmarkStart[^>]* w:name="([^"]+)"', xml)
    assert len(marks) == len(set(marks))
    assert set(re.findall(r'w:anchor="([^"]+)"', xml)) | set(re.findall(r"REF (\S+)", xml)) <= set(marks)
    numbers = re.findall(r'w:bookmarkStart w:id="(\d+)"', xml)
    assert len(numbers) == len(set(numbers))


def test_a_reference_in_word_says_the_number_and_its_bookmark_holds_the_number_alone() -> None:
    data = word.write(DOCUMENT)
    (line,) = [one for one in docx.Document(io.BytesIO(data)).paragraphs if one.text.startswith("Talen står")]
    assert line.text == "Talen står i Tabell 2. Se också Figur 1."
    assert re.findall(r"REF (\w+)", line._p.xml) == ["_RefTabell0002", "_RefFigur0001"]
    marked = re.search(r'w:name="_RefTabell0002"/>(.*?)<w:bookmarkEnd', body(data), re.DOTALL)
    assert marked and "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", marked[1])) == "Tabell 2"


@pytest.mark.parametrize("archive", [False, True], ids=["ua-1", "ua-1 and a-2a"])
def test_the_pdf_lists_pictures_and_tables_and_its_references_are_links(archive: bool) -> None:
    with pikepdf.open(io.BytesIO(pdf.write(DOCUMENT, archive=archive))) as made:
        text = words(made).replace("\u00a0", " ")
        assert "Figurer" in text and "Tabeller" in text and "Talen står i Tabell 2" in text
        found = tags(made)
        assert found.count("/TOCI") == 2 + 1 + 2
        assert found.count("/TOC") == 3
        links = [one for page in made.pages for one in page.get("/Annots", [])]
        assert len(links) >= 5 + 2
        assert made.Root.Outlines.Count >= 2
        heads = [one for one in elements(made.Root.StructTreeRoot.K) if str(one.S) == "/TH"]
        assert len(heads) == 2 * (2 + 2)


def test_the_pdf_for_the_archive_is_pdf_ua_and_pdf_a_at_once() -> None:
    with pikepdf.open(io.BytesIO(pdf.write(DOCUMENT, archive=True))) as made, made.open_metadata() as xmp:
        assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "2", "A")
        assert made.Root.MarkInfo.Marked and made.Root.OutputIntents and str(made.Root.Lang) == "sv-SE"
        figures = [one for one in elements(made.Root.StructTreeRoot.K) if str(one.S) == "/Figure"]
        assert [str(one.Alt) for one in figures] == [PICTURE.description]


def test_a_reference_to_nothing_says_nothing_and_two_of_one_key_are_refused() -> None:
    lost = Document("Rapport", (Paragraph((Run("Se "), Reference("borta"), Run("!"))),))
    assert "Se !" in [one.text for one in docx.Document(io.BytesIO(word.write(lost))).paragraphs]
    pdf.write(lost)
    with pytest.raises(ValueError, match="key of its own"):
        Document("Rapport", (TABLE, TABLE))
