"""Which pictures a shared table gives, told by what stands in it."""

from kedjan.reports.contents import Head, Table

HEAT = "heat"
BARS = "bars"
MULTIPLES = "multiples"


def drawings_of(table: Table) -> tuple[str, ...]:
    """Return the drawings that a table gives: shares as a heat table or bars, means by group as small multiples."""
    found = []
    if has_shares(table):
        found += [HEAT, BARS]
    if len(mean_columns(table)) >= 2:
        found.append(MULTIPLES)
    return tuple(found)


def has_shares(table: Table) -> bool:
    """Return whether the table's own rows are shares, at least one of them shown."""
    return any(
        cell.unit == "share" and cell.kind == "figure" for row in table.rows if not row.closing for cell in row.cells
    )


def mean_columns(table: Table) -> tuple[tuple[int, Head], ...]:
    """Return the columns that hold means, by their place."""
    body = [row for row in table.rows if not row.closing]
    return tuple(
        (place, head)
        for place, head in enumerate(table.columns)
        if any(row.cells[place].kind == "figure" and row.cells[place].unit == "mean" for row in body)
    )


def about_columns(table: Table) -> tuple[Head, ...]:
    """Return the columns that bars can be drawn of."""
    return table.columns if has_shares(table) else ()
