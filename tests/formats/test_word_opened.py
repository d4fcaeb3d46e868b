"""The Word file opened by somebody else's program: whole, in order, and with what makes it accessible."""

import io
from pathlib import Path

import pikepdf
import pytest

from kedjan_formats import word
from tests.formats.office import converted, needs_office
from tests.formats.sample import MARKUP, PICTURE, REPORT
from tests.formats.test_pdf import elements, tags
from tests.formats.test_word import TEMPLATE

pytestmark = needs_office


@pytest.mark.parametrize("template", [None, TEMPLATE], ids=["own-look", "template"])
def test_libreoffice_reads_headings_tables_and_descriptions_as_such(tmp_path: Path, template: bytes | None) -> None:
    data = converted(word.write(REPORT, template=template), "pdf", tmp_path)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert 4 <= len(pdf.pages) <= 7
        found = tags(pdf)
        levels = [tag for tag in found if tag in ("/H1", "/H2", "/H3", "/H4")]
        assert levels == ["/H1", "/H2", "/H1", "/H2", "/H3", "/H4", "/H1", "/H1"]
        assert found.count("/Table") == 2
        assert found.count("/TH") >= 11 + 3
        figures = [one for one in elements(pdf.Root.StructTreeRoot.K) if one.S == "/Figure"]
        assert any(PICTURE.description in str(one.get("/Alt", "")) for one in figures)
        assert str(pdf.Root.Lang) == "sv-SE"


def test_libreoffice_reads_every_word_in_the_order_of_the_report(tmp_path: Path) -> None:
    text = converted(word.write(REPORT), "txt", tmp_path).decode("utf-8-sig").replace("\N{NO-BREAK SPACE}", " ")
    order = [
        REPORT.title, "Fastställd 16 november 2026", "Innehåll", "Skolledarna ser", "Tre mönster", "Svara.",
        "Tabell 1. Taggar per uppdrag", "● 51 %", "färre än 5 personer", "– rektor, grundskola", MARKUP, "Figur 1.",
        "Tabell 2. Reflektioner per verksamhetsområde", "171", "Begrepp", "Har ändrats sedan dess: 16 av 30.",
    ]  # fmt: skip
    place = 0
    for words in order:
        assert words in text[place:], f"{words!r} is not there, or not after what stands before it"
        place = text.index(words, place) + len(words)
    assert "Error" not in text
