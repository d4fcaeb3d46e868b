"""A Word table's columns are as wide as what stands in them."""

import io

import docx

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
