"""Long files read a column at a time say what they say read row by row, however they are spoilt."""

import random
from collections import Counter
from typing import Any

import pytest

from kedjan_formats import (
    attendance_files,
    destination_files,
    later_grades_files,
    lesson_files,
    long_tables,
    results_files,
    tables,
)
from kedjan_formats.unreadable import Unreadable
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL

SUBJECTS = ("SV", "EN", "MA", "BL")
LINES = 640
SEEDS = range(240)


def grade_lines(chance: random.Random) -> list[str]:
    lines = ["pupil;sex;school_unit;school_year;grade_level;subject;grade"]
    for pupil in range(LINES // len(SUBJECTS)):
        sex = chance.choice("KM")
        lines += (f"elev {pupil};{sex};Ågrenska;2024/25;9;{each};{chance.choice('ABCDEF-')}" for each in SUBJECTS)
    return lines


def later_lines(chance: random.Random) -> list[str]:
    lines = ["elev;skolenhet;läsår;ämne;betyg;prövning/lovskola;datum"]
    for pupil in range(LINES // len(SUBJECTS)):
        for subject in SUBJECTS:
            through, day = chance.choice(
                (("lovskola", "2025-06-26"), ("prövning", "20251102"), ("prövning", "2025-05-02"))
            )
            lines.append(f"e{pupil};Berget;2024/25;{subject};{chance.choice('ABCDEF')};{through};{day}")
    return lines


def destination_lines(chance: random.Random) -> list[str]:
    kinds = ("HF", "yrkesprogram", "IM", "flyttat")
    return [
        "elev;skolenhet;läsår;vart;programtyp",
        *(f"e{n // 2};Berget;202{4 + n % 2}/2{5 + n % 2};Eken;{chance.choice(kinds)}" for n in range(LINES)),
    ]


def month_lines(chance: random.Random) -> list[str]:
    lines = ["elev;skolenhet;årskurs;månad;erbjudna minuter;giltig frånvaro;ogiltig frånvaro"]
    for pupil in range(LINES // 4):
        for month in ("2025-08", "2025-09", "202510", "2025-11-01"):
            lines.append(f"e{pupil};Berget;8;{month};{chance.randrange(4000, 8000)};{chance.randrange(400)};0")
    return lines


def lesson_lines(chance: random.Random) -> list[str]:
    lines = ["elev;skolenhet;datum;start;minuter;ämne;giltig frånvaro;ogiltig frånvaro;rapporterad"]
    for pupil in range(LINES // 4):
        for start in ("08:20", "9.30", "10:40:00", "13:00"):
            away = chance.choice((0, 0, 0, 20))
            lines.append(f"e{pupil};Berget;2026-09-0{chance.randint(1, 2)};{start};60;MA;{away};0;ja")
    return lines


def one_field(chance: random.Random, lines: list[str], at: int) -> None:
    fields = lines[at].split(";")
    texts = ("", " ", "?", "k", "\u00a0M ", "1,99E+11", "12 000", "7,0", "å" * 3, "٣", "2031-13", "elev 1", "100000")
    fields[chance.randrange(len(fields))] = chance.choice(texts)
    lines[at] = ";".join(fields)


def ragged(chance: random.Random, lines: list[str], at: int) -> None:
    lines[at] = chance.choice((lines[at] + ";", lines[at] + ";;mer", lines[at].rsplit(";", chance.randint(1, 3))[0]))


def blank(chance: random.Random, lines: list[str], at: int) -> None:
    lines.insert(at, chance.choice(("", ";;;;;;", " ; ;;\t;;;", "   ")))


def again(chance: random.Random, lines: list[str], at: int) -> None:
    lines.insert(chance.randrange(1, len(lines)), lines[at])


def quoted(chance: random.Random, lines: list[str], at: int) -> None:
    kinds = ('"{}"', '"{};"', 'x"{}', '"{}""', '"{}" ', '"')
    fields = lines[at].split(";")
    place = chance.randrange(len(fields))
    fields[place] = chance.choice(kinds[: chance.choice((1, 1, 1, 6))]).format(fields[place])
    lines[at] = ";".join(fields)


def footer(chance: random.Random, lines: list[str], at: int) -> None:
    lines += chance.choice((["", "Källa: skolan"], ["Totalt;;;;;;12"], ["", "", "Utskriven av oss i dag"]))


def preamble(chance: random.Random, lines: list[str], at: int) -> None:
    lines[:0] = chance.choice((["Betyg vårterminen", ""], ["sep=;"], ["", ""], ["Rapport;2025"]))


def broken_line(chance: random.Random, lines: list[str], at: int) -> None:
    lines[at] = chance.choice((lines[at] + "\r", '"a\nb";' + lines[at], lines[at] + "\x0b\x85"))


LINED = {
    "grades": grade_lines,
    "later": later_lines,
    "months": month_lines,
    "lessons": lesson_lines,
    "destinations": destination_lines,
}
SPOILS = (one_field, one_field, one_field, ragged, blank, again, quoted, footer, preamble, broken_line)


def spoilt(seed: int, kind: str) -> bytes:
    chance = random.Random(seed)
    lines = LINED[kind](chance)
    for _ in range(chance.choice((0, 1, 2, 5, 20))):
        chance.choice(SPOILS)(chance, lines, chance.randrange(1, len(lines)))
    text = chance.choice(("\n", "\n", "\r\n")).join(lines) + chance.choice(("", "\n", "\n\n"))
    return text.encode(chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")), errors="replace")


def said(rows: Any, parsed: Any, sheet: tables.Sheet) -> Any:
    around = (
        sheet.columns,
        sheet.header_row,
        sheet.encoding,
        sheet.delimiter,
        sheet.preamble,
        sheet.footer,
        sheet.name,
    )
    return rows, parsed.problems, Counter(map(repr, parsed.notes)), around


def row_by_row(data: bytes, kind: str) -> Any:
    module = FORMATS[kind]
    try:
        sheet = tables.read(data, name="f", expected=module.EXPECTED)
        parsed = module.parse(sheet, **SCALES[kind])
    except Unreadable as wrong:
        return str(wrong)
    return said([(row.number, *(getattr(row, key) for key in keys(kind, sheet))) for row in parsed.rows], parsed, sheet)


def by_columns(data: bytes, kind: str) -> Any:
    """What the long way says; None where it leaves the file to the other."""
    module = FORMATS[kind]
    try:
        long = long_tables.read(data, name="f", expected=module.EXPECTED, least=1)
        if long is None:
            return None
        read, parsed = module.parse_long(long, **SCALES[kind])
    except Unreadable as wrong:
        return str(wrong)
    assert read.unlisted == 0
    columns = [read.columns[key] for key in keys(kind, long.sheet)]
    rows = [(int(number), *(column[at] for column in columns)) for at, number in enumerate(read.numbers)]
    return said(rows, parsed, long.sheet)


FORMATS: dict[str, Any] = {
    "grades": results_files,
    "later": later_grades_files,
    "months": attendance_files,
    "lessons": lesson_files,
    "destinations": destination_files,
}
SCALES: dict[str, dict[str, Any]] = {
    "grades": {"subjects": COMPULSORY_SCHOOL.names, "grades": tuple(A_TO_F.points)},
    "later": {"subjects": COMPULSORY_SCHOOL.names, "grades": tuple(A_TO_F.points)},
    "months": {},
    "lessons": {},
    "destinations": {},
}


def keys(kind: str, sheet: tables.Sheet) -> tuple[str, ...]:
    more = ("reported",) if kind == "lessons" and sheet.find("rapporterad") is not None else ()
    return (*FORMATS[kind].COLUMNS, *more)


@pytest.mark.parametrize("kind", FORMATS)
def test_spoilt_files_say_the_same_in_both_ways(kind: str) -> None:
    left = []
    for seed in SEEDS:
        data = spoilt(seed, kind)
        found = by_columns(data, kind)
        if found is None:
            left.append(seed)
        else:
            assert found == row_by_row(data, kind), f"seed {seed}"
    assert len(left) < len(SEEDS) // 2, "most files are read in columns"


def test_a_file_whose_rows_are_all_wrong_lists_some_and_counts_the_others() -> None:
    lines = [grade_lines(random.Random(1))[0], *(f"e{each};K;A;2024;9;SV;A" for each in range(6000))]
    long = long_tables.read("\n".join(lines).encode(), name="f", expected=results_files.EXPECTED)
    assert long is not None
    read, parsed = results_files.parse_long(long, subjects=COMPULSORY_SCHOOL.names, grades=tuple(A_TO_F.points))
    assert (len(read.numbers), len(parsed.problems), read.unlisted) == (0, long_tables.MOST_LISTED, 1000)
    assert [each.row for each in parsed.problems] == list(range(2, 5002))


def test_a_short_file_is_left_to_the_other_way() -> None:
    lines = grade_lines(random.Random(1))[:400]
    assert long_tables.read("\n".join(lines).encode(), name="f", expected=results_files.EXPECTED, least=1) is None


def test_a_file_of_over_a_hundred_megabytes_is_refused() -> None:
    with pytest.raises(Unreadable, match="100 MB"):
        long_tables.read(b"a;b\n" * (27 * 1024 * 1024), name="f", expected=())
