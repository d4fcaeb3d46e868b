"""A cohort given out beyond those who may read its rows: what can be asked, and the tables of it.

Whoever shares need not be one of those around the pupils, and sees nothing before it is out: each look is a release,
so that nobody can come to a few pupils by asking in many ways. All results of a provider's pupils are one source.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Refused
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.releases import service as releases
from kedjan.results.giving_out import (
    SEXES,
    Measures,
    Offer,
    Slice,
    divided,
    may_give_out,
    nobody_or_few,
    table_of,
    whole,
)
from kedjan.results.reading import unit_names
from kedjan.results.remembered import each_once
from kedjan.results.sharing_after import (
    AFTER,
    AFTER_MEASURES,
    AFTER_NOTE,
    AFTER_SHARES,
    BESIDE_COHORT,
    DESTINATIONS,
    cells_of_destinations,
    destinations_table,
    eligible_after,
    offered_beside,
)
from kedjan.results.studying import asked_of, pupils_in, rows_of
from kedjan.results.values import Question
from kedjan_statistics import cohorts, grades
from kedjan_statistics.engine import fetch

TABLE = "cohort"
TITLE = noop("Cohort from grade level %(early)s to %(late)s")

MEASURES: Mapping[str, str] = {
    "pupils": noop("Pupils"),
    "eligible_from": noop("Eligible then"),
    "eligible_to": noop("Eligible now"),
    "lost": noop("Lost"),
    "gained": noop("Gained"),
    "neither": noop("Eligible neither time"),
    "both": noop("Eligible both times"),
    "risen": noop("Mean points risen"),
    "fallen": noop("Mean points fallen"),
}
SHARES: Mapping[str, str] = {
    "eligible_from": noop("Share eligible then"),
    "eligible_to": noop("Share eligible now"),
}
NOUGHTS: Mapping[str, tuple[str, ...]] = {
    "lost": ("eligible_from", "neither"),
    "gained": ("eligible_to", "neither"),
    "neither": ("lost", "gained"),
    "both": ("eligible_from", "eligible_to"),
    "gained_after": ("eligible_to",),
}
"""Whom nobody in a measure is told of: those not eligible now are hidden with those who are."""
NOTES = (
    noop("Eligible for vocational programmes. Pupils with grades both times; who joined or left is in no figure."),
    noop("Few pupils make large differences by chance: a difference is a question, not an answer."),
)


@dataclass(frozen=True, slots=True)
class CohortToShare:
    """What is given out of a cohort: a question, and what is told beside it, of what `cohorts_to_share` offers."""

    question: Question
    beside: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self.question.title

    @property
    def units(self) -> tuple[UUID, ...]:
        """Return the units that it is asked of; none means all."""
        return self.question.units


def check_cohort(by: Actor, asks: CohortToShare) -> str:
    """Return the title; refuse what cannot be asked of a cohort, and groups by rules of one's own."""
    may_give_out(by)
    if asks.question.subgroups:
        raise Refused("Groups by rules of one's own are few pupils, and are not given out.")
    if not set(asks.beside) <= {AFTER, DESTINATIONS}:
        raise Refused("This is not told beside a cohort.")
    asked_of(by, asks.question)
    return asks.title


def cells_of_cohort(asks: CohortToShare, units: int) -> int:
    """Return the most cells that tables of a cohort can have at so many units, known before anything is counted."""
    told = set(asks.question.by)
    parts = 1 + len(SEXES) * ("sex" in told) + units * ("school_unit" in told)
    measures = len(MEASURES) + len(AFTER_MEASURES) * (AFTER in asks.beside)
    return parts * measures + cells_of_destinations(parts) * (DESTINATIONS in asks.beside)


