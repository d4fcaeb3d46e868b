"""Midterm matrices given out beyond those around the pupils: how many at each level, never who and never a cell.

A pupil counts once in a term, by the last row of it: so every table of a term is of the same groups, and units add up
to the whole. What is told beside levels is chosen, a few things at a time: each cuts the pupils into smaller parts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Refused
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet
from kedjan.releases import service as releases
from kedjan.results.giving_out import (
    PUPILS,
    Measures,
    Members,
    Offer,
    Slice,
    fewest,
    may_give_out,
    nobody_or_few,
    table_of,
    titled_of_units,
    whole,
)
from kedjan.results.remembered import remembered
from kedjan.results.reviewing import FORMS, Cells, cells_of, days_of, matrices, rows_at
from kedjan_statistics import matrix
from kedjan_statistics.matrix import Form, SingleSignal, SupportGap

TABLE = "matrix"
TITLES: Final = {
    "autumn": noop("Midterm matrices in the autumn of %(year)s"),
    "spring": noop("Midterm matrices in the spring of %(year)s"),
}
MOST_BESIDE: Final = 3
"""So many things may be told beside the levels at a time."""

LEVELS: Final[Mapping[str, str]] = {
    "Grön": noop("Level green"),
    "Gul": noop("Level yellow"),
    "Orange": noop("Level orange"),
    "Röd": noop("Level red"),
}
LEVEL_SHARES: Final[Mapping[str, str]] = {
    "Grön": noop("Share at level green"),
    "Gul": noop("Share at level yellow"),
    "Orange": noop("Share at level orange"),
    "Röd": noop("Share at level red"),
}
GAP: Final = "gap"
SIGNALS: Final[Mapping[str, str]] = {
    "Socialt": noop("Something social at the most"),
    "Hälsa": noop("Something of health at the most"),
    GAP: noop("Much concern and no support"),
}
"""Told of a whole group of columns only: what ails somebody is not given out, however many they are."""

NOTES: Final = (
    noop("Each pupil counts once, by the last matrix of the term. The level says how much stands in the row, not how"
         " a pupil is."),
    noop("Few pupils make large differences by chance: a difference is a question, not an answer."),
)  # fmt: skip

SUBJECTS_NOTE: Final = noop("A heading such as “MA = 3” is of those who have the most concern, 3, in the subject.")


@dataclass(frozen=True, slots=True)
class Term:
    """A term: `half` is `autumn` (July to December) or `spring` (January to June) of a calendar year."""

    year: int
    half: str

    @classmethod
    def of(cls, day: date) -> "Term":
        """Return the term that a day is in."""
        return cls(day.year, "spring" if day.month <= 6 else "autumn")


@dataclass(frozen=True, slots=True)
class MatrixToShare:
    """What is given out of matrices: one term, of some units or all, by unit or not, and what is told beside levels.

    `beside` names things of `beside_levels`.
    """

    title: str
    term: Term
    units: tuple[UUID, ...] = ()
    by_unit: bool = False
    beside: tuple[str, ...] = ()


def matrices_to_share(*, by: Actor) -> Offer[Term]:
    """Return the terms, units and subjects that matrices are in place of, to those who may share.

    A subject that fewer pupils have anything in than may be told of is not offered: that it was would tell of them.
    """
    may_give_out(by)
    sets = matrices(by)
    units = days_of(by, sets)
    terms = dict.fromkeys(Term.of(day) for day in sorted({d for days in units.values() for d in days}, reverse=True))
    filled = remembered(by.provider, "subjects of matrices", sets, lambda: _filled(by, sets))
    beside = {name: words for name, words in beside_levels().items() if name in SIGNALS or filled[name] >= fewest()}
    return Offer(tuple(terms), frozenset(units), beside)


def _filled(by: Actor, sets: Sequence[DataSet]) -> Mapping[str, int]:
    """Return how many pupils have anything in each column, over all days."""
    found: dict[str, set[int]] = {}
    for each in sets:
        for row in facts.rows_of(by=by, data_set=each, columns=("pupil", "form", "cells")).to_pylist():
            form = FORMS.get(row["form"])
            for name, cell in zip(form.columns, row["cells"], strict=True) if form else ():
                if cell != "-":
                    found.setdefault(name, set()).add(row["pupil"])
    return Counter({name: len(pupils) for name, pupils in found.items()})


def beside_levels(form: Form = matrix.MIDTERM) -> Mapping[str, str]:
    """Return what may be told beside levels, with their headings: signals of a group, the support gap, subjects."""
    subjects = [column.name for group in form.groups if group.name == form.knowledge for column in group.columns]
    return {**SIGNALS, **{name: f"{name} = {matrix.MOST}" for name in subjects}}


def check_matrices(by: Actor, asks: MatrixToShare) -> str:
    """Return the title tidied; refuse what cannot be asked of matrices."""
    title, _ = titled_of_units(by, asks.title, asks.units)
    if len(set(asks.beside)) > MOST_BESIDE or not set(asks.beside) <= set(beside_levels()):
        raise Refused("At most %(most)s things are told beside levels.", most=MOST_BESIDE)
    return title


def cells_of_matrices(asks: MatrixToShare, units: int) -> int:
    """Return the most cells that a table of levels can have at so many units, known before it is counted."""
    return (1 + units * asks.by_unit) * len(_measures(asks.beside).names)


def matrix_tables(by: Actor, asks: MatrixToShare) -> list[releases.ReleaseTable]:
    """Count the pupils at each level, of what is in place; refuse matrices of nobody."""
    _, names = titled_of_units(by, asks.title, asks.units)
    rows = [row for row in _last_rows(by, asks.term) if not asks.units or UUID(hex=row["school_unit"]) in asks.units]
    if not rows:
        raise nobody_or_few()
    table = table_of(
        TABLE,
        TITLES[asks.term.half],
        list(_slices(rows, names if asks.by_unit else {}, asks.beside)),
        _measures(asks.beside),
        values={"year": asks.term.year},
        notes=(*NOTES, SUBJECTS_NOTE) if set(asks.beside) - set(SIGNALS) else NOTES,
    )
    return [table]


def _last_rows(by: Actor, term: Term) -> list[Mapping[str, Any]]:
    """Return each pupil's last row in a term, wherever it is."""
    sets = matrices(by)
    every = days_of(by, sets)
    days = sorted({day for each in every.values() for day in each if Term.of(day) == term})
    rows = rows_at(by, sets, days=days, units=list(every))
    return list({row["pupil"]: row for row in sorted(rows, key=lambda row: (row["day"], row["form"]))}.values())


