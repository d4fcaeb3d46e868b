"""Tables and pictures of emotion and participation in reports, on the page and in both kinds of files."""

import io
from uuid import uuid4

import docx
import pytest

from kedjan.reports import ports
from kedjan.reports import service as reports
from kedjan_formats.drawings import check_svg
from kedjan_formats.pictures import Layout
from kedjan_web.reports.pictures import drawn
from kedjan_web.reports.showing import sections_to_show
from kedjan_web.reports.tables import page_table
from tests.rooms.reports_made import NOW, a_draft, blocks, maj, put_table, settled, shared, the_study, torun

pytestmark = pytest.mark.django_db

KINDS = ("emotion_spread", "emotion_by_assignment", "emotion_by_area", "response_curve")
COLUMNS = ("Förskola", "Grundskola")


@pytest.fixture
def report() -> reports.Report:
    """A settled report with each of the tables, and each of their pictures."""
    study, _ = the_study(maj())
    release = shared(maj(), study.id, *KINDS, title="Känslan", columns=COLUMNS)
    draft = a_draft(maj())
    for offer in reports.tables_on_offer(by=maj()):
        if offer.release == release.line.id:
            put_table(maj(), draft, release, offer.table)
            (drawing,) = offer.drawings
            reports.put_picture(
                by=maj(),
                now=NOW,
                key=uuid4(),
                at=draft.spot(),
                release=offer.release,
                table=offer.table,
                drawing=drawing,
            )
    return settled(torun(), draft.id)


def test_every_table_gives_one_picture_that_is_drawn_in_every_width(report: reports.Report) -> None:
    contents = [block.content for block in blocks(report)]
    pictures = [content for content in contents if isinstance(content, reports.ShownPicture)]
    assert [picture.drawing for picture in pictures] == [reports.ENDS, reports.STEPS, reports.STEPS, reports.CURVE]
    for picture in pictures:
        for layout in Layout:
            made = drawn(picture, key="bild", layout=layout)
            check_svg(made.svg)
            assert made.rows


def test_the_lowest_and_highest_stand_with_their_names_and_n(report: reports.Report) -> None:
    content = blocks(report)[0].content
    assert isinstance(content, reports.ShownTable)
    table = page_table(content.table)
    assert len(table.columns) == 5
    first = table.rows[0]
    assert [cell.text for cell in first.cells] == ["Förskola (n 21)", "0,5", "Grundskola (n 31)", "0,6", "0,1"]


def test_the_distribution_stands_with_its_steps_in_words(report: reports.Report) -> None:
    content = blocks(report)[2].content
    assert isinstance(content, reports.ShownTable)
    assert [head.name for head in content.table.columns][:2] == ["Mycket negativt (−2)", "Ganska negativt (−1)"]
    assert content.table.rows[-1].closing


def test_the_page_shows_tables_and_pictures(report: reports.Report) -> None:
    (section,) = sections_to_show(report, {})
    assert sum(block.table is not None for block in section.blocks) == 4
    assert sum(block.picture is not None for block in section.blocks) == 4


def test_the_word_file_holds_the_same_figures(report: reports.Report) -> None:
    made = docx.Document(io.BytesIO(ports.written(report, reports.Format.WORD, None, "")))
    words = [[cell.text for cell in row.cells] for table in made.tables for row in table.rows]
    assert ["01", "Förskola (n 21)", "0,5", "Grundskola (n 31)", "0,6", "0,1"] in words
    assert ["05b", "29", "45\u00a0%"] in words
    assert len(made.inline_shapes) == 4


def test_the_pdf_is_written(report: reports.Report) -> None:
    data = ports.written(report, reports.Format.PDF, None, "")
    assert data.startswith(b"%PDF")
    assert len(data) > 40_000
