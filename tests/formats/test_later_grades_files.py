"""Grades from examinations and holiday school: told from ordinary ones by a heading, read whole or told row by row."""

import datetime as dt

import pytest

from kedjan_formats import later_grades_files, results_files, tables
from kedjan_formats.later_grades_files import LaterRow
from kedjan_formats.tables import Unreadable
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL

HEAD = "elev;skolenhet;läsår;ämne;betyg;prövning/lovskola;datum"
ROW = "p1;Skola A;2025/26;MA;E;lovskola;2026-06-26"
ORDINARY = "elev;kön;skolenhet;läsår;årskurs;ämne;betyg"


def sheet_of(*lines: str, name: str = "lovskola.csv") -> tables.Sheet:
    return tables.read("\n".join(lines).encode(), name=name, expected=later_grades_files.EXPECTED)


def read(*lines: str, met: later_grades_files.Met | None = None, name: str = "f.csv") -> later_grades_files.Parsed:
    known = {"subjects": COMPULSORY_SCHOOL.names, "grades": tuple(A_TO_F.points)}
    return later_grades_files.parse(sheet_of(*lines, name=name), **known, met=met)


def problems(parsed: later_grades_files.Parsed) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.value, one.code) for one in parsed.problems]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (HEAD, ROW),
        (
            "pupil;school_unit;school_year;subject;grade;gained_through;day",
            "p1;Skola A;2025-26;matematik;e;holiday_school;20260626",
        ),
        ("Datum;Lovskola eller prövning;Betyg;Ämne;Läsår;Skola;Elev", "2026-06-26;Lovskola;E;Ma;2025/2026;Skola A;p1"),
    ],
)
def test_a_later_grade_is_read_with_what_it_was_gained_through_and_when(head: str, row: str) -> None:
    assert later_grades_files.recognise(sheet_of(head, row))
    assert read(head, row).rows == (
        LaterRow(2, "p1", "Skola A", 2026, "MA", "E", "holiday_school", dt.date(2026, 6, 26)),
    )


def test_the_heading_tells_later_grades_from_ordinary_ones_whatever_else_stands_there() -> None:
    ordinary, both = sheet_of(ORDINARY, "p1;K;A;2025/26;9;MA;E"), sheet_of(f"{ORDINARY};prövning/lovskola;datum", "x")
    assert results_files.recognise(ordinary) and not later_grades_files.recognise(ordinary)
    assert later_grades_files.recognise(both) and not results_files.recognise(both)


def test_one_without_the_day_is_refused_and_is_no_ordinary_file_either() -> None:
    lines = f"{ORDINARY};prövning/lovskola", "p1;K;A;2025/26;9;MA;E;prövning"
    assert later_grades_files.recognise(sheet_of(*lines)) and not results_files.recognise(sheet_of(*lines))
    with pytest.raises(Unreadable, match="The column day is missing"):
        read(*lines)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (ROW.replace("2025/26", "2026"), ("läsår", "2026", "school_year")),
        (ROW.replace(";MA;", ";XY;"), ("ämne", "XY", "subject")),
        (ROW.replace(";E;", ";G;"), ("betyg", "G", "grade")),
        (ROW.replace("lovskola", "läxhjälp"), ("prövning/lovskola", "läxhjälp", "gained_through")),
        (ROW.replace("lovskola", ""), ("prövning/lovskola", "", "missing")),
        (ROW.replace("2026-06-26", "2026-06-31"), ("datum", "2026-06-31", "day")),
        (ROW.replace("2026-06-26", "2026-05-31"), ("datum", "2026-05-31", "before_final")),
        (ROW.replace("p1", ""), ("elev", "", "missing")),
        (f"{ROW};mer", ("", f"{ROW};mer", "ragged")),
        (ROW.rsplit(";", 1)[0], ("", ROW.rsplit(";", 1)[0], "ragged")),
    ],
)
def test_what_is_wrong_is_named_with_row_and_column(row: str, wrong: tuple[str, str, str]) -> None:
    parsed = read(HEAD, row, ROW.replace("p1", "p2"))
    assert problems(parsed) == [(2, *wrong)] and len(parsed.rows) == 1
    (one,) = parsed.problems
    assert one.message % one.values and one.expected % one.values


def test_everything_wrong_in_a_row_is_told_at_once() -> None:
    parsed = read(HEAD, "p1;;2026;XY;G;kurs;i går")
    assert [code for *_, code in problems(parsed)] == [
        "missing", "school_year", "subject", "grade", "gained_through", "day",
    ]  # fmt: skip


def test_the_same_subject_twice_is_told_in_one_file_and_in_two() -> None:
    met = later_grades_files.Met()
    better = ROW.replace(";E;lovskola;2026-06-26", ";C;prövning;2026-10-01")
    assert problems(read(HEAD, ROW, better, met=met)) == [(3, "ämne", "MA", "given_twice")]
    (again,) = read(HEAD, ROW, met=met, name="andra.csv").problems
    assert again.values == {"first_row": "2 (f.csv)", "row": 2}
    assert read(HEAD, ROW, ROW.replace("MA", "EN"), ROW.replace("2025/26", "2024/25")).problems == ()
