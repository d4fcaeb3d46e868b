"""Cells and tables as values, before any template."""

import pytest
from django.utils.translation import override

from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable
from kedjan_web.components.tables import Cell, Column, Row, Table, figure_cell, text_table


def test_a_share_of_42_in_61_stands_as_69_per_cent() -> None:
    cell = figure_cell(Figure(42, 61, "share"), percent=True, mark="largest", step=4)

    assert (cell.text, cell.sign, cell.classes) == ("69\N{NO-BREAK SPACE}%", "●", "k-num k-marked k-heat k-heat-4")


def test_a_hidden_cell_says_why_and_carries_neither_mark_nor_depth() -> None:
    with override("en"):
        cell = figure_cell(Hidden("few_persons", fewer_than=5), mark="largest", step=5, url="/texts/")

    assert (cell.text, cell.label) == ("..", "Not shown: fewer than 5 persons")
    assert (cell.mark, cell.step, cell.url) == ("", None, "")


def test_missing_and_not_applicable_are_not_taken_for_each_other() -> None:
    missing, not_applicable = figure_cell(Missing()), figure_cell(NotApplicable())

    assert (missing.text, missing.kind) == (".", "missing")
    assert (not_applicable.text, not_applicable.kind) == ("–", "not_applicable")


def test_the_legend_explains_each_sign_that_is_met_and_no_other() -> None:
    cells = (figure_cell(Figure(1, 2, "share"), mark="over"), figure_cell(Missing()), figure_cell(Missing()))
    table = Table("Taggar", [Column("Uppdrag")], [Row(Cell("Lektionsbesök"), cells)])

    assert [sign for sign, _meaning in table.legend] == ["▲", "."]


def test_a_mark_that_nobody_has_defined_is_refused() -> None:
    with pytest.raises(KeyError):
        _ = Cell("1", mark="biggest").sign


def test_a_pictures_table_heads_its_rows_by_the_first_column() -> None:
    table = text_table("Känsla", ("Uppdrag", "−2"), [("Lektionsbesök", "9 %")])

    assert [column.numeric for column in table.columns] == [False, True]
    assert (table.rows[0].header.text, table.rows[0].cells[0].text) == ("Lektionsbesök", "9 %")
