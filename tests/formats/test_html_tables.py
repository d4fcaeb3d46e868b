"""Web pages called workbooks: their tables are read as others are, whatever else stands on the page."""

import random
import time

import pytest

from kedjan_formats import results_files, tables
from kedjan_formats.unreadable import Unreadable

HEAD = ("elev", "kön", "skolenhet", "läsår", "årskurs", "ämne", "betyg")
ROW = ("e1", "K", "Ågrenska", "2024/25", "9", "MA", "C")


def row(*cells: str, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def page(*rows: str, before: str = "") -> str:
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><style>td{top:0}</style>'
        f"<script>alert('x')</script></head><body>{before}<table>{''.join(rows)}</table></body></html>"
    )


def read(text: str, encoding: str = "utf-8") -> tables.Sheet:
    return tables.read(text.encode(encoding), name="betyg.xls", expected=results_files.EXPECTED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_page_called_a_workbook_is_read_and_that_is_told(encoding: str) -> None:
    sheet = read(page(row(*HEAD, tag="th"), row(*ROW)), encoding)
    assert sheet.columns == HEAD
    assert [(each.number, each.values) for each in sheet.rows] == [(2, ROW)]
    assert "html_read" in [note.code for note in sheet.notes]


def test_the_table_with_the_headings_is_found_among_others_and_within_one() -> None:
    menu = f"<table>{row('Start', 'Betyg')}{row('Logga ut', '')}</table>"
    around = (
        f"<html><table><tr><td>{menu}</td></tr><tr><td><table>{row(*HEAD)}{row(*ROW)}</table></td></tr></table></html>"
    )
    assert read(around).rows[0].values == ROW


def test_cells_are_what_is_read_in_them_and_what_spans_leaves_its_places_empty() -> None:
    first = '<td colspan="2">e&nbsp;1<br>x</td><td rowspan="2">Å&amp;grenska<script>1</script></td>'
    spanned = f"<tr>{first}<td>2024/25</td></tr>"
    sheet = read(page(row(*HEAD), spanned, row("e2", "M", "2023/24", "9"), before="<!-- <table> -->"))
    assert [each.values for each in sheet.rows] == [
        ("e 1 x", "", "Å&grenska", "2024/25", "", "", ""),
        ("e2", "M", "", "2023/24", "9", "", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>Logga in</body></html>",
        page(row("Användare", "Lösenord"), row("", "")),
        "<table><tr><td>elev</td></tr></table>",
        "<html>" + "<table>" * 50,
        "<!doctype html>\ufffd",
    ],
)
def test_a_page_without_the_table_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.code == "html"


def test_hostile_pages_are_read_or_refused_in_time() -> None:
    deep = "<div>" * 20_000
    wide = f'<tr><td colspan="999999999">e1</td></tr>{"<tr><td rowspan=99999 colspan=99999>x</td></tr>" * 20}'
    began = time.monotonic()
    for text in (page(row(*HEAD), row(*ROW), before=deep), page(row(*HEAD), wide, row(*ROW))):
        try:
            assert read(text).columns == HEAD
        except Unreadable as refused:
            assert str(refused)
    assert time.monotonic() - began < 30


def test_no_row_is_lost_in_a_page_of_tags_that_are_never_closed() -> None:
    rows = "".join(f"<tr><td><font><b>e{n}<td>K<td>A<td>2024/25<td>9<td>MA<td>C" for n in range(5000))
    assert len(read(page(row(*HEAD), rows)).rows) == 5000
    behind = page(row(*HEAD), row(*ROW), before="<font>" * 5000)
    assert [each.values for each in read(behind).rows] == [ROW]


def test_cells_over_more_columns_than_a_table_can_have_are_refused_before_they_are_made() -> None:
    with pytest.raises(Unreadable) as refused:
        read(page(row(*HEAD), "<tr><td colspan=1000>x" * 100_000))
    assert refused.value.code == "too_many_cells"


def test_an_encoding_that_the_page_says_is_taken() -> None:
    text = page(row(*HEAD), row(*ROW[:2], "Ågrenska €", *ROW[3:])).replace('"utf-8"', '"iso-8859-15"')
    sheet = read(text, "iso-8859-15")
    assert (sheet.rows[0].values[2], sheet.encoding) == ("Ågrenska €", "iso8859-15")


def test_other_tables_of_the_page_are_told_with_their_rows() -> None:
    two = page(row(*HEAD), row(*ROW), before=f"<table>{row(*HEAD)}{row(*ROW)}{row(*ROW)}</table>")
    told = [note.values for note in read(two).notes if note.code == "tables_left_out"]
    assert told == [{"tables": 1, "rows": 2}]


@pytest.mark.parametrize("seed", range(200))
def test_a_spoilt_page_is_read_or_refused_and_nothing_else(seed: int) -> None:
    dice = random.Random(seed)
    text = list(page(row(*HEAD), *(row(*ROW) for _ in range(5))))
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(text))
        text[at : at + dice.randint(0, 3)] = dice.choice(
            ("<", ">", "</table>", "<table>", "\x00", '"', "&", "<td", "é")
        )
    try:
        sheet = read("".join(text))
    except Unreadable as refused:
        assert str(refused)
    else:
        assert all(len(each.values) == len(sheet.columns) for each in sheet.rows)
