"""How wide a Word table's columns are: as their contents ask, within the page."""

from docx.shared import Emu
from docx.table import Table as WordTable

from kedjan_formats.document import Table
from kedjan_formats.widths import weights

TWIP = 635
"""EMU in the unit that Word keeps widths in; rounded down, so that all columns fit."""


def set_widths(made: WordTable, block: Table, wide: int) -> None:
    """Share the text's width (EMU) among the columns; `made` has as many as the table, and its headings are merged."""
    asked = weights(block)
    made.autofit = False
    sizes = [Emu(wide * each // sum(asked) // TWIP * TWIP) for each in asked]
    for column, size in zip(made.columns, sizes, strict=True):
        column.width = size
    spans = [[cell.span for cell in row] for row in block.headings()] + [[1] * block.columns] * len(block.rows)
    for row, of in zip(made.rows, spans, strict=True):
        place = 0
        for cell, span in zip(row._tr.tc_lst, of, strict=True):
            cell.width = Emu(sum(sizes[place : place + span]))
            place += span
