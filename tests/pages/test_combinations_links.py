"""The ways from sets of tags to their texts: hundreds on a page, each the address that a reader's conditions make."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kedjan_statistics import loops_where as where
from kedjan_web.combinations.shown import Links

ROUND = UUID("00000000-0000-4000-8000-000000000001")
NAMES = st.sampled_from(["Bra; men (ännu) inte ~ klart", "100 % & mer", "a+b", "Övrigt", ")"])
PART = st.one_of(NAMES.map(where.Tag), NAMES.map(where.Words), st.lists(NAMES.map(where.Area)).map(tuple).map(where.Or))


@given(parts=st.lists(PART, max_size=3), tags=st.lists(NAMES, max_size=3), more=st.lists(PART, max_size=1))
def test_a_way_asks_for_what_was_asked_for_and_for_the_tags(
    parts: list[where.Expression], tags: list[str], more: list[where.Condition]
) -> None:
    address = urlsplit(Links(ROUND, where.And(tuple(parts))).to(tags, *more))
    (line,) = parse_qs(address.query)["villkor"]
    assert where.parse(line) == where.And((*parts, *map(where.Tag, tags), *more))
    assert str(ROUND) in address.path
