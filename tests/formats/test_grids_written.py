"""Tables written as workbooks and CSV: read back equal, and no text becomes a formula."""

import csv
import datetime as dt
import io
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import csv_file, tables, workbook
from kedjan_formats.grid import Column, Grid, guarded
from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable

GRID = Grid(
    title="Tabell 1: taggar per uppdrag",
    columns=(Column("Tagg"), Column("Reflektioner"), Column("Andel", "percent", 0), Column("Känsla", decimals=1)),
    rows=(
        ("Analysförmågan behöver utvecklas", Figure(33, 1, "count"), Figure(33, 65, "share"), Figure(-1, 4, "mean")),
        ("Övrigt", Hidden("few_persons"), Hidden("complementary"), Missing()),
        ("Inget", 0, NotApplicable(), None),
    ),
    notes=("Andel: reflektioner med taggen / alla reflektioner.", "=Källa"),
)
DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x", "＝1", "%0A=1"]


def opened(grid: Grid) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.write([grid])))


def test_numbers_in_a_workbook_are_numbers_and_absences_are_words() -> None:
    sheet = opened(GRID).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Tagg", "Reflektioner", "Andel", "Känsla")
    assert rows[1] == ("Analysförmågan behöver utvecklas", 33, pytest.approx(33 / 65), -0.25)
    assert rows[2] == ("Övrigt", "färre än 5 personer", "visas inte", "uppgift saknas")
    assert rows[3] == ("Inget", 0, "ej aktuellt", None)
    assert sheet["C2"].number_format == "0 %"


def test_the_heading_row_is_frozen_and_definitions_stand_below_the_table() -> None:
    sheet = opened(GRID).active
    assert sheet is not None
    assert sheet.freeze_panes == "B2"
    assert [sheet.cell(row, 1).value for row in (5, 6, 7)] == [None, GRID.notes[0], "'=Källa"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(text: str) -> None:
    grid = Grid(text, (Column(text),), ((text,),), (text,))
    sheet = opened(grid).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 3
    assert all(cell.data_type == "s" and str(cell.value).startswith("'") for cell in cells)
    for swedish in (True, False):
        written = csv_file.write(grid, swedish=swedish, notes=True).removeprefix("\ufeff")
        read = csv.reader(io.StringIO(written, newline=""), delimiter=";" if swedish else ",")
        assert all(cell.startswith("'") for row in read for cell in row)


@pytest.mark.parametrize("text", ["-0,1", "−2", "+3", "-12 000,5", "-5 %", "Förskola", "01", "", "a=b"])
def test_texts_that_are_numbers_or_harmless_are_left_alone(text: str) -> None:
    assert guarded(text) == text


def test_csv_for_machines_has_commas_and_points() -> None:
    assert csv_file.write(GRID).splitlines() == [
        "Tagg,Reflektioner,Andel,Känsla",
        "Analysförmågan behöver utvecklas,33,51,-0.3",
        "Övrigt,färre än 5 personer,visas inte,uppgift saknas",
        "Inget,0,ej aktuellt,",
    ]


def test_csv_for_swedish_excel_has_semicolons_decimal_commas_and_a_mark() -> None:
    written = csv_file.write(GRID, swedish=True, notes=True)
    assert written.startswith("\ufeffTagg;Reflektioner;Andel;Känsla\r\n")
    assert "utvecklas;33;51;-0,3\r\n" in written
    assert written.endswith("\r\n\r\nAndel: reflektioner med taggen / alla reflektioner.\r\n'=Källa\r\n")


def test_unrounded_numbers_keep_fifteen_digits_and_texts_keep_their_points() -> None:
    grid = Grid("t", (Column("a"), Column("b")), ((Fraction(1, 3), "1.5"), (0.1, dt.date(2026, 11, 16))))
    assert csv_file.write(grid, swedish=True) == "\ufeffa;b\r\n0,333333333333333;1.5\r\n0,1;2026-11-16\r\n"


def test_dates_and_times_are_dates_in_the_workbook() -> None:
    moment = dt.datetime(2026, 11, 16, 12, 30, tzinfo=dt.UTC)
    sheet = opened(Grid("t", (Column("a"),), ((dt.date(2026, 11, 16),), (moment,), (dt.date(1850, 1, 1),)))).active
    assert sheet is not None
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [
        dt.datetime.fromisoformat("2026-11-16"),
        dt.datetime.fromisoformat("2026-11-16 13:30"),
        "1850-01-01",
    ]


def test_sheet_names_are_made_fit_and_kept_apart() -> None:
    grid = Grid("Tabell [1]: förskola/grundskola per uppdrag", (Column("a"),), ())
    names = openpyxl.load_workbook(io.BytesIO(workbook.write([grid, grid, Grid("''", (), ())]))).sheetnames
    assert names == ["Tabell 1 förskola grundskola pe", "Tabell 1 förskola grundskol (2)", "Blad"]


def test_a_text_longer_than_a_cell_is_cut_with_three_dots() -> None:
    sheet = opened(Grid("t", (Column("a"),), (("x" * 40_000,),))).active
    assert sheet is not None
    assert str(sheet["A2"].value).endswith("x...")


def test_the_same_tables_give_the_same_bytes() -> None:
    assert workbook.write([GRID]) == workbook.write([GRID])


safe = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "Po"]), max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(safe, st.integers(-(10**9), 10**9), st.fractions()), max_size=8))
def test_a_workbook_is_read_back_by_our_own_reader(rows: list[tuple[str, int, Fraction]]) -> None:
    grid = Grid("t", (Column("text"), Column("heltal"), Column("tal")), rows)
    sheet = opened(grid).active
    assert sheet is not None
    back = list(sheet.iter_rows(min_row=2, max_col=3, values_only=True))
    assert [row[1] for row in back] == [row[1] for row in rows]
    assert [row[2] for row in back] == [pytest.approx(float(row[2])) for row in rows]
    read = tables.read(workbook.write([grid]), name="t.xlsx", expected=["text", "heltal", "tal"])
    assert [row.values[1] for row in (*read.rows, *read.footer)] == [str(row[1]) for row in rows]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_survives_csv_behind_its_guard(text: str) -> None:
    text = text.replace("\r", " ")
    written = csv_file.write(Grid("t", (Column("a"), Column("b")), ((text, 1),)))
    row = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert row[0].removeprefix("'") == text.encode("utf-8", "replace").decode().removeprefix("'")
