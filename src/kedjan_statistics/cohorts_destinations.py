"""Where the pupils of a cohort went after the later level: by kind of programme, for each group of the cohort (F06).

A pupil is counted with the first school year after the later level that it is told of. Of whom nothing is told nothing
is taken for granted: they are counted apart, and are in no share. Shares are told of two things, each by its name: of
all whose destination is told, and of those of them who have not moved from the municipality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Protocol

from kedjan_statistics.cohorts_followed import followed, refuse
from kedjan_statistics.cohorts_publish import CHANGED, group_name
from kedjan_statistics.cohorts_subgroups import LOST, Subgroup, placed
from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule
from kedjan_statistics.grades_table import latest
from kedjan_statistics.later import later
from kedjan_statistics.rows import as_table

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

__all__ = ["KINDS", "MOVED", "ROWS", "Destined", "destined", "table", "went"]

MOVED: Final = "moved"
KINDS: Final = ("preparatory", "vocational", "introductory", "adapted", "other", "none", MOVED)
"""Where one can have gone: to a kind of programme, to something else, to nothing, or away from the municipality."""

ROWS: Final = (
    "pupils",
    *("eligible_both", "eligible_neither", "gained", "lost"),
    *(f"group {group}" for group in range(1, 7)),
    *("unchanged_mean", "without_mean"),
)
"""The groups that are told of: all, by eligibility at both levels, and the six groups with who is in none of them."""


class DestinationRow(Protocol):
    """What a row must have to be counted: where one pupil went; `school_year` is the first there."""

    @property
    def pupil(self) -> str: ...
    @property
    def school_year(self) -> int: ...
    @property
    def destination(self) -> str: ...
    @property
    def programme_kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Destined:
    """Pupils of a group by kind of destination (all of KINDS) and by destination; `not_told`: of whom nothing is."""

    pupils: int
    by_kind: Mapping[str, int]
    by_destination: Mapping[str, int]

    @property
    def told(self) -> int:
        """Of how many it is told where they went."""
        return sum(self.by_kind.values())

    @property
    def not_told(self) -> int:
        """Of how many it is not."""
        return self.pupils - self.told

    @property
    def remaining(self) -> int:
        """Those of whom it is told and who have not moved from the municipality."""
        return self.told - self.by_kind[MOVED]

    def of_told(self, kind: str) -> Fraction | None:
        """The share of all of whom it is told; None of nobody."""
        return Fraction(self.by_kind[kind], self.told) if self.told else None

    def of_remaining(self, kind: str) -> Fraction | None:
        """The share of those who have not moved; None of nobody, and of who has moved."""
        return Fraction(self.by_kind[kind], self.remaining) if self.remaining and kind != MOVED else None


def table(rows: Iterable[DestinationRow]) -> ibis.Table:
    """The rows as one Ibis table. Refuses a kind that is none of KINDS."""
    every = tuple(rows)
    unknown = next((row.programme_kind for row in every if row.programme_kind not in KINDS), None)
    if unknown is not None:
        raise ValueError(f"{unknown!r} is no kind of destination: {', '.join(KINDS)}")
    text = ("pupil", "destination", "programme_kind")
    return as_table(every, {**dict.fromkeys(text, "string"), "school_year": "int16"})


def destined(
    pupils: ibis.Table,
    destinations: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    subgroups: Sequence[Subgroup] = (),
    group: int = LOST,
    rule: Rule = VOCATIONAL,
    side_by_side: ibis.Table | None = None,
) -> tuple[Mapping[str, Destined], Mapping[str, Destined]]:
    """Count where the pupils of a cohort went: by each of ROWS, and by the rules that divide one group of it."""
    refuse(from_level, to_level, ())
    levels: dict[str, Any] = {"from_level": from_level, "to_level": to_level, "rule": rule}
    rows = went(pupils, destinations, **levels, side_by_side=side_by_side)
    members: dict[str, list[Mapping[str, Any]]] = {name: [] for name in ROWS}
    for row in rows:
        for name in rows_of(row):
            members[name].append(row)
    own: dict[str, list[Mapping[str, Any]]] = {each.name: [] for each in subgroups}
    if subgroups:
        chosen = placed(pupils, subgroups, **levels, group=group, side_by_side=side_by_side)
        places = {row["pupil"]: row["place"] for row in fetch(chosen.select("pupil", "place")).to_pylist()}
        names = list(own)
        for row in rows:
            if (place := places.get(row["pupil"], -1)) >= 0:
                own[names[place]].append(row)
    every, divided = ({name: _counted(each) for name, each in part.items()} for part in (members, own))
    return every, divided


def went(
    pupils: ibis.Table,
    destinations: ibis.Table,
    *,
    from_level: int,
    to_level: int,
    rule: Rule = VOCATIONAL,
    side_by_side: ibis.Table | None = None,
) -> list[Mapping[str, Any]]:
    """Return a row per pupil of a cohort: `pupil`, `eligible_from`, `eligible_to`, `cohort_group`, and where the pupil
    went: `programme_kind` and `destination`, None where that is not told.
    """
    last = latest(pupils)
    ended = last.filter(last.grade_level == to_level).select("pupil", ended="school_year")
    both = side_by_side
    if both is None:
        both = followed(last, from_level=from_level, to_level=to_level, rule=rule)
    cohort = both.select("pupil", "eligible_from", "eligible_to", "cohort_group").inner_join(ended, "pupil")
    after = destinations.inner_join(cohort.select("pupil", "ended"), "pupil")
    after = after.filter(after.school_year > after.ended)
    first = after.mutate(first=after.school_year.min().over(ibis.window(group_by=after.pupil)))
    first = first.filter(first.school_year == first.first).select("pupil", "programme_kind", "destination")
    rows: list[Mapping[str, Any]] = fetch(cohort.left_join(first, "pupil").drop("pupil_right")).to_pylist()
    return rows


def rows_of(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """The three of ROWS that a pupil of `went` is in."""
    return "pupils", CHANGED[row["eligible_from"], row["eligible_to"]], group_name(row["cohort_group"])


def _counted(rows: Sequence[Mapping[str, Any]]) -> Destined:
    kinds = Counter(row["programme_kind"] for row in rows)
    names = Counter(row["destination"] for row in rows if row["destination"])
    return Destined(len(rows), {kind: kinds[kind] for kind in KINDS}, dict(sorted(names.items())))
