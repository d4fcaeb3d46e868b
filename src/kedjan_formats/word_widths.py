"""How wide a Word table's columns are: as their contents ask, within the page."""

from docx.shared import Emu
from docx.table import Table as WordTable

from kedjan_formats.document import Table

WIDEST, NARROWEST = 32, 5
"""Characters: a longer text wraps, a shorter one gets this much."""
TWIP = 635
"""EMU in the unit that Word keeps widths in; rounded down, so that all columns fit."""


def weights(block: Table) -> tuple[int, ...]:
    """Return how wide each column asks to be, relative to the others: given by the table, or told by its texts."""
    if block.widths:
        return block.widths
    asked = [NARROWEST] * block.columns
    for cells in block.cells():
        for place, cell in enumerate(cells):
            asked[place] = max(asked[place], min(WIDEST, len(str(cell.text)) + (4 if cell.mark else 2)))
    for heading_row in block.headings():
        place = 0
        for heading in heading_row:
            longest = max((len(word) for word in str(heading.text).split()), default=0) + 4
            for each in range(place, place + heading.span):
                asked[each] = max(asked[each], min(WIDEST, -(-longest // heading.span)))
            place += heading.span
    return tuple(asked)


def set_widths(made: WordTable, block: Table, wide: int) -> None:
    """Share the text's width (EMU) among the columns; `made` has as many as the table."""
    asked = weights(block)
    made.autofit = False
    sizes = [Emu(wide * each // sum(asked) // TWIP * TWIP) for each in asked]
    for column, size in zip(made.columns, sizes, strict=True):
        column.width = size
    for row in list(made.rows)[len(block.headings()) :]:
        for cell, size in zip(row.cells, sizes, strict=True):
            cell.width = size
