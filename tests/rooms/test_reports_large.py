"""A long report in all its forms: pages, figures, headings and captions are all there."""

import io

import docx
import pikepdf
import pytest
from bench.large_report import large_report
from django.template.loader import render_to_string

from kedjan.reports.service import Format
from kedjan_web.reports.document import written
from kedjan_web.reports.showing import sections_to_show
from tests.formats.test_pdf import elements, tags

CHAPTERS, FIGURES, PARAGRAPHS = 6, 10, 10


@pytest.fixture(scope="module")
def made() -> pikepdf.Pdf:
    data = written(large_report(CHAPTERS, FIGURES, PARAGRAPHS), Format.PDF, None, "Torun Hedspång")
    return pikepdf.open(io.BytesIO(data))


def test_the_pdf_has_its_pages_headings_pictures_and_marks(made: pikepdf.Pdf) -> None:
    assert 20 <= len(made.pages) <= 30
    found = tags(made)
    assert found.count("/H1") >= CHAPTERS
    assert found.count("/Figure") == FIGURES
    assert found.count("/Table") >= FIGURES, "each picture has its figures as a table"
    figures = [one for one in elements(made.Root.StructTreeRoot.K) if str(one.S) == "/Figure"]
    assert all(str(one.Alt).strip() for one in figures)
    assert str(made.Root.Lang) == "sv"
    with made.open_metadata() as xmp:
        assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "2", "A")
    assert made.Root.Outlines.Count >= CHAPTERS


def test_the_word_file_has_its_headings_and_numbered_captions() -> None:
    data = written(large_report(CHAPTERS, FIGURES, PARAGRAPHS), Format.WORD, None, "Torun Hedspång")
    document = docx.Document(io.BytesIO(data))
    names = [one.style.name for one in document.paragraphs]
    assert names.count("Heading 1") == CHAPTERS
    assert len(document.inline_shapes) == FIGURES
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert sum(each.startswith("Figur ") for each in captions) == FIGURES
    assert captions[-1].startswith(f"Tabell {FIGURES}.")


def test_the_page_has_every_section_and_picture() -> None:
    report = large_report(CHAPTERS, FIGURES, PARAGRAPHS)
    html = "".join(
        render_to_string("kedjan/reports/section_read.html", {"report": report, "section": each})
        for each in sections_to_show(report, {})
    )
    assert html.count("<h2 ") == CHAPTERS
    assert html.count('role="img"') == 2 * FIGURES, "wide and narrow"
