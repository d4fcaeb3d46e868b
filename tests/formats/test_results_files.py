"""Pupils' results read from files: grades, attendance and matrices; each bad row is told, in one file or several."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import attendance_files, matrix_files, results_files, tables
from kedjan_statistics.grades import A_TO_F, COMPULSORY_SCHOOL
from kedjan_statistics.matrix import MIDTERM

GRADES = "pupil;sex;school_unit;school_year;grade_level;subject;grade"
GOOD = "P1;K;Skola A;2014/15;6;MA;C"
ATTENDANCE = "pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;invalid_absence_minutes"
MONTH = "P1;Skola A;8;2025-09;6000;300;60"

type Problems = list[tuple[int, str, str, str]]


def grades(
    *lines: str, head: str = GRADES, name: str = "betyg.csv", met: results_files.Met | None = None
) -> results_files.Parsed:
    sheet = tables.read("\n".join((head, *lines)).encode(), name=name, expected=results_files.EXPECTED)
    return results_files.parse(sheet, subjects=COMPULSORY_SCHOOL.names, grades=tuple(A_TO_F.points), met=met)


def attendance(*lines: str, head: str = ATTENDANCE) -> attendance_files.Parsed:
    sheet = tables.read("\n".join((head, *lines)).encode(), name="n.csv", expected=attendance_files.EXPECTED)
    return attendance_files.parse(sheet)


def matrix(*lines: str, head: str = "elev;" + ";".join(MIDTERM.columns)) -> matrix_files.Parsed:
    expected = matrix_files.expected(MIDTERM.columns)
    sheet = tables.read("\n".join((head, *lines)).encode(), name="m.csv", expected=expected)
    return matrix_files.parse(sheet, MIDTERM.columns, [("SV", "SVA")])


def problems(parsed: results_files.Parsed | attendance_files.Parsed | matrix_files.Parsed) -> Problems:
    return [(one.row, one.column, one.value, one.code) for one in parsed.problems]


def test_a_grade_is_read_as_it_stands() -> None:
    (row,) = grades(GOOD).rows
    assert row == results_files.GradeRow(2, "P1", "K", "Skola A", 2015, 6, "MA", "C")


def test_swedish_headings_names_of_subjects_and_other_spellings_are_met_half_way() -> None:
    head = "Betyg;Ämne;Årskurs;Läsår;Skola;Kön;Elev"
    lines = ["–;matematik;9;2017-18;A;flicka;x", "a;Sva;9;2017/2018;A;Kvinna;x"]
    parsed = grades(*lines, head=head)
    assert parsed.problems == ()
    assert [(row.subject, row.grade, row.school_year, row.sex) for row in parsed.rows] == [
        ("MA", "-", 2018, "K"),
        ("SVA", "A", 2018, "K"),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("P1;X;Skola A;2014/15;6;MA;C", ("sex", "X", "sex")),
        ("P1;K;Skola A;2014/16;6;MA;C", ("school_year", "2014/16", "school_year")),
        ("P1;K;Skola A;2014;6;MA;C", ("school_year", "2014", "school_year")),
        ("P1;K;Skola A;2014/15;11;MA;C", ("grade_level", "11", "grade_level")),
        ("P1;K;Skola A;2014/15;VI;MA;C", ("grade_level", "VI", "grade_level")),
        ("P1;K;Skola A;2014/15;6;XY;C", ("subject", "XY", "subject")),
        ("P1;K;Skola A;2014/15;6;MA;MVG", ("grade", "MVG", "grade")),
        ("P1;K;Skola A;2014/15;6;MA;", ("grade", "", "missing")),
        (";K;Skola A;2014/15;6;MA;C", ("pupil", "", "missing")),
        ("P1;K;Skola A;2014/15;6;MA", ("", "P1;K;Skola A;2014/15;6;MA", "ragged")),
        ("P1;K;Skola A;2014/15;6;MA;C;D", ("", "P1;K;Skola A;2014/15;6;MA;C;D", "ragged")),
    ],
)
def test_a_bad_row_is_told_with_row_column_value_and_what_was_expected(
    line: str, problem: tuple[str, str, str]
) -> None:
    parsed = grades("P0;M;B;2014/15;6;MA;A", line)
    assert problems(parsed) == [(3, *problem)]
    assert len(parsed.rows) == 1
    (one,) = parsed.problems
    assert one.message % one.values
    assert one.expected % one.values


def test_rows_that_contradict_each_other_are_told_with_both() -> None:
    parsed = grades(
        GOOD, "P1;K;Skola A;2014/15;6;MA;D", "P1;M;Skola A;2014/15;6;EN;C", "P1;K;Skola B;2014/15;6;SV;C",
        "P1;K;Skola A;2014/15;7;SL;C", "P1;K;Skola B;2015/16;7;SL;C",
    )  # fmt: skip
    assert problems(parsed) == [
        (3, "subject", "MA", "given_twice"),
        (4, "sex", "M", "other_sex"),
        (5, "school_unit", "Skola B", "other_unit"),
        (6, "grade_level", "7", "other_unit"),
    ]
    assert [one.values["first_row"] for one in parsed.problems] == ["2", "2", "2", "2"]
    assert [row.number for row in parsed.rows] == [2, 7]


def test_the_same_grade_in_two_files_is_told_with_the_other_file() -> None:
    met = results_files.Met()
    assert grades(GOOD, name="ett.csv", met=met).problems == ()
    (problem,) = grades(GOOD, name="två.csv", met=met).problems
    assert (problem.code, problem.values["first_row"]) == ("given_twice", "2 (ett.csv)")


def test_a_month_is_read_as_people_write_it() -> None:
    parsed = attendance(MONTH, "P2;Skola A;8;2025-09-01;6 000;0;", head=ATTENDANCE)
    assert problems(parsed) == [(3, "invalid_absence_minutes", "", "missing")]
    (row,) = parsed.rows
    assert (row.month, row.offered_minutes, row.valid_absence_minutes) == ("2025-09", 6000, 300)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("P1;A;8;2025-13;6000;0;0", ("month", "2025-13", "month")),
        ("P1;A;12;2025-09;6000;0;0", ("grade_level", "12", "grade_level")),
        ("P1;A;8;2025-09;100 h;0;0", ("offered_minutes", "100 h", "minutes")),
        ("P1;A;8;2025-09;6000;-5;0", ("valid_absence_minutes", "-5", "minutes")),
        ("P1;A;8;2025-09;99999;0;0", ("offered_minutes", "99999", "minutes")),
        ("P1;A;8;2025-09;100;60;60", ("offered_minutes", "100", "more_than_offered")),
    ],
)
def test_a_bad_month_is_told(line: str, problem: tuple[str, str, str]) -> None:
    assert problems(attendance(line)) == [(2, *problem)]


def test_the_same_month_twice_is_told() -> None:
    assert problems(attendance(MONTH, MONTH)) == [(3, "month", "2025-09", "given_twice")]


def test_a_matrix_is_read_into_the_forms_columns_and_one_heading_may_stand_thrice() -> None:
    cells = [str(place % 4) for place in range(len(MIDTERM.columns))]
    cells[MIDTERM.columns.index("SVA")] = ""
    (row,) = matrix("x;" + ";".join(cells)).rows
    assert row.cells == tuple(int(cell) if cell else None for cell in cells)


def test_columns_in_another_order_and_lacking_ones_are_met() -> None:
    parsed = matrix("2;x;1;0;3", head="Kris;Elev;Utsatt;Medic;MA")
    (row,) = parsed.rows
    filled = {name: cell for name, cell in zip(MIDTERM.columns, row.cells, strict=True) if cell is not None}
    assert filled == {"Utsatt": 1, "Medic": 0, "Kris": 2, "MA": 3}
    (told,) = (str(note) for note in parsed.notes if "lacking" in note.code)
    assert told.startswith("There are no columns Kompisar, Konflikter, Utsättare, ") and told.count("NO") == 1
    (one,) = matrix(
        ";".join(["x", *["1"] * (len(MIDTERM.columns) - 1)]), head=";".join(["Elev", *MIDTERM.columns[1:]])
    ).notes
    assert str(one) == "There is no column Kompisar. It counts as empty in every row."


@pytest.mark.parametrize(
    ("head", "line", "problem"),
    [
        ("Elev;Medic;Kris", "x;4;0", ("Medic", "4", "cell")),
        ("Elev;Medic;Kris", "x;1,5;0", ("Medic", "1,5", "cell")),
        ("Elev;Medic;Kris", ";1;0", ("Elev", "", "missing")),
        ("Elev;SV;SVA", "x;1;2", ("SVA", "2", "both")),
        ("Elev;Medic;Kris", "x;1;0;3", ("", "x;1;0;3", "ragged")),
    ],
)
def test_a_bad_cell_is_told(head: str, line: str, problem: tuple[str, str, str]) -> None:
    assert problems(matrix(line, head=head)) == [(2, *problem)]


def test_the_same_pupil_twice_is_told_and_rows_without_names_are_told_apart_by_number() -> None:
    assert problems(matrix("x;1;1", "x;2;2", head="Elev;Medic;Kris")) == [(3, "Elev", "x", "given_twice")]
    assert [row.pupil for row in matrix("1;1", "2;2", head="Medic;Kris").rows] == ["2", "3"]


GOODS = {"grades": (grades, GRADES, GOOD), "attendance": (attendance, ATTENDANCE, MONTH)}


@pytest.mark.parametrize("kind", sorted(GOODS))
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_spoilt_file_ends_in_rows_or_a_refusal_that_names_the_place(kind: str, data: st.DataObject) -> None:
    read: Callable[..., results_files.Parsed | attendance_files.Parsed]
    read, head, line = GOODS[kind]
    text = data.draw(st.text(st.characters(codec="utf-8", exclude_characters='\r\n"\x1e'), max_size=6), label="text")
    fields = line.split(";")
    place = data.draw(st.integers(0, len(fields) - 1), label="field")
    kept = data.draw(st.integers(1, len(fields)), label="kept")
    fields[place] = text
    try:
        parsed = read(line.replace("P1", "P9"), ";".join(fields[:kept]), line.replace("P1", "P8"), head=head)
    except tables.Unreadable as refusal:
        assert str(refusal)
        return
    told = {row.number for row in parsed.rows} | {problem.row for problem in parsed.problems}
    left_out = {note.values["first"] for note in parsed.notes if note.code.endswith("left_out")}
    blank = not ";".join(fields[:kept]).replace(";", "").strip()
    assert told | left_out >= ({2, 4} if blank else {2, 3, 4})
