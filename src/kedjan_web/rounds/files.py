"""Tables as files, and the rows of a file that has been looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from kedjan_formats import csv_file, workbook
from kedjan_formats.grid import Grid
from kedjan_web.components.badges import Badge, ledger_badge
from kedjan_web.rounds.ledger import STATES, AnyProblem, ShownProblem, shown_problem
from kedjan_web.rounds.tables.views import XLSX


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of a file: what taking it in does, what it is about, and what is wrong with it."""

    number: int
    badge: Badge
    place: str
    problems: tuple[ShownProblem, ...]


def row_lines(rows: Iterable[tuple[int, str, str, Iterable[AnyProblem]]]) -> list[RowLine]:
    """Return rows, each by number, state, what it is about and problems, as a page shows them."""
    return [
        RowLine(number, ledger_badge(state), place, tuple(shown_problem(each) for each in problems))
        for number, state, place, problems in rows
    ]


def row_tallies(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how many rows of a file are of each state that there are rows of."""
    return [(str(words), numbers[state.value]) for state, words in STATES.items() if numbers[state.value]]


def as_written(made: Grid, ending: str, *, now: datetime) -> dict[str, Any]:
    """Return the content of an answer with a table, as a workbook or as CSV for Swedish Excel; else it is not here."""
    if ending == "xlsx":
        return {"content": workbook.write([made], title=made.title, created=now), "content_type": XLSX}
    if ending == "csv":
        return {"content": csv_file.write(made, swedish=True), "content_type": "text/csv; charset=utf-8"}
    raise Http404
