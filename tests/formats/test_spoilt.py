"""Spoilt files of grades, attendance and matrices: each ends in a ledger or a refusal, and no row is lost silently."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kedjan_formats import (
    attendance_files,
    destination_files,
    later_grades_files,
    long_tables,
    matrix_files,
    results_files,
    scb,
    step_files,
    tables,
    vklass_school_files,
)
from kedjan_formats.tables import Sheet
from kedjan_formats.unreadable import Unreadable
from kedjan_statistics import grades, matrix
from tests.formats.spoiling import accounted, filled, refused, spoilt, spoilt_bytes, told_around, told_rows, whole
from tests.formats.test_scb import NINE, SIX, line, person

VARIANTS = range(200)
FORM = matrix.MIDTERM
KNOWN: dict[str, Any] = {"subjects": grades.COMPULSORY_SCHOOL.names, "grades": tuple("ABCDEF"), "no_basis": "-"}

type Format = tuple[str, list[str], Sequence[Any], Callable[[Sheet], Any]]

LONG: Format = (
    "pupil;sex;school_unit;school_year;grade_level;subject;grade",
    [
        f"p{n // 4};{'KM'[n // 4 % 2]};Skola A;2024/25;9;{('MA', 'EN', 'SV', 'Bl')[n % 4]};{'ABCDEF-'[n % 7]}"
        for n in range(40)
    ],
    results_files.EXPECTED,
    lambda sheet: results_files.parse(sheet, **KNOWN),
)
MONTHS: Format = (
    "Elev;Skolenhet;Årskurs;Månad;Undervisningstid;Giltig frånvaro;Ogiltig frånvaro",
    [f"p{n % 10};Skola A;8;2025-{9 + n // 10:02d};4 800,0;{n * 7};{n}" for n in range(40)],
    attendance_files.EXPECTED,
    attendance_files.parse,
)
LATER: Format = (
    "elev;skolenhet;läsår;ämne;betyg;prövning/lovskola;datum",
    [
        f"p{n // 4};Skola A;2024/25;{('MA', 'EN', 'SV', 'Bl')[n % 4]};{'CDEF'[n % 4]};"
        f"{('lovskola', 'prövning')[n % 2]};2025-{6 + n % 5:02d}-20"
        for n in range(40)
    ],
    later_grades_files.EXPECTED,
    lambda sheet: later_grades_files.parse(sheet, **KNOWN),
)
DESTINATIONS: Format = (
    "elev;skolenhet;läsår;vart;programtyp",
    [f"p{n};Skola A;2024/25;Eken;{('HF', 'Yrkesprogram', 'IM', 'flyttat')[n % 4]}" for n in range(40)],
    destination_files.EXPECTED,
    destination_files.parse,
)
STEPS: Format = (
    "elev;datum;steg",
    [f"p{n // 4};2025-10-{10 + n % 9};{('signal', 'Kartläggning', 'utredning', 'åtgärd')[n % 4]}" for n in range(40)],
    step_files.EXPECTED,
    step_files.parse,
)
MATRIX: Format = (
    ";".join(("Elev", *FORM.columns, "Summa")),
    [";".join((f"p{n}", *("" if name == "SVA" else str(n % 3) for name in FORM.columns), "")) for n in range(40)],
    matrix_files.expected(FORM.columns),
    lambda sheet: matrix_files.parse(sheet, FORM.columns),
)
SCHOOLS: Format = (
    "Skola;Undv. tid;Lekt.;Ej reg tid %;N h;GF h;F h",
    [f"Skola {n};{90 + n},6 h;{100 + n};1,{n % 10};80;{n % 7},5;{n % 3},2" for n in range(40)],
    vklass_school_files.EXPECTED,
    vklass_school_files.parse,
)
TABLES = pytest.mark.parametrize(
    "of",
    [LONG, LATER, MONTHS, DESTINATIONS, STEPS, MATRIX, SCHOOLS],
    ids=["grades", "later grades", "months", "destinations", "steps", "matrix", "schools"],
)
LAYOUTS = pytest.mark.parametrize("layout", [SIX, NINE], ids=["year 6", "year 9"])


def looked_at(data: bytes, of: Format, rows: set[int]) -> bool:
    """Whether a file became a ledger with every row in it, rather than a refusal that says why."""
    _, _, expected, parse = of
    try:
        sheet = tables.read(data, name="fil.csv", expected=expected)
        parsed = parse(sheet)
    except Unreadable as found:
        refused(found)
        return False
    around = {row.number for row in (*sheet.preamble, *sheet.footer)}
    assert around <= told_around(sheet)
    accounted(parsed, rows, around)
    return True


@TABLES
def test_a_file_that_is_not_spoilt_is_read_whole(of: Format) -> None:
    head, lines, expected, parse = of
    parsed = parse(tables.read("\n".join([head, *lines]).encode(), name="fil.csv", expected=expected))
    assert (len(parsed.rows), parsed.problems) == (40, ())


@TABLES
@pytest.mark.parametrize("seed", VARIANTS)
def test_no_row_is_lost_whatever_is_spoilt(seed: int, of: Format) -> None:
    dice = random.Random(seed)
    head, lines = of[0], spoilt(of[1], dice)
    if dice.random() < 0.3:
        lines.append("Totalt" + ";" * (head.count(";") - 1) + "2400")
    above = dice.choice(([], ["Uttag 2026-06-12", ""]))
    ending, encoding = dice.choice(("\n", "\r\n")), dice.choice(("utf-8", "utf-8-sig", "utf-16"))
    data = ending.join([*above, head, *lines]).encode(encoding)
    looked_at(data, of, filled(lines, first=2 + len(above)))


@TABLES
@pytest.mark.parametrize("seed", VARIANTS)
def test_bytes_that_are_spoilt_end_in_a_ledger_or_a_refusal(seed: int, of: Format) -> None:
    data = "\n".join([of[0], *of[1]]).encode(("utf-8", "cp1252")[seed % 2])
    looked_at(spoilt_bytes(data, random.Random(seed)), of, set())


@pytest.mark.parametrize("of", [LONG, MONTHS], ids=["grades", "months"])
@pytest.mark.parametrize("seed", range(0, 200, 4))
def test_a_long_file_gives_the_same_account_as_one_read_row_by_row(seed: int, of: Format) -> None:
    head, lines, expected, parse = of
    many = [each.replace("p", f"q{copy}-", 1) for copy in range(15) for each in lines]
    dice = random.Random(seed)
    data = "\n".join([head, *spoilt(many, dice)]).encode()
    long = long_tables.read(data, name="fil.csv", expected=expected, least=500)
    if long is None:
        return
    plain = parse(tables.read(data, name="fil.csv", expected=expected))
    read, told = results_files.parse_long(long, **KNOWN) if of is LONG else attendance_files.parse_long(long)
    assert read.numbers.tolist() == [row.number for row in plain.rows]
    assert {one.row for one in told.problems} == {one.row for one in plain.problems}


def scb_lines(layout: scb.Layout) -> list[str]:
    return [line(layout, person(980 + n % 20, f"201005{n // 20 + 10}"), MA="ABCDEF9"[n % 7]) for n in range(40)]


@LAYOUTS
@pytest.mark.parametrize("seed", VARIANTS)
def test_no_pupil_of_scbs_files_is_lost_whatever_is_spoilt(seed: int, layout: scb.Layout) -> None:
    dice = random.Random(seed)
    lines = spoilt(scb_lines(layout), dice)
    data = "\n".join(lines).encode(dice.choice(("utf-8", "utf-8-sig", "utf-16")))
    try:
        parsed = scb.parse(data, name="betyg.txt")
    except Unreadable as found:
        refused(found)
        return
    left_out = {whole(note.values["first"]) for note in parsed.notes if note.code == "preamble_left_out"}
    accounted(parsed, filled(lines, first=1), told_rows(parsed, "no_grades") | left_out)
    numbers = {fields[3] for text in scb_lines(layout) if (fields := text.split(";"))}
    said = [
        str(part)
        for one in parsed.problems
        for part in (one.value, one.message % one.values, one.expected % one.values)
    ]
    assert not any(number in text for number in numbers for text in said)


@LAYOUTS
@pytest.mark.parametrize("seed", VARIANTS)
def test_bytes_of_scbs_files_that_are_spoilt_end_in_a_ledger_or_a_refusal(seed: int, layout: scb.Layout) -> None:
    data = "\n".join(scb_lines(layout)).encode(("utf-8", "cp1252")[seed % 2])
    try:
        parsed = scb.parse(spoilt_bytes(data, random.Random(seed)), name="betyg.txt")
    except Unreadable as found:
        refused(found)
        return
    accounted(parsed, set(), set())
