"""Tables as they are found in Sweden: every encoding, delimiter, preamble and footer, and what is refused."""

import csv
import datetime as dt
import io

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kedjan_formats import loops, tables

HEADINGS = ["assignment", "area", "respondent", "emotion", "tags"]
LINES = [
    "assignment;area;respondent;emotion;tags",
    "01;Förskola;F01;1;Mycket viktigt område|Övrigt",
    "05a;Åkerslätt;Å02;-1;Välfungerande område",
]
TEXT = "\r\n".join(LINES) + "\r\n"
VALUES = [tuple(line.split(";")) for line in LINES[1:]]


def read(data: bytes | str, name: str = "reflektioner.csv", expected: list[str] | None = None) -> tables.Sheet:
    return tables.read(data.encode() if isinstance(data, str) else data, name=name, expected=expected or [])


def values(sheet: tables.Sheet) -> list[tuple[str, ...]]:
    return [row.values for row in sheet.rows]


def workbook(rows: list[list[object]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet("Svar")
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, place, cell, dates)
                elif isinstance(cell, tuple):
                    sheet.write_formula(number, place, cell[0], value=cell[1])
                elif cell is not None:
                    sheet.write(number, place, cell)
    return data.getvalue()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("cp850", "cp850"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_swedish_letters_survive_every_encoding(encoding: str, told: str) -> None:
    sheet = read(TEXT.encode(encoding))
    assert sheet.encoding == told
    assert sheet.columns == tuple(HEADINGS)
    assert values(sheet) == VALUES


def test_a_guessed_encoding_is_told_and_a_sure_one_is_not() -> None:
    assert [note.code for note in read(TEXT.encode("cp1252")).notes] == ["encoding_guessed"]
    assert read(TEXT).notes == ()


def test_windows_quotation_marks_do_not_make_a_file_look_like_dos() -> None:
    text = "skola;kommentar\r\nA;“bra”\r\nB;– nej …\r\n"
    assert values(read(text.encode("cp1252"))) == [("A", "“bra”"), ("B", "– nej …")]


def test_letters_that_were_encoded_twice_are_mended_and_told() -> None:
    sheet = read(LINES[0] + "\n" + LINES[1].encode().decode("cp1252"))
    assert values(sheet) == [VALUES[0]]
    assert [note.code for note in sheet.notes] == ["double_encoding_mended"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    sheet = read(TEXT.replace(";", delimiter))
    assert sheet.delimiter == delimiter
    assert values(sheet) == VALUES


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    sheet = read("skola;andel;merit\nA;12,4;230,5\nB;8,0;201,1\nC;9,9;199,9\n")
    assert sheet.delimiter == ";"
    assert values(sheet)[0] == ("A", "12,4", "230,5")


def test_excels_own_first_line_tells_the_delimiter_and_keeps_the_row_numbers() -> None:
    sheet = read("sep=,\nskola,antal\nA,1\n")
    assert (sheet.delimiter, sheet.header_row, sheet.rows[0].number) == (",", 2, 3)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_gives_the_same_rows(ending: str) -> None:
    assert values(read(TEXT.replace("\r\n", ending))) == VALUES


def test_a_quoted_line_break_is_one_row_and_the_next_row_has_the_number_excel_shows() -> None:
    sheet = read('a;b\n1;"första\nandra; ""citat"""\n2;x\n')
    assert values(sheet) == [("1", 'första\nandra; "citat"'), ("2", "x")]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_a_quotation_mark_inside_a_text_is_only_a_character() -> None:
    assert values(read('a;b\n1;ett "bra" område\n')) == [("1", 'ett "bra" område')]


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row() -> None:
    with pytest.raises(tables.Unreadable) as refused:
        read('a;b\n1;x\n2;"aldrig slut\n3;y\n')
    assert (refused.value.code, refused.value.values["row"]) == ("quote_not_closed", 3)


def test_the_real_table_is_found_between_preamble_and_footer() -> None:
    text = (
        "Reflektioner från Ekköping;;;;\nUttag: 2026-11-16;;;;\n;;;;\n" + TEXT + ";;;;\n"
        "Källa: Ekköpings kommun;;;;\n* preliminära uppgifter;;;;\n"
    )
    sheet = read(text, expected=HEADINGS)
    assert values(sheet) == VALUES
    assert (sheet.header_row, sheet.rows[0].number) == (4, 5)
    assert [row.values[0] for row in sheet.preamble] == ["Reflektioner från Ekköping", "Uttag: 2026-11-16"]
    assert [row.number for row in sheet.footer] == [8, 9]
    assert [note.code for note in sheet.notes] == ["preamble_left_out", "footer_left_out"]
    (one,) = read("Uttag: 2026-11-16;;;;\n" + TEXT, expected=HEADINGS).notes
    assert str(one) == "Row 1, above the headings, was left out."


def test_the_skolverket_layout_is_read_without_being_told_its_headings() -> None:
    text = (
        "\ufeffStatistik från Skolverket;;\n;;\nGrundskola;;\nValt läsår: 2024/25;;\n;;\n"
        "Skola;Skol-enhetskod;Antal\nOasens skola;48000763;..\nEdenskolan;09498258;.\nÄspskolan;12345678;10\n"
    )
    sheet = read(text)
    assert sheet.header_row == 6
    assert values(sheet)[1] == ("Edenskolan", "09498258", ".")


def test_total_rows_below_the_table_are_footer() -> None:
    sheet = read("Skola;Antal\nA;3\nB;4\nSamtliga;7\n")
    assert values(sheet) == [("A", "3"), ("B", "4")]
    assert sheet.footer[0].values == ("Samtliga", "7")


def test_a_row_cut_off_at_the_end_is_not_taken_for_a_footer() -> None:
    sheet = read("skola;antal;andel\nA;3;1\nB;4;2\nC\n")
    assert [(row.number, row.fields) for row in sheet.rows][-1] == (4, 1)
    assert [note.values for note in sheet.notes] == [{"row": 4, "found": 1, "expected": 3}]


def test_empty_columns_at_the_end_are_left_out() -> None:
    sheet = read("a;b;;;\n1;2;;;\n3;4;;;\n")
    assert sheet.columns == ("a", "b")
    assert values(sheet) == [("1", "2"), ("3", "4")]
    assert sheet.notes == ()


def test_rows_with_too_many_fields_are_told_by_number_and_nothing_is_lost() -> None:
    sheet = read("a;b\n1;2\n3;4;5\n6;7\n")
    assert sheet.rows[1].beyond == ("5",)
    assert [(note.code, note.values["row"]) for note in sheet.notes] == [("ragged_row", 3)]


def test_empty_lines_are_skipped_but_counted() -> None:
    assert [row.number for row in read("a;b\n\n1;2\n\n\n3;4\n").rows] == [3, 6]


def test_headings_are_found_whatever_their_case_and_spaces() -> None:
    sheet = read(" UPPDRAG ;Verksamhets\u00adområde;Svarande\n1;A;x\n", expected=["uppdrag", "svarande"])
    assert sheet.find("Verksamhetsområde") == 1
    assert sheet.find("klass") is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"a;b\n" + b"1;2\n" * 2_700_000, "too_large"),
        (b"a;b" + b";x" * 20_000 + b"\n1;2", "too_many_columns"),
        (b"a;b\n1;\x002\n", "binary"),
        (b"<html><body><table><tr><td>Klass</td></tr></table></body></html>", "html"),
        ("\ufeff<table border=1><tr><td>Å</td></tr></table>".encode("utf-16-le"), "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml_workbook"),
        (b'<?xml version="1.0"?><betyg/>', "not_a_table"),
        (b"%PDF-1.7\n", "not_a_table"),
        (b"{\\rtf1 hej}", "not_a_table"),
        (b"PK\x03\x04 not an archive", "spoilt_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "spoilt_workbook"),
        (b"\xff\xfea\x00;\x00\x00\xd8", "encoding"),
    ],
)
def test_what_is_no_table_is_told_by_code(data: bytes, code: str) -> None:
    with pytest.raises(tables.Unreadable) as refused:
        tables.read(data, name="klass.xls")
    assert refused.value.code == code
    assert str(refused.value)


def test_missing_headings_are_told_with_what_was_expected() -> None:
    with pytest.raises(tables.Unreadable) as refused:
        tables.read(b"skola;antal\nA;1\n", name="x.csv", expected=loops.EXPECTED)
    assert refused.value.code == "header_not_found"
    assert "assignment, area, respondent" in str(refused.value)


def test_two_columns_with_an_expected_heading_are_refused() -> None:
    with pytest.raises(tables.Unreadable, match="Two columns have the heading Uppdrag"):
        read("uppdrag;Uppdrag;area\n1;2;3\n", expected=["uppdrag", "area"])
    with pytest.raises(tables.Unreadable, match=r"Elev and Personnummer stand for the same thing \(row 1\)"):
        read("Elev;Personnummer;area\n1;2;3\n", expected=[("elev", "personnummer"), "area"])


def test_workbook_numbers_lose_their_false_decimals_and_texts_keep_their_zeros() -> None:
    rows = [HEADINGS, ["01", "Förskola", "F01", 1, "Övrigt"], ["05a", "Förskola", 7, -2, "Övrigt"]]
    sheet = read(workbook(rows), "svar.xlsx", HEADINGS)
    assert values(sheet) == [("01", "Förskola", "F01", "1", "Övrigt"), ("05a", "Förskola", "7", "-2", "Övrigt")]
    assert (sheet.encoding, sheet.sheet_name, sheet.name) == ("xlsx", "Svar", "svar.xlsx")


def test_workbook_dates_formulas_decimals_and_booleans_are_read_as_seen() -> None:
    rows = [["dag", "summa", "andel", "klar"], [dt.date(2026, 11, 16), ("=1+1", 2), 0.1 + 0.2, True]]
    assert values(read(workbook(rows), "x.xlsx")) == [("2026-11-16", "2", "0,3", "SANT")]


def test_row_numbers_in_a_workbook_count_the_empty_rows_above() -> None:
    sheet = read(
        workbook([[], [None, "Rubrik över allt"], [], [None, *HEADINGS], [None, *VALUES[0]]]), "x.xlsx", HEADINGS
    )
    assert (sheet.header_row, sheet.rows[0].number) == (4, 5)
    assert sheet.find("tags") == 5


def test_the_sheet_with_the_expected_headings_is_read_and_the_others_are_told() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet("Läs mig").write(0, 0, "Fyll i fliken Svar")
        svar = book.add_worksheet("Svar")
        svar.write_row(0, 0, HEADINGS)
        svar.write_row(1, 0, VALUES[0])
        hidden = book.add_worksheet("Gömd")
        hidden.write_row(0, 0, HEADINGS)
        hidden.hide()
    sheet = read(data.getvalue(), "x.xlsx", HEADINGS)
    assert values(sheet) == [VALUES[0]]
    assert sheet.notes[0].values == {"sheet": "Svar", "others": ("Läs mig",)}


def test_a_workbook_with_a_cell_at_the_far_corner_is_refused_before_it_takes_the_memory() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    with pytest.raises(tables.Unreadable) as refused:
        tables.read(data.getvalue(), name="x.xlsx")
    assert refused.value.code == "too_many_cells"


def test_a_workbook_without_any_cell_is_refused() -> None:
    with pytest.raises(tables.Unreadable) as refused:
        tables.read(workbook([]), name="x.xlsx")
    assert refused.value.code == "no_visible_sheet"


@settings(deadline=None)
@given(st.binary(max_size=400), st.booleans())
@example(b"\xff\xfe\x00", True)
@example(b'"', False)
@example(b"sep=;", False)
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes, told: bool) -> None:
    try:
        sheet = tables.read(data, name="x", expected=HEADINGS if told else ())
    except tables.Unreadable as refused:
        assert str(refused)
    else:
        assert all(len(row.values) == len(sheet.columns) for row in sheet.rows)


@settings(deadline=None)
@given(
    st.text(st.sampled_from('ab1;,\t"\r\n \u00a0åÄ|='), max_size=200), st.sampled_from(["utf-8", "utf-16", "cp1252"])
)
def test_any_text_is_read_or_refused_and_nothing_else(text: str, encoding: str) -> None:
    try:
        sheet = tables.read(text.encode(encoding), name="x")
    except tables.Unreadable as refused:
        assert str(refused)
    else:
        assert sheet.columns


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_spoilt_workbook_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        tables.read(bytes(whole[: data.draw(st.integers(10, len(whole)))]), name="x.xlsx")
    except tables.Unreadable as refused:
        assert str(refused)


WHOLE = workbook([HEADINGS, list(VALUES[0])])
cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff\u2028\u2029"), max_size=8)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6), st.sampled_from([";", "\t", ","]))
def test_what_the_csv_module_writes_is_read_back(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("kol1", "kol2", "kol3"), *rows])
    sheet = tables.read(text.getvalue().encode("utf-8-sig"), name="x.csv", expected=["kol1", "kol2", "kol3"])
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(sheet.rows) + len(sheet.footer) == len(kept)
    assert [row.values for row in sheet.rows] == kept[: len(sheet.rows)]
