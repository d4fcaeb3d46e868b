"""A table says for each figure whose answers it describes; one that does not is not judged."""

from dataclasses import replace

import pytest

from kedjan.releases.rules import check, judge
from kedjan.releases.service import Given, Heading, ReleaseCell, ReleaseTable
from kedjan.releases.stored import members_from_json, members_to_json, tables_from_json, tables_to_json
from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable

EIGHT, TWO, SEVEN = "abcdefgh", "xy", "stuvwxy"


def cell(key: str, persons: str, figure: Figure, **more: object) -> ReleaseCell:
    given = Given(figure, needs=more.pop("needs", frozenset()))
    return ReleaseCell(key, key, {p: p for p in persons}, {("mean", key): given}, **more)


def table(*cells: ReleaseCell) -> ReleaseTable:
    columns = tuple(Heading(cell.key, cell.key) for cell in cells)
    return ReleaseTable("t", "A table", (Heading("mean", "Mean"),), columns, cells)


def test_a_mean_of_those_who_gave_an_emotion_needs_a_cell_of_its_own():
    with pytest.raises(ValueError, match="another denominator than its cell"):
        check(table(cell("all", EIGHT, Figure(3, 7, "mean"))))
    check(table(cell("all", EIGHT[:7], Figure(3, 7, "mean"), measure="emotion")))


def test_a_difference_names_the_other_cell_it_needs():
    with pytest.raises(ValueError, match="must name the other cell"):
        check(table(cell("gap", EIGHT, Figure(1, 10, "difference"))))


def test_a_difference_to_a_cell_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="needs a cell that is not there"):
        check(table(cell("gap", EIGHT, Figure(1, 10, "difference"), needs=frozenset({"nobody"}))))


def test_a_difference_to_a_hidden_cell_is_hidden():
    small = cell("small", TWO, Figure(1, 2, "mean"))
    gap = cell("gap", EIGHT, Figure(1, 10, "difference"), needs=frozenset({"small"}))
    judged = judge([table(small, gap)], (), None, 5)
    assert {given.value for given in judged.tables[0].places.values()} == {Hidden("protected", 5)}
    assert [hidden.cell for hidden in judged.hidden] == ["small"]


def test_two_cells_with_one_key_are_refused():
    with pytest.raises(ValueError, match="same key"):
        check(table(cell("a", EIGHT, Figure(1, 1, "count")), cell("a", SEVEN, Figure(1, 1, "count"))))


def test_a_figure_outside_its_table_is_refused():
    lost = cell("a", EIGHT, Figure(1, 1, "count"))
    with pytest.raises(ValueError, match="a place of its own"):
        check(replace(table(lost), columns=()))


def test_two_tables_with_the_same_group_are_judged_as_one():
    judged = judge(
        [table(cell("all", EIGHT, Figure(8, 1, "count"))), replace(table(cell("all", EIGHT, Figure(8, 1, "count"))))],
        (),
        None,
        5,
    )
    assert judged.hidden == ()
    assert judged.shown == (True, True)


def test_a_group_left_out_in_one_table_is_shown_in_the_other():
    shown = table(cell("all", EIGHT, Figure(8, 1, "count")))
    left_out = replace(table(cell("all", EIGHT, Figure(8, 1, "count"), left_out=True)), key="other")
    judged = judge([shown, left_out], (), None, 5)
    assert judged.shown == (True, False)
    assert [(hidden.table, hidden.reason) for hidden in judged.hidden] == [("other", "chosen")]


def test_every_kind_of_value_is_read_back_as_it_was_written():
    values = (Figure(33, 65, "share", "65 ledare", "2021"), Hidden("protected", 5), Missing("x"), NotApplicable())
    cells = [ReleaseCell(f"c{n}", "", {}, {("mean", f"c{n}"): Given(v, 1, True)}) for n, v in enumerate(values)]
    shared = judge([table(*cells)], (), None, 5).tables
    assert tables_from_json(tables_to_json(shared)) == shared


def test_members_are_read_back_as_they_were_written():
    drawn = table(cell("eight", EIGHT, Figure(8, 1, "count")), cell("two", TWO, Figure(2, 1, "count")))
    loops, cells = members_to_json([drawn], (True, False))
    read = list(members_from_json("Tabell 3", loops, cells))
    assert [(c.label, dict(c.members), c.shown) for c in read] == [
        ("eight", {p: p for p in EIGHT}, True),
        ("two", {p: p for p in TWO}, False),
    ]
