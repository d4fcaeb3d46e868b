"""SCB's files of national tests: known by what stands in them, read pupil by pupil, every pupil accounted for."""

import random

import pytest

from kedjan_formats import scb, scb_tests
from kedjan_formats.unreadable import Unreadable
from tests.formats.spoiling import accounted, filled, refused, spoilt, spoilt_bytes, told_rows
from tests.formats.test_scb import line as grades_line
from tests.formats.test_scb import person

THREE, SIX, NINE = (next(one for one in scb_tests.layouts() if one.grade_level == level) for level in (3, 6, 9))
LAYOUTS = pytest.mark.parametrize("layout", [THREE, SIX, NINE], ids=["year 3", "year 6", "year 9"])


def line(layout: scb_tests.Layout, number: str | None = None, **told: str) -> str:
    about = ["Systemet", "2026-06-12", "1.0", number or person(), "12345678"]
    assert not told.keys() - {field.name for field in layout.fields}
    return ";".join([*about, *(told.get(field.name, "") for field in layout.fields)])


def read(*lines: str) -> scb_tests.Parsed:
    return scb_tests.parse("\n".join(lines).encode())


def said(parsed: scb_tests.Parsed) -> list[tuple[str, str, str, str]]:
    return [(row.subject, row.part, row.aspect, row.value) for row in parsed.rows]


def test_the_layouts_are_as_wide_as_scbs() -> None:
    assert (THREE.width, SIX.width, NINE.width) == (35, 29, 32)


def test_year_3_tells_levels_and_points() -> None:
    parsed = read(line(THREE, MA_GRUPP="3A", MA_A_PR="1", MA_G1_PR="0", MA_C_POANG="19", SV_KURSPLAN="2", SV_B_PR="99"))
    assert (parsed.layout, parsed.problems) == (THREE, ())
    assert said(parsed) == [
        ("MA", "A", "requirement_met", "yes"),
        ("MA", "G1", "requirement_met", "no"),
        ("MA", "C", "points", "19"),
        ("SV", "", "syllabus", "SVA"),
        ("SV", "B", "requirement_met", "not_taken"),
    ]
    row = parsed.rows[0]
    assert (row.pupil, row.sex, row.school_unit, row.school_year, row.grade_level) == (
        person(), "K", "12345678", 2026, 3,
    )  # fmt: skip


def test_years_6_and_9_tell_parts_and_grades_and_what_became_of_them() -> None:
    six = read(line(SIX, MA_A_DELT="1", MA_PROVB="c", SV_B_DELT="77", SV_C_PRP="0", EN_C_PRP="88"))
    assert [value for *_, value in said(six)] == ["yes", "C", "replacement", "0", "lost"]
    nine = read(line(NINE, SV_KURSPLAN="99", EN_PROVB="77", NO_PROV="FY", NO_PROVB="F", SO_PROV="SH", SO_A_DELT="1"))
    assert said(nine) == [
        ("SV", "", "syllabus", "unknown"),
        ("EN", "", "test_grade", "replacement"),
        ("NO", "", "test_subject", "FY"),
        ("NO", "", "test_grade", "F"),
        ("SO", "", "test_subject", "SH"),
        ("SO", "A", "took_part", "yes"),
    ]


@pytest.mark.parametrize(
    ("layout", "field", "value", "shown"),
    [
        (THREE, "MA_B_POANG", "18", "18"),
        (THREE, "MA_A_PR", "77", "77"),
        (SIX, "EN_A_PRP", "0", "0"),
        (SIX, "MA_PROVB", "77", "77"),
        (NINE, "EN_A_PRP", "77", "77"),
        (NINE, "NO_PROV", "MA", "MA"),
        (NINE, "SV_A_PRP", "201005129818", "20…"),
        (NINE, "SV_A_PRP", "\u0661", "\u0661"),
        (NINE, "SV_A_PRP", "-1", "-1"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_told(layout: scb_tests.Layout, field: str, value: str, shown: str) -> None:
    parsed = read(line(layout, MA_PROVB="C") if layout is not THREE else line(layout, MA_A_PR="1"),
                  line(layout, person(981), **{field: value}))  # fmt: skip
    assert [(one.row, one.column, one.value, one.code) for one in parsed.problems] == [(2, field, shown, "test_value")]
    assert {row.number for row in parsed.rows} == {1}


def test_pupils_of_whom_nothing_is_told_are_named_by_their_rows() -> None:
    parsed = read(line(SIX, MA_PROVB="C"), line(SIX, person(981), MA_GRUPP="6A"))
    assert ("no_tests", {"rows": (2,)}) in [(note.code, note.values) for note in parsed.notes]


@LAYOUTS
def test_tests_are_not_taken_for_grades_nor_grades_for_tests(layout: scb_tests.Layout) -> None:
    tests = "\n".join(full(layout)).encode()
    assert scb.recognise(tests) is None and scb_tests.recognise(tests) is layout
    for grades in scb.layouts():
        assert scb_tests.recognise(grades_line(grades).encode()) is None


def full(layout: scb_tests.Layout) -> list[str]:
    """Forty pupils, with something in every field."""
    ranges = {field.name: [each.split("-")[0] for each in field.choices] for field in layout.fields if field.choices}
    return [
        line(layout, person(980 + n % 20, f"201605{n // 20 + 10}"), **{k: v[n % len(v)] for k, v in ranges.items()})
        for n in range(40)
    ]


@LAYOUTS
@pytest.mark.parametrize("seed", range(200))
def test_no_pupil_is_lost_whatever_is_spoilt(seed: int, layout: scb_tests.Layout) -> None:
    dice = random.Random(seed)
    lines = spoilt(full(layout), dice)
    whole = "\n".join(lines).encode(dice.choice(("utf-8", "utf-8-sig", "utf-16")))
    for data, rows in ((whole, filled(lines, first=1)), (spoilt_bytes(whole, dice), set[int]())):
        try:
            parsed = scb_tests.parse(data)
        except Unreadable as found:
            refused(found)
            continue
        around = {int(str(note.values["first"])) for note in parsed.notes if note.code == "preamble_left_out"}
        accounted(parsed, rows, told_rows(parsed, "no_tests") | around)
        said = [f"{one.value} {one.message % one.values}" for one in parsed.problems]
        assert not any(text.split(";")[3] in told for text in full(layout) for told in said)
