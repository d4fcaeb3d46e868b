"""Where pupils went, as it stands in files: every row read, or told what is wrong with it."""

import pytest

from kedjan_formats import destination_files, tables
from kedjan_formats.destination_files import KINDS, DestinationRow, Met
from kedjan_formats.unreadable import Unreadable
from kedjan_statistics import cohorts_destinations

HEAD = "elev;skolenhet;läsår;vart;programtyp"


def read(*lines: str, head: str = HEAD, name: str = "vart.csv", met: Met | None = None) -> destination_files.Parsed:
    sheet = tables.read("\n".join((head, *lines)).encode(), name=name, expected=destination_files.EXPECTED)
    return destination_files.parse(sheet, met=met)


def test_a_destination_is_read_as_it_stands() -> None:
    found = read("e1;Ekskolan;2018/19;Möckelngymnasiet;Yrkesprogram", "e2;Ekskolan;2018/19;;Flyttat")
    assert found.rows == (
        DestinationRow(2, "e1", "Ekskolan", 2019, "Möckelngymnasiet", "vocational"),
        DestinationRow(3, "e2", "Ekskolan", 2019, "", "moved"),
    )
    assert found.problems == ()
    english = read("e1;E;2018/19;G;im", head="pupil;school_unit;school_year;destination;programme_kind")
    assert english.rows[0].programme_kind == "introductory"


def test_every_kind_that_is_read_is_one_that_is_counted() -> None:
    assert set(KINDS.values()) == set(cohorts_destinations.KINDS)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("e1;E;2018/19;G;gymnasiet", ("programtyp", "gymnasiet", "programme_kind")),
        ("e1;E;2018/19;G;", ("programtyp", "", "missing")),
        (";E;2018/19;G;YP", ("elev", "", "missing")),
        ("e1;E;2019;G;YP", ("läsår", "2019", "school_year")),
        (f"e1;E;2018/19;{'x' * 101};YP", ("vart", "x" * 100, "destination")),
        ("e1;E;2018/19;G", ("", "e1;E;2018/19;G", "ragged")),
        ("e1;E;2018/19;G;YP;mer", ("", "e1;E;2018/19;G;YP;mer", "ragged")),
    ],
)
def test_a_bad_row_is_told(line: str, problem: tuple[str, str, str]) -> None:
    found = read(line)
    assert found.rows == ()
    assert [(each.row, each.column, each.value, each.code) for each in found.problems] == [(2, *problem)]
    assert all(each.message and each.expected for each in found.problems)


def test_the_same_pupil_and_year_twice_is_told_with_both_rows_and_the_other_file() -> None:
    met = Met()
    one = read("e1;E;2018/19;G;YP", "e1;E;2019/20;G;YP", met=met)
    assert len(one.rows) == 2 and one.problems == ()
    (problem,) = read("e1;E;2018/19;H;IM", name="b.csv", met=met).problems
    assert (problem.code, problem.values) == ("given_twice", {"first_row": "2 (vart.csv)", "row": 2})


def test_a_sheet_of_something_else_is_none() -> None:
    sheet = tables.read(b"elev;skola;ort\ne1;E;O\n", name="x.csv", expected=(("elev",), ("skola",), ("ort",)))
    assert not destination_files.recognise(sheet)
    with pytest.raises(Unreadable):
        destination_files.parse(sheet)
