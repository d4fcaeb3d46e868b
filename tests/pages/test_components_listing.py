"""Pages of a long list, and addresses that keep what the reader has chosen."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kedjan_web.components.listing import address, pagination


def test_402_reflections_fill_nine_pages_of_fifty() -> None:
    pages = pagination(QueryDict("enhet=b"), page=9, size=50, total=402)

    assert (pages.first, pages.last, pages.total) == (401, 402, 402)
    assert [link.number for link in pages.links] == [1, 0, 8, 9]
    assert (pages.previous_url, pages.next_url) == ("?enhet=b&sida=8", "")


def test_an_empty_list_shows_zero_to_zero_and_no_pages() -> None:
    pages = pagination(QueryDict(), page=1, size=50, total=0)

    assert (pages.first, pages.last, pages.several) == (0, 0, False)


def test_taking_away_the_last_filter_leaves_a_bare_question_mark() -> None:
    assert address(QueryDict("enhet=b"), enhet=None) == "?"


@given(st.integers(-5, 500), st.integers(1, 60), st.integers(0, 3000))
def test_every_item_is_on_exactly_one_page(page: int, size: int, total: int) -> None:
    pages = pagination(QueryDict(), page=page, size=size, total=total)

    assert sum(link.current for link in pages.links) == 1
    assert pages.last - pages.first + 1 <= size
    assert pages.last == total or pages.next_url
    assert pages.first <= 1 or pages.previous_url
