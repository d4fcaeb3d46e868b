"""Vklass's report of pupils: sections by class, time in minutes or hours, sums left out, every row accounted for."""

import random

import pytest

from kedjan_formats import tables, vklass_files
from kedjan_formats.unreadable import Unreadable
from tests.formats.spoiling import accounted, filled, refused, spoilt, spoilt_bytes, told_around, told_rows

READ = {"Personnr", "Undv. tid", "GF min", "F min"}
HEAD = "Namn;Personnr;Undv. tid;Lekt.;N min;GF min;F min;N %;GF %;F %"


def pupil(number: int, offered: str = "4800", present: int = 4400, valid: int = 300, invalid: int = 100) -> str:
    return f"Elev {number};e{number};{offered};80;{present};{valid};{invalid};91,7;6,3;2,1"


def read(*lines: str) -> vklass_files.Parsed:
    data = "\n".join(lines).encode()
    return vklass_files.parse(tables.read(data, name="narvaro.csv", expected=vklass_files.EXPECTED))


def test_pupils_are_read_by_class_with_headings_again_and_sums_left_out() -> None:
    parsed = read(
        "Närvarorapport", "Klass: 8A", HEAD, pupil(1), "Totalt;;4800;80;4400;300;100;;;", "",
        "Klass: F-klass", HEAD, pupil(2, "80,0 h"), pupil(3),
    )  # fmt: skip
    assert parsed.problems == ()
    assert [(row.pupil, row.grade_level, row.offered_minutes) for row in parsed.rows] == [
        ("e1", 8, 4800), ("e2", 0, 4800), ("e3", 0, 4800),
    ]  # fmt: skip
    assert (parsed.rows[0].valid_absence_minutes, parsed.rows[0].invalid_absence_minutes) == (300, 100)
    told = {note.code: note.values for note in parsed.notes}
    assert told["sums_left_out"] == {"rows": (5,)}
    assert "ragged_row" not in told and "column_not_used" not in told, "names are known, and are not read"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("4800", 4800), ("4 800", 4800), ("80 h", 4800), ("20,7 h", 1242), ("0,5 tim", 30), ("12,5", 13), ("7 min", 7)],
)
def test_time_is_read_in_minutes_or_in_hours_where_it_says_so(text: str, minutes: int) -> None:
    assert vklass_files.time_in(text) == minutes


@pytest.mark.parametrize("text", ["", "-1", "h", "1,99E+11", "4800 s", "\u0663", "9" * 30, "4,8,0"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert vklass_files.time_in(text) is None


@pytest.mark.parametrize(
    ("name", "level"), [("8B", 8), ("Åk 9", 9), ("10A", 10), ("F", 0), ("FA", 0), ("F-klass", 0), ("Ekorren", None)]
)
def test_the_grade_level_is_seen_in_the_name_of_the_class(name: str, level: int | None) -> None:
    assert vklass_files.class_level(name) == level


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (pupil(1, "x"), "Undv. tid", "x", "time"),
        (pupil(1, "4000"), "Undv. tid", "4000", "more_than_offered"),
        (pupil(1, "250 h"), "Undv. tid", "15000", "longer_than_a_month"),
        (pupil(1).replace("e1", ""), "Personnr", "", "missing"),
        (pupil(2), "Personnr", "", "pupil_twice"),
    ],
)
def test_what_is_wrong_is_told_and_nobody_is_named(row: str, column: str, value: str, code: str) -> None:
    parsed = read("Klass: 8A", HEAD, pupil(2), row)
    (problem,) = parsed.problems
    assert (problem.row, problem.column, problem.value, problem.code) == (4, column, value, code)


def test_pupils_without_a_class_that_says_a_grade_level_are_told() -> None:
    assert [problem.code for problem in read(HEAD, pupil(1), "Klass: Ekorren", pupil(2)).problems] == ["no_level"] * 2


def lines() -> list[str]:
    made = []
    for level in (7, 8, 9):
        made += [f"Klass: {level}A", HEAD, *(pupil(level * 100 + n) for n in range(12)), "Totalt;;57600;;;;;;;"]
    return made


def test_no_row_is_lost_whatever_is_spoilt() -> None:
    read_whole = 0
    for seed in range(200):
        made = spoilt(lines(), random.Random(seed))
        data = "\n".join(made).encode()
        try:
            sheet = tables.read(data, name="fil.csv", expected=vklass_files.EXPECTED)
            parsed = vklass_files.parse(sheet)
        except Unreadable as found:
            refused(found)
            continue
        read_whole += 1
        bare = enumerate((line.replace('"', "") for line in made), 1)
        apart = {at for at, line in bare if line.startswith("Klass:") or set(line.split(";")) >= READ}
        accounted(parsed, filled(made, 1) - apart, told_around(sheet) | told_rows(parsed, "sums_left_out"))
    assert read_whole > 150


def test_bytes_that_are_spoilt_end_in_a_ledger_or_a_refusal() -> None:
    data = "\n".join(lines()).encode()
    for seed in range(200):
        made = spoilt_bytes(data, random.Random(seed))
        try:
            sheet = tables.read(made, name="fil.csv", expected=vklass_files.EXPECTED)
            assert all(str(note) for note in vklass_files.parse(sheet).notes)
        except Unreadable as found:
            refused(found)
