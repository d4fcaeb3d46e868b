"""A shown table as a file: exact numbers, reasons where there are none, and below it what the table says of itself."""

from kedjan_formats.grid import Column, Grid
from kedjan_web.rounds.tables.view import Head, ShownTable


def grid(table: ShownTable, round_title: str) -> Grid:
    """Return the table as the formats write it. Shares are in per cent, as the caption says."""
    groups = [group.text for group in table.groups for _ in range(group.span)] or [""] * len(table.heads)
    columns = [Column(table.corner)]
    columns += [Column(heading(head, group)) for head, group in zip(table.heads, groups, strict=True)]
    rows = [
        (f"{line.head} {line.words}".rstrip(), *(cell.raw for cell in line.cells))
        for line in (*table.lines, *table.closing)
    ]
    notes = (
        f"{round_title}: {table.caption}",
        *((table.note,) if table.note else ()),
        *table.rule,
        *table.notes,
        *(f"{term}: {text}" for term, text in table.foot),
    )
    return Grid(title=table.caption, columns=tuple(columns), rows=rows, notes=notes)


def heading(head: Head, group: str) -> str:
    """Return a column's heading, with the group that it stands under and its n where it says one."""
    name = f"{group}: {head.text}" if group else head.words or head.text
    return f"{name} (n {head.n})" if head.n else name
