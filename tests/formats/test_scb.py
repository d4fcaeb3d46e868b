"""SCB's files of grades: known by what stands in them, read pupil by pupil, and told without anybody's number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import identity, results_files, scb, scb_files
from kedjan_formats.unreadable import Unreadable

NINE, SIX = (next(one for one in scb.layouts() if one.grade_level == level) for level in (9, 6))


def person(number: int = 980, day: str = "20100512") -> str:
    """A made-up number: the birth numbers from 980 on are given to nobody."""
    digits = f"{day[2:]}{number:03d}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return f"{day}{number:03d}{-sum(each // 10 + each % 10 for each in doubled) % 10}"


def line(layout: scb.Layout = NINE, number: str | None = None, day: str = "2026-06-12", **grades: str) -> str:
    about = ["Systemet", day, "1.0", number or person(), "12345678", "9A", "Förnamn", "Efternamn"]
    given = {"BL": "C", "EN": "A", "MA": "E", "SV": "B", **grades}
    return ";".join([*about, *(given.get(name, "") for name in layout.fields)])


def read(
    *lines: str, encoding: str = "utf-8", name: str = "betyg.txt", met: results_files.Met | None = None
) -> scb.Parsed:
    return scb.parse("\n".join(lines).encode(encoding), name=name, met=met)


def problems(parsed: scb.Parsed) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.value, one.code) for one in parsed.problems]


def test_the_layouts_are_as_wide_as_scbs() -> None:
    assert (NINE.width, SIX.width) == (33, 35)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("layout", [NINE, SIX], ids=["year 9", "year 6"])
def test_a_file_is_known_by_what_stands_in_it_however_it_is_encoded(layout: scb.Layout, encoding: str) -> None:
    parsed = read(line(layout), encoding=encoding)
    assert (parsed.layout, parsed.problems) == (layout, ())
    assert [(row.subject, row.grade) for row in parsed.rows] == [("BL", "C"), ("EN", "A"), ("MA", "E"), ("SV", "B")]
    row = parsed.rows[0]
    assert (row.pupil, row.sex, row.school_unit) == (person(), "K", "12345678")
    assert (row.school_year, row.grade_level) == (2026, layout.grade_level)


def test_a_nations_grade_level_is_read_and_what_is_much_larger_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ["Systemet", "2026-06-12", "1.0", person(), "12345678", "9A", "Förnamn", "Efternamn", *["A"] * 25]
    assert 120_000 * len(";".join(whole)) * 1.2 < scb_files.LARGEST
    monkeypatch.setattr(scb_files, "LARGEST", len(line()) + 1)
    assert read(line()).rows
    with pytest.raises(Unreadable) as refused:
        read(line(), line(number=person(981)))
    assert refused.value.code == "too_large"


def test_a_dash_is_a_dash_and_codes_are_no_grades() -> None:
    parsed = read(line(MA="9", SV="2", SVA="D", IDH="3", M2="b"))
    assert parsed.problems == ()
    assert {row.subject: row.grade for row in parsed.rows} == {"BL": "C", "EN": "A", "MA": "-", "SVA": "D", "M2": "B"}


def test_a_heading_row_that_should_not_be_there_is_left_out_and_told() -> None:
    parsed = read(";".join(["System", "Datum", *["x"] * 31]), line())
    assert len(parsed.rows) == 4
    assert ("preamble_left_out", {"first": 1, "last": 1}) in [(note.code, note.values) for note in parsed.notes]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (line(MA="G"), ("MA", "G", "grade")),
        (line(MA="Y"), ("MA", "Y", "grade")),
        (line(SV="2"), ("SV", "2", "instead")),
        (line(day="i fjol"), ("Datum", "i fjol", "day")),
        (line(number=person()[:-1] + str((int(person()[-1]) + 1) % 10)), ("PersonNr", "20100512••••", "person")),
        (line(number="1,99E+11"), ("PersonNr", "••••••••", "person")),
        (line().replace("12345678", "1234567"), ("Skolenhetskod", "1234567", "unit")),
        (line() + ";A", ("", "", "ragged")),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_without_the_number(row: str, problem: tuple[str, str, str]) -> None:
    parsed = read(line(number=person(981)), line(number=person(982)), row)
    assert problems(parsed) == [(3, *problem)]
    assert len(parsed.rows) == 8
    told = [one.message % one.values + one.expected % one.values + one.value for one in parsed.problems]
    assert not any(person()[8:] in text for text in told)


def test_the_same_pupil_twice_is_told_in_one_file_and_in_two() -> None:
    assert problems(read(line(), line())) == [(2, "PersonNr", "20100512••••", "given_twice")]
    met = results_files.Met()
    assert read(line(), name="ett.txt", met=met).problems == ()
    (problem,) = read(line(), name="två.txt", met=met).problems
    assert (problem.code, problem.values["first_row"]) == ("given_twice", "1 (ett.txt)")


@pytest.mark.parametrize("data", [b"", b"a;b\n1;2\n", b"PK\x03\x04", "elev;kön\nx;K".encode()])
def test_what_is_none_of_scbs_files_is_not_taken_for_one(data: bytes) -> None:
    assert scb.recognise(data) is None
    with pytest.raises(Unreadable):
        scb.parse(data)


@pytest.mark.parametrize(
    ("text", "number", "sex"),
    [
        (person(), person(), "K"),
        (f"{person()[:8]}-{person()[8:]}", person(), "K"),
        (f"{person()[2:8]}-{person()[8:]}", person(), "K"),
        (person(988, "20100572"), person(988, "20100572"), "K"),
        (person(991), person(991), "M"),
        ("20100512TF10", "20100512TF10", "M"),
        ("20100512tf23", "20100512TF23", "K"),
    ],
)
def test_a_person_is_known_however_the_number_is_written(text: str, number: str, sex: str) -> None:
    assert identity.read(text) == identity.Person(number, sex)


@pytest.mark.parametrize(
    "text", ["", "201005129809x", "20101312TF10", "20100512TF90", "20100532" + "9809", "000000000000"]
)
def test_what_nobody_is_called_is_nobody(text: str) -> None:
    assert identity.read(text) is None


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_spoilt_row_ends_in_grades_or_is_told_and_those_beside_it_are_kept(data: st.DataObject) -> None:
    fields = line().split(";")
    place = data.draw(st.integers(0, len(fields) - 1), label="field")
    fields[place] = data.draw(st.text(st.characters(codec="utf-8", exclude_characters='\r\n"\x1e\x00'), max_size=8))
    kept = data.draw(st.integers(1, len(fields)), label="kept")
    parsed = read(line(number=person(981)), ";".join(fields[:kept]), line(number=person(982)))
    rows, told = {row.number for row in parsed.rows}, {problem.row for problem in parsed.problems}
    blank = not "".join(fields[:kept]).strip("; \t")
    assert {1, 3} <= rows
    assert 2 in rows | told or blank or kept == len(fields)


def test_pupils_without_a_grade_are_told_with_their_rows() -> None:
    nothing = line(number=person(981), BL="", EN="", MA="3", SV="")
    parsed = read(line(), nothing)
    assert {row.number for row in parsed.rows} == {1} and parsed.problems == ()
    assert ("no_grades", {"rows": (2,)}) in [(note.code, note.values) for note in parsed.notes]


@pytest.mark.parametrize("day", ["2026-02-30", "0000-06-12", "9999-06-12", "2026-13-01"])
def test_a_day_that_is_none_is_told(day: str) -> None:
    assert problems(read(line(day=day), line(number=person(981)))) == [(1, "Datum", day, "day")]


def test_a_pupil_whose_grade_was_told_elsewhere_is_wrong_with_all_grades() -> None:
    met = results_files.Met()
    read(line(EN="", BL="", SV=""), met=met, name="en.txt")
    again = read(line(), met=met, name="två.txt")
    assert again.rows == () and [one.code for one in again.problems] == ["given_twice"]