def cohorts_to_share(*, by: Actor) -> Offer[int]:
    """Return what cohorts can be asked of, to those who may share: nothing where grades are of one grade level only.

    The school years and units are those of the later level, of which there are grades; `beside` what so many pupils
    have anything of that it may be told.
    """
    may_give_out(by)
    sets = facts.combined_of_kinds(by=by, kinds=(FactKind.GRADES, *BESIDE_COHORT))
    every = each_once(by, [s for s in sets if s.kind is FactKind.GRADES], "school_unit", "school_year", "grade_level")
    levels = sorted({row["grade_level"] for row in every})
    late = [row for row in every if row["grade_level"] > levels[0]]
    return Offer(
        when=tuple(sorted({row["school_year"] for row in late}, reverse=True)),
        units=frozenset(UUID(hex=row["school_unit"]) for row in late),
        beside=offered_beside(by, sets),
        levels=tuple(levels),
    )


def cohort_tables(by: Actor, asked: CohortToShare) -> list[releases.ReleaseTable]:
    """Count a cohort on what is in place, and what is told beside it.

    Refuses a cohort of nobody, and what is to be told beside it of which nothing has come in.
    """
    asks, beside = asked.question, asked.beside
    sets = facts.combined(by=by, kind=FactKind.GRADES)
    pupils = pupils_in(rows_of(by, sets), asks)
    if pupils is None:
        raise nobody_or_few()
    last = grades.latest(pupils)
    side_by_side = cohorts.at_hand(last, from_level=asks.from_level, to_level=asks.to_level)
    names, shares, notes = MEASURES, SHARES, [*NOTES]
    after: frozenset[str] | None = None
    if AFTER in beside:
        after = eligible_after(by, asks, last)
        names, shares = {**names, **AFTER_MEASURES}, {**shares, **AFTER_SHARES}
        notes.append(AFTER_NOTE)
    rows, units = fetch(side_by_side).to_pylist(), unit_names(by=by)
    if not rows:
        raise nobody_or_few()
    slices = list(_slices(rows, asks.by, units, after))
    values = {"early": asks.from_level, "late": asks.to_level}
    tables = [table_of(TABLE, TITLE, slices, Measures(names, shares, noughts=NOUGHTS), values=values, notes=notes)]
    if DESTINATIONS in beside:
        parts = {row["pupil"]: {name: row[name] for name in asks.by} for row in rows}
        tables.append(destinations_table(by, asks, pupils, side_by_side, parts=parts, units=units))
    return tables


def _slices(
    rows: Sequence[Mapping[str, Any]], by: Sequence[str], units: Mapping[str, str], after: frozenset[str] | None
) -> Iterator[Slice]:
    """Yield each part of a division, and the whole; with who is eligible `after` later grades, where that is told."""
    for heading, inside in divided(rows, by, units):
        yield Slice(heading, _members(inside, after))
    yield whole(_members(rows, after))


def _members(rows: Sequence[Mapping[str, Any]], after: frozenset[str] | None) -> dict[str, frozenset[str]]:
    """Return the pupils in each measure, by key."""

    def those(test: Any) -> frozenset[str]:
        return frozenset(str(row["pupil"]) for row in rows if test(row))

    found = {
        "pupils": frozenset(str(row["pupil"]) for row in rows),
        "eligible_from": those(lambda row: row["eligible_from"]),
        "eligible_to": those(lambda row: row["eligible_to"]),
        "lost": those(lambda row: row["eligible_from"] and not row["eligible_to"]),
        "gained": those(lambda row: row["eligible_to"] and not row["eligible_from"]),
        "neither": those(lambda row: not row["eligible_from"] and not row["eligible_to"]),
        "both": those(lambda row: row["eligible_from"] and row["eligible_to"]),
        "risen": those(lambda row: _change(row) > 0),
        "fallen": those(lambda row: _change(row) < 0),
    }
    if after is not None:
        found["eligible_after"] = found["pupils"] & after
        found["gained_after"] = found["eligible_after"] - found["eligible_to"]
    return found


def _change(row: Mapping[str, Any]) -> int:
    """The sign of the change in mean points; none where there is no mean."""
    if not row["graded_from"] or not row["graded_to"]:
        return 0
    return int(row["points_to"] * row["graded_from"] - row["points_from"] * row["graded_to"])
