"""Following combinations through time: two rounds, before and after a day, and one combination in every round."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.combinations.asking import ask, asked, check
from kedjan.combinations.rules import changed, in_other_round
from kedjan.combinations.saving import figures_of, read, saved_one
from kedjan.combinations.values import Answer, Asked, ChangedSets, Figures, InRound
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
    now = ask(by=by, round=round, where=where, largest=largest)
    then = asked(by=by, round=other)
    wanted, notes = in_other_round(where, now.of, then) if where is not None else (None, ())
    if notes:
        return ChangedSets((), notes)
    return changed(now, ask(by=by, round=other, where=wanted, largest=largest))


def changed_since_day(
    *, by: Actor, round: UUID, day: date, where: where.Expression | None = None, largest: int = 2
) -> ChangedSets:
    """Return the sets among what was answered from a day on beside those of what was answered before it."""
    return changed(*(_answered(by, round, where, largest, day, later=later) for later in (True, False)))


def through_rounds(*, by: Actor, id: UUID) -> tuple[InRound, ...]:
    """Return a saved combination in its own round and every other that `by` reads, each against its own round."""
    kept = saved_one(by=by, id=id)
    expression, own = read(kept.where), asked(by=by, round=kept.round)
    check(own, expression)
    mine = figures_of(ask(by=by, round=kept.round, where=expression))
    found = [InRound(own.round, own.title, mine, ())]
    for other, _title in other_rounds(by=by, round=kept.round):
        found.append(_there(by, asked(by=by, round=other), expression, own, mine))
    return tuple(found)


def _there(by: Actor, other: Asked, expression: where.Expression, own: Asked, mine: Figures) -> InRound:
    wanted, notes = in_other_round(expression, own, other)
    if wanted is None:
        return InRound(other.round, other.title, None, notes)
    theirs = figures_of(ask(by=by, round=other.round, where=wanted))
    if not (mine.of_loops and theirs.of_loops):
        return InRound(other.round, other.title, theirs, ())
    low, high = difference(mine.loops, mine.of_loops, theirs.loops, theirs.of_loops)
    between = Fraction(mine.loops, mine.of_loops) - Fraction(theirs.loops, theirs.of_loops)
    return InRound(other.round, other.title, theirs, (), between, low, high)


def _answered(
    by: Actor, round: UUID, expression: where.Expression | None, largest: int, day: date, *, later: bool
) -> Answer:
    period = where.Period(day, None) if later else where.Period(None, day - timedelta(days=1))
    both = period if expression is None else where.And((period, expression))
    return ask(by=by, round=round, where=both, largest=largest)
