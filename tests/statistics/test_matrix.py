"""The midterm matrix: levels at their very point, and what stands beside a sum that hides too much."""

from fractions import Fraction

import pytest

from kedjan_statistics import matrix
from kedjan_statistics.matrix import MIDTERM, SingleSignal, SupportGap, review

EXAMPLE = (
    *(0, 1, 2, 0), *(3, 0, 0, 0, 0, 0), *(0, 3, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, None, 3), *(0, 0, 0, 0, 0),
)  # fmt: skip


def test_the_form_is_that_of_the_source() -> None:
    assert len(MIDTERM.columns) == 33
    assert [group.most for group in MIDTERM.groups] == [12, 18, 48, 0]
    assert MIDTERM.most == 78


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (0, "Grön"),
        (39, "Grön"),
        (40, "Gul"),
        (44, "Gul"),
        (49, "Gul"),
        (50, "Orange"),
        (64, "Orange"),
        (65, "Röd"),
        (78, "Röd"),
    ],
)
def test_a_level_begins_at_its_very_point(points: int, level: str) -> None:
    assert MIDTERM.level(points) == level


@pytest.mark.parametrize("points", [79, -1])
def test_a_sum_that_no_row_can_have_is_refused(points: int) -> None:
    with pytest.raises(ValueError, match=f"0 to 78, not {points}"):
        MIDTERM.level(points)


def test_the_example_of_the_source_is_yellow_with_a_signal_and_a_gap() -> None:
    found = review(EXAMPLE)
    assert (found.sum, found.level) == (44, "Gul")
    assert found.profile == {"Socialt": Fraction(3, 12), "Hälsa": Fraction(3, 18), "Kunskap": Fraction(38, 48)}
    assert found.signals == (SingleSignal("Hälsa", "Medic", 3), SupportGap(12))


def test_all_concern_there_is_in_life_is_green_and_says_so_cell_by_cell() -> None:
    found = review([3] * 10 + [0] * 16 + [None, 0] + [1] * 5)
    assert (found.sum, found.level) == (30, "Grön")
    assert [signal.column for signal in found.signals if isinstance(signal, SingleSignal)] == list(MIDTERM.columns[:10])


def test_support_that_is_there_is_no_gap_and_support_adds_nothing_to_the_sum() -> None:
    found = review((*EXAMPLE[:-1], 1))
    assert found.sum == 44
    assert SupportGap(12) not in found.signals


@pytest.mark.parametrize("cell", [4, -1])
def test_a_cell_outside_the_scale_is_refused(cell: int) -> None:
    with pytest.raises(ValueError, match=f"0 to 3 or empty, not {cell}"):
        review((cell, *EXAMPLE[1:]))


def test_a_pupil_reads_swedish_or_swedish_as_a_second_language() -> None:
    both = list(EXAMPLE)
    both[MIDTERM.columns.index("SVA")] = 1
    with pytest.raises(ValueError, match="one of SV and SVA"):
        review(both)


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="33 cells, not 3"):
        review((0, 0, 0))


def test_columns_weigh_as_the_form_says_and_empty_cells_nothing() -> None:
    group = matrix.Group("G", (matrix.Column("a", weight=2), matrix.Column("b"), matrix.Column("c", scored=False)))
    form = matrix.Form("F", (group, matrix.Group("S", ())), (matrix.Level("låg", 0),), knowledge="G", support="S")
    found = review((3, None, 3), form)
    assert (form.most, found.sum, found.profile["G"]) == (9, 6, Fraction(2, 3))
