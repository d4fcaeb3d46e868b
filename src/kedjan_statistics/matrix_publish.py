"""A midterm matrix as it may be shown to anyone: levels and columns as counts, and no pupil.

No means: beside how many are at the most, a mean of few steps says how many are at the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from kedjan_statistics.matrix import MIDTERM, MOST, Form, Review, review
from kedjan_statistics.matrix_report import MatrixRow
from kedjan_statistics.published import Counts, gathered

__all__ = ["published"]

type Json = dict[str, Any]
type Row = tuple[str, str, Sequence[int | None], Review]
"""A row's number, its pupil, its cells, and what they say."""


def published(rows: Iterable[MatrixRow], form: Form = MIDTERM) -> tuple[Json, bool]:
    """How many pupils are at each level, and in each column have something in it and the most; is anything left?

    A pupil who stands in several matrices is one pupil with several rows.
    """
    every = [(str(number), row.pupil, row.cells, review(row.cells, form)) for number, row in enumerate(rows)]
    counts: Counts[str] = Counts()
    levels = gathered(every, lambda row: ("rows", f"level {row[3].level}"), lambda row: row[:2])
    counts.judge(levels)
    columns = []
    for place, name in enumerate(form.columns):
        filled, most = f"filled {place}", f"most {place}"
        found = gathered(every, partial(_in_column, place), lambda row: row[:2])
        counts.judge(found, beside=levels)
        columns.append(
            {"column": name, "filled": counts.number(filled, "rows"), "at_the_most": counts.number(most, filled)},
        )
    made = {
        "form": form.name,
        "max": form.most,
        "rows": counts.number("rows"),
        "levels": {
            level.name: {"from": level.since, "pupils": counts.number(f"level {level.name}", "rows")}
            for level in form.levels
        },
        "columns": columns,
    }
    return made, not counts.nothing_is_left


def _in_column(at: int, row: Row) -> list[str]:
    cell = row[2][at]
    if cell is None:
        return []
    return [f"filled {at}"] + ([f"most {at}"] if cell == MOST else [])
