"""How wide the columns of a table ask to be, by what stands in them; the same in Word and in PDF."""

from kedjan_formats.document import Table

__all__ = ["weights"]

WIDEST, NARROWEST = 32, 5
"""Characters: a longer text wraps, a shorter one gets this much."""


def weights(block: Table) -> tuple[int, ...]:
    """Return how wide each column asks to be, relative to the others: given by the table, or told by its texts.

    A heading asks for its longest word, so that it is not broken within one.
    """
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
