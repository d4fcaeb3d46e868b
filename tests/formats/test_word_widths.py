"""A Word table's columns are as wide as what stands in them."""

import io

import docx
from docx.shared import Pt

from kedjan_formats import word
from kedjan_formats.document import Cell, Document, HeadCell, Row, Table


def test_the_column_of_long_names_is_wider_than_those_of_numbers_and_all_fit_the_page() -> None:
    head = (tuple(HeadCell(text) for text in ("Tagg", "01", "02", "03")),)
    row = Row((Cell("Analysförmågan behöver utvecklas"), Cell("51 %"), Cell("35 %"), Cell("13 %")))
    made = docx.Document(io.BytesIO(word.write(Document("Rapport", (Table("Taggar", head, (row,)),)))))
    names, *numbers = [cell.width for cell in made.tables[0].rows[1].cells]
    assert all(names > 3 * number for number in numbers)
    section = made.sections[0]
    assert names + sum(numbers) <= section.page_width - section.left_margin - section.right_margin


def test_no_word_of_a_heading_is_broken_and_headings_are_as_wide_as_their_columns() -> None:
    areas = ("Alla", "Förskola", "Grundskola", "Gymnasium och anpassade")
    over = (HeadCell(""), HeadCell("Verksamhetsområden", 4))
    head = (over, tuple(HeadCell(text) for text in ("Tagg", *areas)))
    row = Row((Cell("Mycket viktigt område"), *(Cell("66 %") for _ in areas)))
    made = docx.Document(io.BytesIO(word.write(Document("Rapport", (Table("Taggar", head, (row,)),)))))
    first, second, third = [[tc.width for tc in row._tr.tc_lst] for row in made.tables[0].rows]
    assert second == third
    assert first == [second[0], sum(second[1:])]
    letter = Pt(9) * 0.62  # of a bold letter at the size that cells are written in
    longest = [max(map(len, area.split())) for area in areas]
    assert all(width > letters * letter for width, letters in zip(second[1:], longest, strict=True))
