"""Conditions joined by and, or and not: the same loops as by going through them one by one, and the same text back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics import loops_where as where
from kedjan_statistics.engine import fetch
from kedjan_statistics.loops_columns import columns
from kedjan_statistics.loops_matching import matching

TAGS = ("Bra", "Dåliga (mycket)", "Okej; eller ~")
GROUPS = {"Alla barn": ["Förskola", "Grundskola"]}
WORDS = {"bra": {"1", "3", "5"}, "chef": {"2", "3"}}


@dataclass(frozen=True)
class Row:
    loop: str
    assignment: str
    area: str
    emotion: int | None
    tags: frozenset[str]
    answered_on: date | None


def holds(expression: where.Expression, row: Row) -> bool:
    """As one would go through the answers with a finger on the list of conditions."""
    match expression:
        case where.And(parts):
            return all(holds(part, row) for part in parts)
        case where.Or(parts):
            return any(holds(part, row) for part in parts)
        case where.Not(part):
            return not holds(part, row)
        case where.Tag(name):
            return name in row.tags
        case where.Emotion(steps):
            return row.emotion in steps
        case where.Area(name):
            return row.area in GROUPS.get(name, [name])
        case where.Assignment(code):
            return row.assignment == code
        case where.Period(since, until):
            day = row.answered_on
            return day is not None and (since is None or since <= day) and (until is None or day <= until)
        case where.Words(words) | where.Code(words):
            return row.loop in WORDS[words]


DAYS = st.dates(date(2021, 1, 1), date(2021, 1, 9))
CONDITION = st.one_of(
    st.sampled_from(TAGS).map(where.Tag),
    st.lists(st.none() | st.integers(-2, 2), min_size=1, max_size=3).map(lambda steps: where.Emotion(tuple(steps))),
    st.sampled_from(["Förskola", "Alla barn", "Finns inte"]).map(where.Area),
    st.sampled_from(["01", "05a"]).map(where.Assignment),
    st.builds(where.Period, st.none() | DAYS, st.none() | DAYS),
    st.sampled_from(sorted(WORDS)).map(where.Words),
    st.sampled_from(sorted(WORDS)).map(where.Code),
)
EXPRESSION: st.SearchStrategy[Any] = st.recursive(
    CONDITION,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: where.And(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: where.Or(tuple(parts))),
        inner.map(where.Not),
    ),
    max_leaves=8,
)
ROW = st.builds(
    Row,
    st.just(""),
    st.sampled_from(["01", "05a"]),
    st.sampled_from(["Förskola", "Grundskola", "Gymnasieskola"]),
    st.none() | st.integers(-2, 2),
    st.frozensets(st.sampled_from(TAGS)),
    st.none() | DAYS,
)


def table(rows: list[Row]) -> ibis.Table:
    masks = [sum(1 << n for n, tag in enumerate(TAGS) if tag in row.tags) for row in rows]
    return ibis.memtable(
        pa.table(
            {
                "loop": pa.array([row.loop for row in rows], pa.string()),
                "assignment": pa.array([row.assignment for row in rows], pa.string()),
                "area": pa.array([row.area for row in rows], pa.string()),
                "emotion": pa.array([row.emotion for row in rows], pa.int8()),
                "tags": pa.array(masks, pa.int64()),
                "answered_on": pa.array([row.answered_on for row in rows], pa.date32()),
            }
        )
    )


def depth(expression: where.Expression) -> int:
    match expression:
        case where.And(parts) | where.Or(parts):
            return 1 + max((depth(part) for part in parts), default=0)
        case where.Not(part):
            return 1 + depth(part)
        case _:
            return 0


@settings(deadline=None, max_examples=120)
@given(EXPRESSION, st.lists(ROW, max_size=8))
def test_an_expression_picks_the_loops_that_going_through_them_picks(
    expression: where.Expression, drawn: list[Row]
) -> None:
    rows = [
        Row(str(n), *(getattr(row, name) for name in Row.__annotations__ if name != "loop"))
        for n, row in enumerate(drawn)
    ]
    found = {
        each: WORDS[each.words if isinstance(each, where.Words) else each.name]
        for each in where.conditions(expression)
        if isinstance(each, where.Words | where.Code)
    }
    loops = table(rows)
    picked = fetch(loops.filter(matching(loops, expression, TAGS, groups=GROUPS, found=found)).select("loop"))
    assert sorted(picked["loop"].to_pylist()) == sorted(row.loop for row in rows if holds(expression, row))
    # As columns they stand in order of their respondent, who is here the loop itself.
    held = columns(loops.mutate(respondent=loops.loop), TAGS)
    looked_up = {each: np.array([row.loop in ids for row in rows], bool) for each, ids in found.items()}
    in_columns = matching(held, expression, TAGS, groups=GROUPS, found=looked_up)
    assert in_columns.tolist() == [holds(expression, row) for row in rows]


@settings(deadline=None, max_examples=200)
@given(EXPRESSION)
def test_an_expression_comes_back_from_its_text_as_it_was(expression: where.Expression) -> None:
    if depth(expression) <= where.DEEPEST:
        assert where.parse(where.text(expression)) == expression
    else:
        with pytest.raises(where.Unreadable):
            where.parse(where.text(expression))


@given(st.text(min_size=1).filter(str.strip))
def test_any_name_may_be_asked_for(name: str) -> None:
    both = where.And((where.Tag(name), where.Not(where.Area(name))))
    assert where.parse(where.text(both)) == both


@given(st.text())
def test_any_text_is_read_or_refused_in_words(line: str) -> None:
    try:
        read = where.parse(line)
    except where.Unreadable as unreadable:
        assert unreadable.wrong
        assert 0 <= unreadable.at <= len(line)
    else:
        assert where.parse(where.text(read)) == read


@pytest.mark.parametrize(
    ("line", "wrong", "at"),
    [
        ("", "Expected one of", 0),
        ("färg:röd", "Expected one of", 0),
        ("all(tag:Bra", "A parenthesis is not closed", 11),
        ("tag:Bra)", "goes on after its end", 7),
        ("tag:", "A name is missing", 0),
        ("tag:Bra~", "Nothing follows", 8),
        ("tag:Bra(a)", "written ~(", 7),
        ("emotion:3", "not '3'", 0),
        ("period:2021-01-01", "two days", 0),
        ("period:igår..", "", 0),
        ("not(" * 9 + "tag:Bra" + ")" * 9, "too deep", 28),
        ("tag:" + "a" * 5000, "too long", 4000),
    ],
)
def test_a_text_that_is_no_expression_is_told_where_it_goes_wrong(line: str, wrong: str, at: int) -> None:
    with pytest.raises(where.Unreadable) as told:
        where.parse(line)
    assert wrong in told.value.wrong
    assert told.value.at == at


def test_a_tag_outside_the_set_and_words_not_looked_up_are_refused() -> None:
    with pytest.raises(ValueError, match="tag 'Nej' is not in the tag set"):
        matching(table([]), where.Tag("Nej"), TAGS)
    with pytest.raises(ValueError, match="not looked up: words:chef"):
        matching(table([]), where.Words("chef"), TAGS)