def _measures(beside: tuple[str, ...]) -> Measures:
    told = beside_levels()
    return Measures(
        {PUPILS: noop("Pupils"), **LEVELS, **{name: told[name] for name in told if name in beside}}, LEVEL_SHARES
    )


def _slices(rows: list[Mapping[str, Any]], names: Mapping[str, str], beside: tuple[str, ...]) -> Iterator[Slice]:
    """Yield each unit that has a row, in the organisation's order, and the whole."""
    for unit, name in names.items():
        inside = [row for row in rows if row["school_unit"] == unit]
        if inside:
            yield Slice(releases.Heading(f"school_unit-{unit}", name, part="school_unit"), _members(inside, beside))
    yield whole(_members(rows, beside))


def _members(rows: list[Mapping[str, Any]], beside: tuple[str, ...]) -> Members:
    found: dict[str, set[str]] = {name: set() for name in _measures(beside).names}
    for row in rows:
        form = FORMS[row["form"]]
        for name in (PUPILS, *_said(cells_of(row["cells"]), form)):
            if name in found:
                found[name].add(str(row["pupil"]))
    return {name: frozenset(pupils) for name, pupils in found.items()}


def _said(cells: Cells, form: Form) -> Iterator[str]:
    """Yield what a row says: its level, the groups with a signal, a support gap, and the columns at the most."""
    found = matrix.review(cells, form)
    yield found.level
    for signal in found.signals:
        match signal:
            case SingleSignal():
                yield signal.group
            case SupportGap():
                yield GAP
    yield from (name for name, cell in zip(form.columns, cells, strict=True) if cell == matrix.MOST)
