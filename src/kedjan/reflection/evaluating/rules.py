"""Pure decisions: when a round can be evaluated, what its evaluations say together, and what few of them hide."""

import statistics
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from kedjan.reflection.evaluating.values import (
    Evaluation,
    GroupResult,
    Minutes,
    Share,
    Stage,
    Stance,
    Statement,
    StatementResult,
)
from kedjan.reflection.responding.rules import Persons, Place, gathered, hidden, partition
from kedjan.reflection.rules import FEWEST_PERSONS
from kedjan_statistics import uncertainty
from kedjan_statistics.figure import Figure, Hidden, Missing, Value, count

OPEN_FOR = timedelta(days=21)
"""So long a round can be evaluated, from the day after its last."""

AGREES = frozenset({Stance.FULLY, Stance.LARGELY})
FEW, BESIDE = Hidden("few_persons"), Hidden("complementary")
NOBODY = Missing("nobody_took_a_stand")

type Evaluations = Mapping[UUID, Evaluation]


def last_day(ended: date | None) -> date | None:
    """Return the last day on which a round that ended on a day can be evaluated."""
    return ended + OPEN_FOR if ended else None


def stage(ended: date | None, today: date) -> Stage:
    """Return whether a round whose last day is `ended` can be evaluated today: from the day after, for three weeks."""
    if ended is None or today <= ended:
        return Stage.NOT_YET
    return Stage.OPEN if today <= ended + OPEN_FOR else Stage.OVER


def share(hits: int, of: int) -> Share:
    """Return a share with its interval; Missing where there is nobody to divide by."""
    if not of:
        return Share(NOBODY)
    interval = uncertainty.wilson(hits, of)
    return Share(Figure(hits, of, "share"), interval.low, interval.high)


def evaluated(number: int) -> Value:
    """Return how many have evaluated; few are not counted."""
    return FEW if 0 < number < FEWEST_PERSONS else count(number)


def results(found: Evaluations) -> tuple[StatementResult, ...]:
    """Return what all said of each statement; nothing where fewer than five evaluated."""
    if len(found) < FEWEST_PERSONS:
        return ()
    return tuple(_result(found, each) for each in Statement)


def _result(found: Evaluations, statement: Statement) -> StatementResult:
    stances = [each.stances.get(statement) for each in found.values()]
    stood = len(_stood(found, statement))
    few = 0 < stood < FEWEST_PERSONS
    agree = sum(stance in AGREES for stance in stances)
    return StatementResult(
        statement,
        Share(FEW) if few else share(agree, stood),
        {stance: FEW if few and stance is not Stance.CANNOT_SAY else count(stances.count(stance)) for stance in Stance},
        stances.count(None),
    )


def by_group(found: Evaluations, places: Mapping[UUID, Place]) -> tuple[GroupResult, ...]:
    """Return what each group said, none of fewer than five; a share that would tell of fewer is hidden.

    `places` are the service areas of each who was asked. One group alone is everybody, and is not said again.
    """
    groups = gathered(partition({person: places.get(person, ()) for person in found}))
    if len(groups) < 2:
        return ()
    shares = [_of_groups(found, [group.persons for group in groups], each) for each in Statement]
    return tuple(
        GroupResult(group.parts, len(group.persons), tuple(each[number] for each in shares))
        for number, group in enumerate(groups)
    )


def _of_groups(found: Evaluations, groups: Sequence[Persons], statement: Statement) -> list[Share]:
    """Return one statement's shares by group: hidden where too few took a stand or a difference shows it."""
    stood = [group & _stood(found, statement) for group in groups]
    kept = hidden(stood)
    return [
        _veiled(some) if hide else share(_agree(found, some, statement), len(some))
        for some, hide in zip(stood, kept, strict=True)
    ]


def _veiled(some: Persons) -> Share:
    return Share(FEW if 0 < len(some) < FEWEST_PERSONS else BESIDE)


def _stood(found: Evaluations, statement: Statement) -> Persons:
    """Return those who took a stand: neither who cannot say nor who left it alone."""
    return frozenset(
        person for person, each in found.items() if each.stances.get(statement) not in {None, Stance.CANNOT_SAY}
    )


def _agree(found: Evaluations, some: Collection[UUID], statement: Statement) -> int:
    return sum(found[person].stances.get(statement) in AGREES for person in some)


def declared(minutes: Collection[int]) -> Minutes:
    """Return the median and the quartiles (inclusive) of declared minutes, of at least five persons."""
    if not minutes:
        return Minutes(Missing("nobody_said"))
    if len(minutes) < FEWEST_PERSONS:
        return Minutes(FEW)
    low, median, high = statistics.quantiles(sorted(map(Fraction, minutes)), n=4, method="inclusive")
    return Minutes(count(len(minutes)), median, low, high)
