"""Steps upon a signal of absence, as they stand in files: every row read, or told what is wrong with it."""

import datetime as dt

import pytest

from kedjan_formats import step_files, tables
from kedjan_formats.step_files import STEPS, Met, StepRow
from kedjan_statistics import attendance_leads

HEAD = "elev;datum;steg"


def read(*lines: str, head: str = HEAD, name: str = "steg.csv", met: Met | None = None) -> step_files.Parsed:
    sheet = tables.read("\n".join((head, *lines)).encode(), name=name, expected=step_files.EXPECTED)
    return step_files.parse(sheet, met=met)


def test_a_step_is_read_as_it_stands() -> None:
    found = read("e1;2025-10-10;Kartläggning", "e1;20251024;utredning")
    assert found.rows == (
        StepRow(2, "e1", dt.date(2025, 10, 10), "mapping"),
        StepRow(3, "e1", dt.date(2025, 10, 24), "investigation"),
    )
    assert found.problems == ()
    assert read("e1;2025-10-30;action", head="pupil;day;step").rows[0].step == "action"
    assert set(STEPS.values()) == {attendance_leads.SIGNAL, *attendance_leads.STEPS}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("e1;2025-10-32;åtgärd", ("datum", "2025-10-32", "day")),
        ("e1;2025-10-10;samtal", ("steg", "samtal", "step")),
        (";2025-10-10;åtgärd", ("elev", "", "missing")),
        ("e1;2025-10-10", ("", "e1;2025-10-10", "ragged")),
    ],
)
def test_a_bad_row_is_told(line: str, problem: tuple[str, str, str]) -> None:
    found = read(line)
    assert found.rows == ()
    assert [(each.row, each.column, each.value, each.code) for each in found.problems] == [(2, *problem)]
    assert all(each.message and each.expected for each in found.problems)


def test_the_same_step_twice_is_told_with_the_other_file() -> None:
    met = Met()
    assert len(read("e1;2025-10-10;åtgärd", "e1;2025-10-11;åtgärd", met=met).rows) == 2
    (problem,) = read("e1;2025-10-10;åtgärd", name="b.csv", met=met).problems
    assert (problem.code, problem.values) == ("given_twice", {"first_row": "2 (steg.csv)", "row": 2})
