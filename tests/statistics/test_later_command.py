"""`kedjan statistics grades FILE --later FILE`: eligibility before and after, and every bad row told."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kedjan_site.command import statistics
from tests.formats.test_scb import NINE
from tests.formats.test_scb import line as scb_line
from tests.formats.test_scb import person as scb_person

GRADES = "pupil;sex;school_unit;school_year;grade_level;subject;grade"
LATER = "elev;skolenhet;läsår;ämne;betyg;prövning/lovskola;datum"
SUBJECTS = ("SV", "EN", "MA", "BL", "IDH", "MU", "SL", "TK")

type Written = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(name: str, *lines: str) -> str:
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def final(written: Written) -> str:
    """Ninety-six pupils with final grades, of whom eighty-one are eligible; the others lack mathematics."""
    rows = (
        f"p{n};{'KM'[n % 2]};Skola {'AB'[n % 3 == 0]};2025/26;9;{code};{'F' if n >= 81 and code == 'MA' else 'D'}"
        for n in range(96)
        for code in SUBJECTS
    )
    return written("slutbetyg.csv", GRADES, *rows)


def three(written: Written) -> str:
    rows = [f"p{n};Skola A;2025/26;MA;E;lovskola;2026-06-26" for n in (81, 82, 83)]
    return written("lovskola.csv", LATER, *rows, "p90;Skola A;2025/26;EN;C;prövning;2026-10-01")


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert statistics.run(["grades", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return [line for line in err.splitlines() if ": note:" not in line]


def test_eighty_one_of_ninety_six_become_eighty_four(
    final: str, written: Written, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    new = written("ny.csv", LATER, "ny;Skola B;2025/26;SVA;E;lovskola;2026-06-26")
    words = ["grades", final, "--later", three(written), "--later", new, "--by", "sex", "--format", "json"]
    assert statistics.run(words) == 0
    report = json.loads(capfdbinary.readouterr().out)
    found = report["after_final_grades"]
    (year,) = found["years"]
    vocational = year["eligible"]["vocational"]
    assert (vocational["before"]["pupils"], vocational["after"]["pupils"], vocational["gained"]) == (81, 84, 3)
    assert vocational["before"]["of"] == vocational["after"]["of"] == year["pupils"] == 96
    assert vocational["before"] == report["years"][0]["eligible"]["vocational"], "final grades are counted as before"
    assert (year["school_year"], year["grade_level"], year["with_later_grades"]) == ("2025/26", 9, 4)
    assert year["subjects"] == [
        {"subject": "EN", "gained_through": "examination", "grades": 1, "passed": 0},
        {"subject": "MA", "gained_through": "holiday_school", "grades": 3, "passed": 3},
    ]
    assert [(part["sex"], part["pupils"], part["eligible"]["vocational"]["gained"]) for part in found["by"]] == [
        ("K", 48, 1),
        ("M", 48, 2),
    ]
    assert found["without_final_grades"] == [{"school_year": "2025/26", "pupils": 1, "grades": 1}]


def test_without_later_grades_the_report_is_as_it_was(final: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert statistics.run(["grades", final, "--format", "json"]) == 0
    assert "after_final_grades" not in json.loads(capfdbinary.readouterr().out)


def test_tables_rows_and_workbooks_hold_the_same_with_denominators_and_definitions(
    final: str, written: Written, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    new = written("ny.csv", LATER, "ny;Skola B;2025/26;SVA;E;lovskola;2026-06-26")
    words = ["grades", final, "--later", three(written), "--later", new, "--by", "school_unit"]
    assert statistics.run(words) == 0
    drawn = capfdbinary.readouterr().out.decode()
    line = next(line for line in drawn.splitlines() if line.split()[:3] == ["2025/26", "9", "vocational"])
    assert line.split() == ["2025/26", "9", "vocational", "96", "81", "0.844", "84", "0.875", "3"]
    assert "Before: the final grades, as official statistics count them." in drawn
    assert "After, divided" in drawn and "Later grades without final ones" in drawn
    assert statistics.run([*words, "--format", "csv"]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert {
        "after_final_grades.years.1.eligible.vocational.after.pupils,84",
        "after_final_grades.years.1.eligible.vocational.after.of,96",
        "after_final_grades.without_final_grades.1.pupils,1",
    } <= set(lines)
    target = tmp_path / "betyg.xlsx"
    assert statistics.run([*words, "--format", "xlsx", "--output", str(target)]) == 0
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    assert [cell.value for cell in book["After final grades"][2]][:5] == ["2025/26", 9, "vocational", 96, 81]
    assert [cell.value for cell in book["Later grades"][3]] == ["2025/26", 9, "MA", "holiday_school", 3, 3]


def test_bad_rows_of_all_later_files_are_told(final: str, written: Written, capsys: pytest.CaptureFixture[str]) -> None:
    row = "p81;Skola A;2025/26;MA;E;lovskola;2026-06-26"
    one = written("ett.csv", LATER, row, row.replace("p81", "p82").replace("lovskola", "kurs"))
    two = written("tva.csv", LATER, row, row.replace("p81", "p83").replace("2026-06-26", "2026-03-01"))
    folder = f"{Path(one).parent}/"
    lines = refused(capsys, final, "--later", one, "--later", two)
    assert [line.replace(folder, "") for line in lines] == [
        "ett.csv: row 3, column prövning/lovskola, value 'kurs': This is neither an examination nor holiday school. "
        "Expected: prövning or lovskola.",
        "tva.csv: row 2, column ämne, value 'MA': Rows 2 (ett.csv) and 2 have the same pupil, school year and subject. "
        "Expected: one row for each pupil, school year and subject: the better grade.",
        "tva.csv: row 3, column datum, value '2026-03-01': The day is before the final grades of the school year. "
        "Expected: a day from 2026-06-01 on.",
    ]


def test_files_in_the_wrong_place_and_grades_that_are_not_final_are_refused(
    final: str, written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "The column gained_through is missing" in refused(capsys, final, "--later", final)[0]
    assert "grades after the final ones" in refused(capsys, final, three(written))[0]
    six = written("sexan.csv", GRADES, "p;K;A;2022/23;6;MA;E")
    assert (
        "no final grades. The files have grades of grade level 6." in refused(capsys, six, "--later", three(written))[0]
    )
    assert "not published" in refused(capsys, final, "--later", three(written), "--publish")[0]
    assert "No such file" in refused(capsys, final, "--later", "/finns/inte.csv")[0]


def test_later_grades_lie_over_those_of_scbs_own_file(
    written: Written, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    number = scb_person(980)
    nine = written("ak9.txt", scb_line(NINE, number=number, MA="F"))
    later = written("l.csv", LATER, f"{number};Skola A;2025/26;MA;E;prövning;2026-09-01")
    assert statistics.run(["grades", nine, "--later", later, "--format", "json"]) == 0
    (year,) = json.loads(capfdbinary.readouterr().out)["after_final_grades"]["years"]
    assert (year["pupils"], year["subjects"][0]["passed"]) == (1, 1)
