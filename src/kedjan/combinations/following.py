"""Following combinations through time: two rounds, before and after a day, and one combination in every round."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.combinations.asking import Ground, ask, ground, grounds
from kedjan.combinations.rules import changed, in_other_round
from kedjan.combinations.saving import figures_of, read, saved_one
from kedjan.combinations.values import Asked, ChangedSets, Figures, InRound
from kedjan.reflection import service as reflection
from kedjan_statistics import loops_where as where
from kedjan_statistics.uncertainty import difference


def other_rounds(*, by: Actor, round: UUID) -> tuple[tuple[UUID, str], ...]:
    """Return the other rounds that `by` reads, the latest first: what this one can be compared with."""
    lines = reflection.rounds(by=by)
    return tuple((line.id, line.title) for line in lines if line.may_read and line.id != round)


def changed_since_round(
    *, by: Actor, round: UUID, other: UUID, where: where.Expression | None = None, largest: int = 2
) -> ChangedSets:
    """Return the sets of a round beside those of an earlier one, both read by `by`, with the breaks between them."""
    now, then = ask(by=by, round=round, where=where, largest=largest), ground(by, other, where)
    wanted, notes = in_other_round(where, now.of, then.of) if where is not None else (None, ())
    if notes:
        return ChangedSets((), notes)
    return changed(now, then.answer(wanted, largest))


def changed_since_day(
    *, by: Actor, round: UUID, day: date, where: where.Expression | None = None, largest: int = 2
) -> ChangedSets:
    """Return the sets among what was answered from a day on beside those of what was answered before it."""
    mine = ground(by, round, where)
    periods = (_answered(where, day, later=True), _answered(where, day, later=False))
    return changed(*(mine.answer(each, largest) for each in periods))


def through_rounds(*, by: Actor, id: UUID) -> tuple[InRound, ...]:
    """Return a saved combination in its own round and every other that `by` reads, each against its own round.

    The same few questions to the store, however many rounds there are.
    """
    kept = saved_one(by=by, id=id)
    expression = read(kept.where)
    others = [other for other, _title in other_rounds(by=by, round=kept.round)]
    every = grounds(by, [kept.round, *others], expression)
    own = every[kept.round]
    mine = figures_of(own.answer(expression))
    found = [InRound(own.of.round, own.of.title, mine, ())]
    return (*found, *(_there(every[other], expression, own.of, mine) for other in others))


def _there(there: Ground, expression: where.Expression, own: Asked, mine: Figures) -> InRound:
    other = there.of
    wanted, notes = in_other_round(expression, own, other)
    if wanted is None:
        return InRound(other.round, other.title, None, notes)
    theirs = figures_of(there.answer(wanted))
    if not (mine.of_loops and theirs.of_loops):
        return InRound(other.round, other.title, theirs, ())
    low, high = difference(mine.loops, mine.of_loops, theirs.loops, theirs.of_loops)
    between = Fraction(mine.loops, mine.of_loops) - Fraction(theirs.loops, theirs.of_loops)
    return InRound(other.round, other.title, theirs, (), between, low, high)


def _answered(expression: where.Expression | None, day: date, *, later: bool) -> where.Expression:
    period = where.Period(day, None) if later else where.Period(None, day - timedelta(days=1))
    return period if expression is None else where.And((period, expression))
