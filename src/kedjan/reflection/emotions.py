"""Emotion and participation: spread between areas, distributions, the response curve, a difference with interval."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Refused
from kedjan.people import service as people
from kedjan.reflection.circle import round_to_read
from kedjan.reflection.counting import Counted, Groups, counted, counts_of
from kedjan.reflection.rules import FEWEST_PERSONS
from kedjan.reflection.table_values import (
    Curve,
    CurvePoint,
    Difference,
    Distribution,
    Distributions,
    Heading,
    Part,
    Spread,
    SpreadEnd,
    SpreadRow,
)
from kedjan.reflection.tabling import ALL, assignment_heading, choose_columns
from kedjan_statistics import loops as statistics
from kedjan_statistics import uncertainty
from kedjan_statistics.figure import Figure, Missing, NotApplicable, Value, ratio

HALF = Fraction(1, 2)
STEPS = (-2, -1, 0, 1, 2)
SPREAD = noop(
    "The areas with the lowest and the highest mean emotion. Means are compared as exact fractions, so areas that look "
    "alike after rounding need not be tied."
)
RATE = noop("Reflections for each assignment, out of those invited.")
STEPPED = noop("Number of reflections at each step of emotion, from −2 to 2.")


def emotion_spread(
    *, by: Actor, round: UUID, columns: Sequence[str] | None = None, groups: Groups | None = None
) -> Spread:
    """Return table 3b (C17). Areas where fewer than five persons answered an assignment are left out of its row."""
    counts = counted(by, round, groups)
    chosen = choose_columns(counts, columns)
    titles = dict(counts.assignments)
    found = {
        each.assignment: each
        for each in statistics.emotion_spread(counts.summary, chosen, fewest_persons=FEWEST_PERSONS)
    }
    rows = tuple(_spread_row(counts, found[code], titles[code]) for code, _ in counts.assignments if code in found)
    gaps = {row.assignment: row.difference.value for row in rows if isinstance(row.difference, Figure)}
    widest, narrowest = (max(gaps.values()), min(gaps.values())) if gaps else (None, None)
    return Spread(
        round,
        rows,
        tuple(code for code, gap in gaps.items() if gap == widest),
        tuple(code for code, gap in gaps.items() if gap == narrowest),
        FEWEST_PERSONS,
        counts.facts(SPREAD),
    )


def _spread_row(counts: Counted, found: statistics.Spread, title: str) -> SpreadRow:
    code, gap = found.assignment, found.difference
    difference: Value = Missing("too_few") if gap is None else Figure(gap.numerator, gap.denominator, "difference")
    ends = [_end(counts, code, end.areas) for end in (found.lowest, found.highest)]
    return SpreadRow(code, "" if title == code else title, ends[0], ends[1], difference, found.too_few)


def _end(counts: Counted, code: str, areas: tuple[str, ...]) -> SpreadEnd:
    value = counts.at(code, areas[0]).mean_emotion if areas else Missing("too_few")
    return SpreadEnd(areas, value, tuple(counts.at(code, area).persons for area in areas))


def emotion_by_assignment(*, by: Actor, round: UUID, areas: Sequence[str] = ()) -> Distributions:
    """Return the emotion distribution of each assignment and of all; of some areas' reflections, or of all."""
    area = " + ".join(areas) or None
    counts = counted(by, round, {area: areas} if area and len(areas) > 1 else {})
    choose_columns(counts, areas)
    items = [(assignment_heading(code, title), code, area) for code, title in counts.assignments]
    return _distributions(counts, [*items, (ALL, None, area)], area)


def emotion_by_area(
    *,
    by: Actor,
    round: UUID,
    assignment: str | None = None,
    columns: Sequence[str] | None = None,
    groups: Groups | None = None,
) -> Distributions:
    """Return the emotion distribution of each area or group and of all; of one assignment, or of all."""
    counts = counted(by, round, groups)
    items = [(Heading(area, Part.AREA, area), assignment, area) for area in choose_columns(counts, columns)]
    return _distributions(counts, [*items, (ALL, assignment, None)], None)


def _distributions(
    counts: Counted, items: Iterable[tuple[Heading, str | None, str | None]], area: str | None
) -> Distributions:
    found = tuple(_distribution(counts, *item) for item in items)
    return Distributions(counts.round, found, counts.facts(STEPPED, area))


def _distribution(counts: Counted, heading: Heading, assignment: str | None, area: str | None) -> Distribution:
    part, way = counts.at(assignment, area), counts.texts(assignment, area)
    lowest, low, middle, high, highest = (replace(way, emotion=(step,)) for step in STEPS)
    return Distribution(
        heading,
        part.emotion_steps,
        part.loops - part.emotion_answers,
        part.mean_emotion if counts.emotion else NotApplicable(),
        part.persons,
        (lowest, low, middle, high, highest),
    )


def response_curve(*, by: Actor, now: datetime, round: UUID) -> Curve:
    """Return reflections and persons for each assignment that has opened, out of those invited (C11, C15).

    To managers too of all who answered: how many did says nothing of what anybody wrote or felt.
    """
    counts = counts_of(round_to_read(by, round))
    opened = counts.opened(people.day_of(now))
    points = []
    for code, title in opened:
        part = counts.at(code)
        rate = ratio(part.loops, counts.invited or 0, "share", "nobody_counted_as_invited")
        alarm = isinstance(rate, Figure) and rate.value < HALF
        points.append(CurvePoint(code, "" if title == code else title, part.loops, part.persons, rate, alarm))
    first = next((point.assignment for point in points if point.alarm), None)
    not_open = tuple(code for code, _title in counts.assignments if code not in dict(opened))
    return Curve(round, tuple(points), counts.invited, first, not_open, counts.facts(RATE))


def difference(*, by: Actor, round: UUID, tag: str, one: str, other: str, groups: Groups | None = None) -> Difference:
    """Return how much more `one` area uses a tag than `other`, with an interval (C18); nothing if they overlap."""
    counts = counted(by, round, groups)
    choose_columns(counts, (one, other))
    if tag not in counts.tag_set.names:
        raise Refused("There is no tag called %(name)s.", name=tag)
    number = counts.tag_set.names.index(tag)
    first, second = counts.at(area=one), counts.at(area=other)
    shares = (first.share(number), second.share(number))
    overlapping = set(counts.members(one)) & set(counts.members(other))
    if overlapping or not (first.loops and second.loops):
        return Difference(tag, one, other, *shares, Missing("not_comparable"), None, None, differs=False)
    hits, other_hits = first.tag_loops[number], second.tag_loops[number]
    gap = Figure(hits * second.loops - other_hits * first.loops, first.loops * second.loops, "difference")
    interval = uncertainty.difference(hits, first.loops, other_hits, second.loops)
    return Difference(tag, one, other, *shares, gap, interval.low, interval.high, differs=interval.excludes_zero)
