"""A class's midterm matrix as plain values ready for JSON: each pupil's row, and the class in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from kedjan_statistics.matrix import MIDTERM, MOST, Form, Review, SingleSignal, SupportGap, review

__all__ = ["MatrixRow", "report"]

type Json = dict[str, Any]


class MatrixRow(Protocol):
    """What a row must have to be reviewed: who it is about, and a cell for each of the form's columns."""

    @property
    def pupil(self) -> str: ...
    @property
    def cells(self) -> Sequence[int | None]: ...


def report(rows: Iterable[MatrixRow], form: Form = MIDTERM) -> Json:
    """Each pupil's sum, level, profile and signals; pupils by level, and for each column how many are at the most."""
    every = tuple(rows)
    reviewed = [(row.pupil, review(row.cells, form)) for row in every]
    levels = Counter(found.level for _, found in reviewed)
    return {
        "form": form.name,
        "max": form.most,
        "levels": {level.name: {"from": level.since, "pupils": levels[level.name]} for level in form.levels},
        "columns": [_column(name, [row.cells[place] for row in every]) for place, name in enumerate(form.columns)],
        "pupils": [_pupil(pupil, found) for pupil, found in reviewed],
    }


def _column(name: str, cells: Sequence[int | None]) -> Json:
    filled = [cell for cell in cells if cell is not None]
    return {
        "column": name,
        "filled": len(filled),
        "mean": sum(filled) / len(filled) if filled else None,
        "at_the_most": sum(cell == MOST for cell in filled),
    }


def _pupil(pupil: str, found: Review) -> Json:
    return {
        "pupil": pupil,
        "sum": found.sum,
        "level": found.level,
        "profile": {group: float(part) for group, part in found.profile.items()},
        "signals": [_signal(signal) for signal in found.signals],
    }


def _signal(signal: SingleSignal | SupportGap) -> Json:
    match signal:
        case SingleSignal():
            return {"signal": "enskild signal", "group": signal.group, "column": signal.column, "value": signal.value}
        case SupportGap():
            return {"signal": "insatsgap", "columns": signal.columns}
