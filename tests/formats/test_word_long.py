"""Long documents as Word: thousands of lines in real styles, whatever is written in them, in a second."""

import io
import zipfile
from xml.etree import ElementTree

import docx
import pytest

from kedjan_formats import pdf, word, word_long
from kedjan_formats.document import Contents, Document, Heading, Paragraph, Slot
from kedjan_formats.word_long import Line


def read(data: bytes) -> list[tuple[str, str]]:
    return [(str(each.style and each.style.name), each.text) for each in docx.Document(io.BytesIO(data)).paragraphs]


def body(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def test_lines_stand_where_their_slots_are_in_real_styles() -> None:
    made = Document("Texter", (Contents(1), Heading("Ett"), Slot(0), Heading("Två"), Slot(1), Paragraph("Sist.")))
    slots = [[Line("heading", "1"), Line("about", "Övrigt"), Line("text", "Hej.")], [Line("text", "Då.")]]
    found = read(word_long.write(made, slots))
    start = found.index(("Heading 1", "Ett"))
    assert found[start:] == [
        ("Heading 1", "Ett"),
        ("Heading 2", "1"),
        ("Caption", "Övrigt"),
        ("Normal", "Hej."),
        ("Heading 1", "Två"),
        ("Normal", "Då."),
        ("Normal", "Sist."),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<w:p> & "citat" ]]> <!--slot-1-->', '<w:p> & "citat" ]]> <!--slot-1-->'),
        ("rad\r\ntvå\rtre\tflik", "rad\ntvå\ntre\tflik"),
        ("  blanka  ", "  blanka  "),
        ("noll\x00 och \x1b[31m och \ud800", "noll\ufffd och \ufffd[31m och \ufffd"),
        ("", ""),
    ],
)
def test_whatever_is_written_is_words_and_nothing_else(text: str, shown: str) -> None:
    data = word_long.write(Document("T", (Slot(0), Slot(1))), [[Line("text", text)], [Line("text", "efter")]])
    assert [words for _, words in read(data)][-2:] == [shown, "efter"]
    ElementTree.fromstring(body(data))


def test_a_heading_stays_with_what_it_is_about() -> None:
    data = body(word_long.write(Document("T", (Slot(0),)), [[Line("heading", "1"), Line("text", "x")]]))
    assert data.count("<w:keepNext/>") == 1


def test_a_slot_is_nothing_where_the_document_is_short() -> None:
    made = Document("T", (Paragraph("Före."), Slot(0), Paragraph("Efter.")))
    assert [words for _, words in read(word.write(made))][-2:] == ["Före.", "Efter."]
    assert pdf.write(made).startswith(b"%PDF")
