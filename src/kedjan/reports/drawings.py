"""Which pictures a shared table gives, told by what stands in it."""

from kedjan.reports.contents import Head, Table

HEAT = "heat"
BARS = "bars"
MULTIPLES = "multiples"
ENDS = "ends"
STEPS = "steps"
CURVE = "curve"
OF_KIND = {
    "emotion_spread": ENDS,
    "emotion_by_assignment": STEPS,
    "emotion_by_area": STEPS,
    "response_curve": CURVE,
}
"""The one picture that a table of emotion or of participation gives."""


def drawings_of(table: Table) -> tuple[str, ...]:
    """Return the drawings that a table gives: shares as a heat table or bars, means by group as small multiples."""
    if table.kind in OF_KIND:
        return (OF_KIND[table.kind],) if _shows_enough(table) else ()
    found = []
    if has_shares(table):
        found += [HEAT, BARS]
    if len(mean_columns(table)) >= 2:
        found.append(MULTIPLES)
    return tuple(found)


def _shows_enough(table: Table) -> bool:
    """A curve needs to know how many were asked, at least as many as answered; the others need any figure."""
    if table.kind != "response_curve":
        return any(cell.kind == "figure" for row in table.rows for cell in row.cells)
    rates = [row.cells[-1] for row in table.rows if row.cells[-1].kind == "figure"]
    return bool(rates) and all(rate.numerator <= rate.denominator for rate in rates)


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
    return table.columns if table.kind not in OF_KIND and has_shares(table) else ()
