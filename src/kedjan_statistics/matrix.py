"""The matrix of a midterm review: a row per pupil, columns of concern in groups, a sum and a level (A14).

Cells are 0 to 3, more is more concern; an empty cell is not applicable. The form (columns, groups, which of them are
scored, thresholds) is data with a name. A level says how much stands in the row, not how a pupil is: knowledge is 48 of
78 points, so a pupil with all there is of social concern and ill health is still green. Signals tell that beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

__all__ = [
    "MIDTERM",
    "MOST",
    "Column",
    "Form",
    "Group",
    "Level",
    "Review",
    "SingleSignal",
    "SupportGap",
    "review",
]

type Part = tuple[Group, Sequence[int | None]]

MOST: Final = 3
"""The most concern that a cell tells of."""


class Column(NamedTuple):
    """One column of a form. One that is not scored stands in no sum; `weight` is what its cells are multiplied by."""

    name: str
    scored: bool = True
    weight: int = 1


@dataclass(frozen=True)
class Group:
    """Columns that tell of the same: their share of what the group can hold is the pupil's profile.

    `single`: the highest cell is a signal by itself. `one_of`: columns of which a pupil has one, counted once.
    """

    name: str
    columns: tuple[Column, ...]
    single: bool = False
    one_of: tuple[str, ...] = ()

    @cached_property
    def scored(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.scored)

    @cached_property
    def most(self) -> int:
        """What the group adds up to at most."""
        twins = [column.weight for column in self.scored if column.name in self.one_of]
        return MOST * (sum(column.weight for column in self.scored) - sum(twins) + max(twins, default=0))


class Level(NamedTuple):
    """A level and the sum from which it holds."""

    name: str
    since: int


@dataclass(frozen=True)
class Form:
    """A form with its version: groups, levels from the lowest, and when much concern without support is a gap.

    `knowledge` and `support` name the two groups that are held against each other; so many columns of `knowledge` at
    the highest and nothing in `support` is a gap. That number is ours.
    """

    name: str
    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    knowledge: str
    support: str
    gap_from: int = 5

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns in their order; a name may stand several times."""
        return tuple(column.name for group in self.groups for column in group.columns)

    @cached_property
    def most(self) -> int:
        """What a row adds up to at most."""
        return sum(group.most for group in self.groups)

    def level(self, points: int) -> str:
        """The level of a sum. Refuses one that is negative or over the most."""
        if not 0 <= points <= self.most:
            raise ValueError(f"a sum is 0 to {self.most}, not {points}: over what a row can hold")
        return next(level.name for level in reversed(self.levels) if points >= level.since)


def _columns(*names: str, scored: bool = True) -> tuple[Column, ...]:
    return tuple(Column(name, scored) for name in names)


MIDTERM: Final = Form(
    "Mitterminsavstämning 2023",
    (
        Group("Socialt", _columns("Kompisar", "Konflikter", "Utsatt", "Utsättare"), single=True),
        Group("Hälsa", _columns("Medic", "Kris", "Fam", "Osyn", "Betee", "Frånv"), single=True),
        Group(
            "Kunskap",
            (
                *_columns("BL", "ENG", "IDH", "MA"),
                Column("ML", scored=False),
                *_columns("MU", "Bi", "NO", "NO", "NO", "SO", "SO", "SO", "SO", "SL", "SV", "SVA", "TK"),
            ),
            one_of=("SV", "SVA"),
        ),
        Group("Stöd", _columns("EA", "ÅP", "EHT", "Remiss", "Studieh", scored=False)),
    ),
    (Level("Grön", 0), Level("Gul", 40), Level("Orange", 50), Level("Röd", 65)),
    knowledge="Kunskap",
    support="Stöd",
)
"""The matrix of S0: 33 columns of which 26 count, at most 78; green, yellow from 40, orange from 50, red from 65."""


class SingleSignal(NamedTuple):
    """A cell that says the most by itself, whatever the sum."""

    group: str
    column: str
    value: int


class SupportGap(NamedTuple):
    """So many columns at the most, and no support."""

    columns: int


@dataclass(frozen=True, slots=True)
class Review:
    """What one row says: the sum, its level, each scored group's points of what it can hold, and the signals."""

    sum: int
    level: str
    points: Mapping[str, int]
    profile: Mapping[str, Fraction]
    signals: tuple[SingleSignal | SupportGap, ...]


def review(cells: Sequence[int | None], form: Form = MIDTERM) -> Review:
    """Review one row: a cell for each of the form's columns, None where it is not applicable.

    Refuses rows of another length, cells outside 0 to 3, and more than one of the columns that a pupil has one of.
    """
    if len(cells) != len(form.columns):
        raise ValueError(f"a row has {len(form.columns)} cells, not {len(cells)}")
    if wrong := next((cell for cell in cells if cell is not None and not 0 <= cell <= MOST), None):
        raise ValueError(f"a cell is 0 to {MOST} or empty, not {wrong}")
    place = 0
    parts: dict[str, Part] = {}
    for group in form.groups:
        parts[group.name] = group, cells[place : place + len(group.columns)]
        place += len(group.columns)
    points = {name: _points(*part) for name, part in parts.items() if part[0].scored}
    whole = sum(points.values())
    return Review(
        sum=whole,
        level=form.level(whole),
        points=points,
        profile={name: Fraction(number, parts[name][0].most) for name, number in points.items()},
        signals=(*_single(parts.values()), *_gap(form, parts)),
    )


def _points(group: Group, cells: Sequence[int | None]) -> int:
    filled = [(column, cell) for column, cell in zip(group.columns, cells, strict=True) if cell is not None]
    if sum(column.name in group.one_of for column, _ in filled) > 1:
        raise ValueError(f"a pupil has one of {' and '.join(group.one_of)}, not both")
    return sum(column.weight * cell for column, cell in filled if column.scored)


def _single(parts: Iterable[Part]) -> Iterator[SingleSignal]:
    for group, cells in parts:
        if group.single:
            for column, cell in zip(group.columns, cells, strict=True):
                if cell == MOST:
                    yield SingleSignal(group.name, column.name, cell)


def _gap(form: Form, parts: Mapping[str, Part]) -> Iterator[SupportGap]:
    """Yield the gap where there is much concern and no support."""
    group, cells = parts[form.knowledge]
    most = sum(cell == MOST for column, cell in zip(group.columns, cells, strict=True) if column.scored)
    if most >= form.gap_from and not any(parts[form.support][1]):
        yield SupportGap(most)
