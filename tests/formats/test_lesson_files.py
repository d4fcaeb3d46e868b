"""Attendance by lesson: every row is read, told to be wrong by row and column, or told as standing around the table."""

import datetime as dt
import random

import pytest

from kedjan_formats import lesson_files, tables
from kedjan_formats.lesson_files import LessonRow
from kedjan_formats.tables import Unreadable
from kedjan_formats.unreadable import MESSAGES

HEAD = "pupil;school_unit;date;start;minutes;subject;valid_absence_minutes;invalid_absence_minutes;reported"
ROW = "p1;Skola A;2026-01-12;08:20;60;MA;20;0;ja"


def read(*lines: str, met: lesson_files.Met | None = None, name: str = "lektioner.csv") -> lesson_files.Parsed:
    sheet = tables.read("\n".join(lines).encode(), name=name, expected=lesson_files.EXPECTED)
    return lesson_files.parse(sheet, met=met)


def problems(parsed: lesson_files.Parsed) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.value, one.code) for one in parsed.problems]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (HEAD, ROW),
        (
            "Elev;Skolenhet;Datum;Starttid;Minuter;Ämne;Giltig frånvaro;Ogiltig frånvaro;Rapporterad",
            "p1;Skola A;20260112;8.20;60,0;MA;20;0;JA",
        ),
    ],
)
def test_a_lesson_is_read_as_the_standard_and_as_people_write_it(head: str, row: str) -> None:
    assert lesson_files.recognise(tables.read(f"{head}\n{row}".encode(), name="", expected=lesson_files.EXPECTED))
    assert read(head, row).rows == (
        LessonRow(2, "p1", "Skola A", dt.date(2026, 1, 12), "08:20", 60, "MA", 20, 0, True),
    )


def test_a_file_that_does_not_say_what_was_reported_is_read_and_told() -> None:
    parsed = read(HEAD.removesuffix(";reported"), ROW.removesuffix(";ja"))
    assert parsed.rows[0].reported is None
    assert [note.values["column"] for note in parsed.notes if note.code == "column_lacking"] == ["reported"]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (ROW.replace("2026-01-12", "2026-02-30"), ("date", "2026-02-30", "date")),
        (ROW.replace("2026-01-12", "0000-01-12"), ("date", "0000-01-12", "date")),
        (ROW.replace("08:20", "24:20"), ("start", "24:20", "start")),
        (ROW.replace(";60;", ";0;"), ("minutes", "0", "minutes")),
        (ROW.replace(";60;", ";-5;"), ("minutes", "-5", "minutes")),
        (ROW.replace(";60;", ";1441;"), ("minutes", "1441", "minutes")),
        (ROW.replace(";20;0;", ";20;41;"), ("minutes", "60", "more_than_offered")),
        (ROW.replace(";MA;", ";;"), ("subject", "", "missing")),
        (ROW.replace(";ja", ";kanske"), ("reported", "kanske", "reported")),
        (ROW.replace(";ja", ";nej"), ("reported", "nej", "absent_unreported")),
    ],
)
def test_what_is_wrong_is_named_with_row_and_column(row: str, wrong: tuple[str, str, str]) -> None:
    parsed = read(HEAD, row, ROW.replace("p1", "p2"))
    assert problems(parsed) == [(2, *wrong)] and len(parsed.rows) == 1
    assert parsed.problems[0].message and parsed.problems[0].expected


def test_the_same_lesson_twice_is_wrong_in_one_file_and_in_two() -> None:
    met = lesson_files.Met()
    assert problems(read(HEAD, ROW, ROW, met=met)) == [(3, "start", "08:20", "given_twice")]
    (again,) = read(HEAD, ROW, met=met, name="andra.csv").problems
    assert again.values == {"first_row": "2 (lektioner.csv)", "row": 2}


def rows_of(count: int) -> list[str]:
    return [f"p{n % 7};Skola A;2026-01-{n // 7 + 5:02d};08:20;60;MA;{n % 3 * 10};0;ja" for n in range(count)]


@pytest.mark.parametrize("seed", range(200))
def test_no_row_is_lost_whatever_is_spoilt(seed: int) -> None:
    dice = random.Random(seed)
    lines = rows_of(40)
    odd = ("", "1,99E+11", "x" * 300, "-1", "\u0663", "9999999", "2026-13-01", "\u2028", "1e9", "'", "0x10", "½")
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(lines))
        fields = lines[at].split(";")
        match dice.randrange(5):
            case 0:
                fields[dice.randrange(len(fields))] = dice.choice(odd)
            case 1:
                del fields[dice.randrange(len(fields))]
            case 2:
                fields.insert(dice.randrange(len(fields)), "något")
            case 3:
                fields = ["Summa", *fields[1:]]
            case _:
                fields = [dice.choice(("Källa: skolan", "", "Samtliga"))]
        lines[at] = ";".join(fields) or " "
    if dice.random() < 0.3:
        lines.append("Totalt;;;;2400;;400;0;")
    encoding = dice.choice(("utf-8", "utf-8-sig"))
    data = "\n".join([HEAD, *lines]).encode(encoding, "replace")
    try:
        sheet = tables.read(data, name="lektioner.csv", expected=lesson_files.EXPECTED)
        parsed = lesson_files.parse(sheet)
    except Unreadable as refused:
        assert refused.code in MESSAGES and str(refused)
        return
    read_in, wrong = {row.number for row in parsed.rows}, {one.row for one in parsed.problems}
    told = {row.number for row in (*sheet.preamble, *sheet.footer)}
    filled = {number for number, line in enumerate(lines, start=2) if line.strip(" \u2028")}
    assert not read_in & wrong
    assert filled <= read_in | wrong | told
    assert all(one.message and one.expected for one in parsed.problems)
