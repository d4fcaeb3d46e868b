"""The picture of causes: rows from cause to effect, circles, every arrow told, and nothing by colour alone."""

import re
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats.pictures import CauseArrow, CauseBox, CauseText, Layout, Picture, Standing, Words, cause_graph
from kedjan_formats.pictures.causes import in_rows

TEXTS = CauseText({each: each.value for each in Standing}, "a conclusion", ("Number", "Cause", "Effect", "Status"))
WORDS = Words("", "", "", "Nothing yet")
ABC = ["a", "b", "c", "d"]


def drawn(pairs: list[tuple[str, str, Standing]], layout: Layout = Layout.WIDE, keys: list[str] = ABC) -> Picture:
    boxes = [CauseBox(key, f"Statement {key} that is rather long", key == "a") for key in keys]
    arrows = [
        CauseArrow(n, start, end, standing, f"{n}. {start} to {end}", (str(n), start, end, standing.value), f"/{n}/")
        for n, (start, end, standing) in enumerate(pairs, start=1)
    ]
    return cause_graph(
        key="c", title="T", description="D", boxes=boxes, arrows=arrows, texts=TEXTS, words=WORDS, layout=layout
    )


def test_each_statement_stands_below_all_that_lead_to_it() -> None:
    assert in_rows(ABC, [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")], most=4) == [["a"], ["b"], ["c"], ["d"]]
    assert in_rows(ABC, [("a", "c"), ("b", "c"), ("c", "d")], most=4) == [["a", "b"], ["c"], ["d"]]
    assert in_rows(ABC, [], most=2) == [["a", "b"], ["c", "d"]]


def test_a_vicious_circle_is_drawn_from_where_it_was_begun() -> None:
    assert in_rows(ABC, [("a", "b"), ("b", "c"), ("c", "a")], most=4) == [["a", "d"], ["b"], ["c"]]


@settings(deadline=None)
@given(st.lists(st.sampled_from([(one, other) for one in ABC for other in ABC if one != other]), max_size=12))
def test_every_graph_has_each_statement_once_whatever_leads_to_what(pairs: list[tuple[str, str]]) -> None:
    rows = in_rows(ABC, pairs, most=3)
    assert sorted(key for row in rows for key in row) == ABC
    assert all(0 < len(row) <= 3 for row in rows)


@pytest.mark.parametrize("layout", list(Layout))
def test_every_arrow_is_a_link_with_words_and_a_row_of_the_table(layout: Layout) -> None:
    pairs = [("a", "b", Standing.SUPPORT), ("b", "c", Standing.HYPOTHESIS), ("c", "a", Standing.CONTRADICTED)]
    picture = drawn([*pairs, ("a", "d", Standing.SUPPORT)], layout)
    tree = fromstring(picture.svg)
    links = [each.get("aria-label") for each in tree.iter() if each.tag.endswith("}a")]
    assert links == ["1. a to b", "2. b to c", "3. c to a", "4. a to d"]
    assert len(picture.rows) == 4 and picture.header == TEXTS.header
    assert picture.width == layout.value
    rings = [each for each in tree.iter() if each.tag.endswith("}circle") and each.get("fill") == "none"]
    assert all(12 <= float(each.get("cx", "")) <= layout.value - 12 for each in rings)
    assert tree.get("role") == "group"


def test_how_sure_it_is_shows_without_colour() -> None:
    def lines(standing: Standing) -> str:
        return re.sub(r'(stroke|fill|class)="[^"]*"', "", drawn([("a", "b", standing)]).svg)

    shown = [lines(each) for each in Standing]
    plain = [each.replace("hypothesis", "x").replace("support", "x").replace("contradicted", "x") for each in shown]
    assert len(set(plain)) == 3
    assert all(one != other for one, other in pairwise(plain))


def test_words_are_never_markup_and_an_arrow_to_nowhere_is_refused() -> None:
    boxes = [CauseBox("a", "<script>alert(1)</script>")]
    picture = cause_graph(key="c", title="T", description="D", boxes=boxes, arrows=[], texts=TEXTS, words=WORDS)
    assert "<script" not in picture.svg
    with pytest.raises(ValueError, match="between boxes"):
        drawn([("a", "e", Standing.SUPPORT)])
    empty = cause_graph(key="c", title="T", description="D", boxes=[], arrows=[], texts=TEXTS, words=WORDS)
    assert "Nothing yet" in empty.svg
