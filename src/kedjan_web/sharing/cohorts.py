"""A cohort or attendance that was given out, in the shape that the tables of rounds have."""

from django.utils.translation import gettext as _

from kedjan.releases import service as releases
from kedjan_web.errors import said
from kedjan_web.rounds.tables.pictures import Drawn
from kedjan_web.rounds.tables.view import Head, Line, ShownTable
from kedjan_web.sharing.emotions import cells, hidden_legend, row_text


def shown_cohort(shared: releases.SharedTable) -> ShownTable:
    """Return how many pupils are in each measure, and of all, for each part and the whole."""
    lines = {row.key: Line(row_text(row), tuple(cells(shared, row))) for row in shared.rows}
    return ShownTable(
        key=shared.key,
        caption=said(shared.title, shared.values),
        note=_("Pupils; shares in per cent"),
        corner=_("Group"),
        heads=tuple(Head(_(column.name)) for column in shared.columns),
        lines=tuple(lines[row.key] for row in shared.rows if not row.closing),
        closing=tuple(lines[row.key] for row in shared.rows if row.closing),
        legend=hidden_legend(shared),
    )


def no_picture(_shared: releases.SharedTable, _key: str) -> Drawn | None:
    """What was given out of pupils is a table alone."""
    return None
