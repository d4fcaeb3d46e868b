"""Vklass's report of schools: sums in hours below a few rows of heading, every row accounted for."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kedjan_formats import tables, vklass_files, vklass_school_files
from kedjan_site.command import main

HEAD = "Skola;Undv. tid;Lekt.;Ej reg tid %;N %;GF %;F %;N h;GF h;F h"
ABOVE = ("Närvaro per skola", "", "Period: 2026-08-17 – 2026-10-30", "")
ONE = "Skola A;179293,6 h;181034;1,3;90,1;7,0;1,6;161543,2;12550,6;2868,7"
OTHER = "Skola B;9 120,5 h;9121;0;92,0;6,0;2,0;8390,9;547,2;182,4"


def read(*lines: str) -> vklass_school_files.Parsed:
    data = "\n".join(lines).encode()
    return vklass_school_files.parse(tables.read(data, name="skolor.csv", expected=vklass_school_files.EXPECTED))


def test_sums_are_read_in_minutes_below_what_stands_above_and_the_total_is_no_school() -> None:
    parsed = read(*ABOVE, HEAD, ONE, OTHER, "Totalt;188414,1 h;190155;1,2;;;;;13097,8;3051,1")
    assert parsed.problems == ()
    assert [(row.school_unit, row.offered_minutes, row.unreported_percent) for row in parsed.rows] == [
        ("Skola A", 10_757_616, Fraction(13, 10)), ("Skola B", 547_230, 0),
    ]  # fmt: skip
    assert (parsed.rows[0].valid_absence_minutes, parsed.rows[0].invalid_absence_minutes) == (753_036, 172_122)


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (ONE.replace(" h", ""), "Undv. tid", "179293,6", "hours"),
        (ONE.replace("12550,6", "många"), "GF h", "många", "hours"),
        (ONE.replace(";1,3;", ";101;"), "Ej reg tid %", "101", "percent"),
        (ONE.replace("179293,6", "15000"), "Undv. tid", "15000 h", "more_than_offered"),
        (ONE.replace("2868,7", ""), "F h", "", "missing"),
        (ONE.replace(";1,3;", ";;"), "Ej reg tid %", "", "missing"),
        (OTHER, "Skola", "Skola B", "given_twice"),
    ],
)
def test_what_is_wrong_is_told_with_row_column_value(row: str, column: str, value: str, code: str) -> None:
    (problem,) = read(HEAD, OTHER, row).problems
    assert (problem.row, problem.column, problem.value, problem.code) == (3, column, value, code)


@pytest.mark.parametrize(("text", "found"), [("1,3", 13), ("1.3 %", 13), ("0", 0), ("100", 1000)])
def test_a_share_is_read_as_it_is_written(text: str, found: int) -> None:
    assert vklass_school_files.percent(text) == Fraction(found, 10)


@pytest.mark.parametrize("text", ["", "%", "1,2,3", "-1", "100,1", "NaN", "1e1", "\u0663", "0" * 20])
def test_what_is_no_share_is_none(text: str) -> None:
    assert vklass_school_files.percent(text) is None


def test_what_was_not_reported_need_not_be_told() -> None:
    parsed = read("Skola;Undv. tid;GF h;F h", "Skola A;80 h;5;1")
    assert [row.unreported_percent for row in parsed.rows] == [None] and parsed.notes == ()


def test_a_report_of_pupils_is_another() -> None:
    head = "Skola;Personnr;Undv. tid;GF h;F h;GF min;F min"
    sheet = tables.read(f"{head}\nA;e1;80 h;1;1;60;60\n".encode(), name="", expected=vklass_school_files.EXPECTED)
    assert not vklass_school_files.recognise(sheet) and vklass_files.recognise(sheet)


def counted(path: Path, capfdbinary: pytest.CaptureFixture[bytes], *words: str) -> dict[str, Any]:
    path.write_text("\n".join((*ABOVE, HEAD, ONE, OTHER)), encoding="utf-8")
    assert main(["statistics", "attendance", str(path), "--format", "json", *words]) == 0
    found: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
    return found


def test_the_command_tells_sums_and_nothing_of_pupils(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = counted(tmp_path / "skolor.csv", capfdbinary)
    assert found["absence"] == (753_036 + 172_122 + 32_832 + 10_944) / (10_757_616 + 547_230)
    first, second = found["by_school_unit"]
    assert (first["school_unit"], first["unreported_percent"], second["unreported_percent"]) == ("Skola A", 1.3, 0.0)
    assert "without pupils" in found["definition"]["from"] and "pupils" not in found and "bands" not in found


def test_what_needs_pupils_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schools, months = tmp_path / "skolor.csv", tmp_path / "elever.csv"
    schools.write_text("\n".join((HEAD, ONE)), encoding="utf-8")
    months.write_text(
        "pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;invalid_absence_minutes\n"
        "p;A;8;2025-09;6000;0;0\n",
        encoding="utf-8",
    )
    for words in (["--publish"], ["--steps", str(months)], [str(months)]):
        assert main(["statistics", "attendance", str(schools), *words]) == 2
    told = capsys.readouterr().err
    assert "nobody knows what must be hidden" in told and "lead times are of pupils" in told
    assert "cannot be counted together" in told
