"""Columns by which rows are told apart."""

import pyarrow as pa
import pytest

from kedjan_formats.coded import Coded, together


@pytest.mark.parametrize(
    "column",
    [
        pa.array([-128, 127, 0, 127], pa.int8()),
        pa.array([2024, 2025, 2024], pa.int16()),
        pa.array([1, 2_000_000_000, 1], pa.int32()),
        pa.array([5, None, 5], pa.int32()),
        pa.array([], pa.int32()),
        pa.array(["å", "b", "å"]).dictionary_encode(),
    ],
)
def test_rows_are_told_apart_by_what_stands_in_them(column: pa.Array) -> None:
    apart = Coded.apart(pa.chunked_array([column]))
    assert [apart[row] for row in range(len(column))] == column.to_pylist()


def test_what_two_columns_say_together_is_told_apart() -> None:
    pupil, year = (pa.chunked_array([pa.array(each, pa.int32())]) for each in ([7, 7, 9, 7], [2024, 2025, 2024, 2024]))
    number, many = together([Coded.apart(pupil), Coded.apart(year)])
    assert number[0] == number[3] and len(set(number.tolist())) == 3 and max(number) < many
