"""A page of a long list: as many in all as there are, counted only where the page itself does not tell."""

import pytest

from kedjan.access.service import Slice


class Rows(list[int]):
    """Rows that note how often they are counted."""

    counted = 0

    def count(self) -> int:  # type: ignore[override]  # as a queryset counts
        self.counted += 1
        return len(self)


@pytest.mark.parametrize(
    ("many", "page", "items", "next_page", "counted"),
    [
        (0, 1, (), None, 0),
        (2, 1, (0, 10), None, 0),
        (3, 1, (0, 10, 20), None, 1),
        (4, 1, (0, 10, 20), 2, 1),
        (4, 2, (30,), None, 0),
        (6, 2, (30, 40, 50), None, 1),
        (7, 2, (30, 40, 50), 3, 1),
        (2, 2, (), None, 1),
    ],
)
def test_a_page_tells_how_many_there_are_in_all(
    many: int, page: int, items: tuple[int, ...], next_page: int | None, counted: int
) -> None:
    rows = Rows(range(many))
    found = Slice.of(rows, page=page, size=3, value=lambda row: row * 10)
    assert (found.items, found.total, found.next) == (items, many, next_page)
    assert rows.counted == counted
