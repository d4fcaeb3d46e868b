"""A whole report taken along as Word, opened by somebody else's program; and as PDF, read by its tags."""

import io
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest

from kedjan.reports import service as reports
from tests.formats.office import converted, needs_office
from tests.formats.test_pdf import elements, tags
from tests.pages.test_reports_pages import a_full_draft
from tests.rooms.reports_made import NOW, TEXT, settled, torun

pytestmark = pytest.mark.django_db


def taken_along(format: reports.Format) -> bytes:
    report = settled(torun(), a_full_draft().id)
    asked = reports.ask_for_export(by=torun(), now=NOW, key=uuid4(), report=report.id, format=format)
    return reports.export_content(by=torun(), now=NOW, id=asked.id)[1]


@needs_office
def test_libreoffice_opens_the_exported_word_file(tmp_path: Path) -> None:
    data = taken_along(reports.Format.WORD)
    text = converted(data, "txt", tmp_path).decode("utf-8-sig").replace("\N{NO-BREAK SPACE}", " ")
    place = 0
    for words in ("Nulägesanalys våren 2026", "Fastställd 16 november 2026", "Vi såg tre saker.", "Färre frågor",
                  "Taggar per uppdrag", "69 %", "Förskola", TEXT, "Definition"):  # fmt: skip
        assert words in text[place:], f"{words!r} is not there, or not after what stands before it"
        place = text.index(words, place)
    with pikepdf.open(io.BytesIO(converted(data, "pdf", tmp_path))) as pdf:
        assert 4 <= len(pdf.pages) <= 9
        found = tags(pdf)
        assert "/H1" in found and found.count("/Figure") >= 2 and found.count("/Table") >= 3


def test_every_table_of_the_exported_pdf_has_heads_of_columns_and_rows() -> None:
    with pikepdf.open(io.BytesIO(taken_along(reports.Format.PDF))) as pdf:
        found = [one for one in elements(pdf.Root.StructTreeRoot.K) if one.S == "/Table"]
        assert len(found) >= 3
        for table in found:
            scopes = [
                str(about.Scope)
                for cell in elements(table.K)
                if cell.S == "/TH"
                for about in cell.A
                if about.O == "/Table"
            ]
            assert {"/Column", "/Row"} == set(scopes)
            rows = [one for one in elements(table.K) if one.S == "/TR"]
            assert all(row.K[0].S == "/TH" for row in rows)
        pictures = [one for one in elements(pdf.Root.StructTreeRoot.K) if one.S == "/Figure"]
        assert pictures and all(len(str(one.Alt)) > 20 for one in pictures)
