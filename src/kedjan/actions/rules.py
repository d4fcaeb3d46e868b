"""Pure decisions: how a proposal stands, and which phase an action has reached by what a follow-up found (F15)."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from kedjan.actions.action_values import Missing, Phase, Use
from kedjan.actions.values import Decision, Ruling, Standing


def noop(message: str) -> str:
    """Mark a message id as one to be translated; it is said later."""
    return message


FEWEST = 5
"""Fewer persons than this are never told apart (R4)."""
WIDELY = Fraction(4, 5)
"""An action is implemented when this share of those who were meant to use it do."""
TERMS = 2
"""It is embedded when it is still in use so many terms after the support from the project ended."""
TERM_ENDS = ((6, 10), (12, 10))
"""Every term what is done is reviewed (F15): some days before it ends."""
CYCLE = 3
"""So many school years are planned at a time (C24), and the plan rolls on."""
SOON = timedelta(weeks=8)
"""Less than this after something was looked at, there is little new to see."""
ORDER = (Phase.INITIATED, Phase.IMPLEMENTED, Phase.EMBEDDED, Phase.SPREAD)

FEW_USE = noop("%(using)s of %(intended)s use it. Implemented means that at least 80 percent do.")
NOT_ALL_TERM = noop("It has not been in use all through the term.")
TOO_SOON = noop("It is embedded when it is in use two terms after the support from the project ended.")
SAME_HANDS = noop("It has not changed hands yet: we do not know whether it would last without the one who leads it.")
NO_ROUTINE = noop("It does not stand in any routine document.")
NOT_DOCUMENTED = noop("What was done is not documented.")
NOT_ANALYSED = noop("The experience is not analysed.")
NO_RESEARCH = noop("It is not related to research.")
NOT_FOLLOWED = noop("It has not been followed up yet.")


def standing(decision: Decision | None, answer_by: date, today: date) -> Standing:
    """Return how a proposal stands today; one that was put off is overdue when the day it was put off to has passed."""
    if decision is None:
        return Standing.OVERDUE if answer_by < today else Standing.WAITING
    if decision.ruling is Ruling.LATER and decision.again_on is not None and decision.again_on < today:
        return Standing.OVERDUE
    return Standing(decision.ruling.value)


def term_of(day: date) -> int:
    """Return the number of the term that a day is in: two a year, from July and from January."""
    return 2 * day.year + (day.month >= 7)


def end_of_term(day: date) -> date:
    """Return when an action is best looked at next: at the end of a term, while people are there, and not too soon."""
    years = (day.year, day.year + 1)
    ends = (date(year, month, number) for year in years for month, number in TERM_ENDS)
    return next(each for each in ends if each - day >= SOON)


def cycle_days(first: int, today: date) -> tuple[tuple[date, date], ...]:
    """Return by when the work of each of three school years is done, the first of them from a year on, and its review.

    Each is reviewed at the end of its autumn term, or of its spring term where that has been.
    """
    (spring, autumn), days = TERM_ENDS, []
    for year in range(first, first + CYCLE):
        ends, half = date(year + 1, *spring), date(year, *autumn)
        days.append((ends, half if half > today else ends))
    return tuple(days)


def lacks(phase: Phase, use: Use, today: date, *, handed_over_on: date | None) -> Iterator[Missing]:
    """Yield what an action lacks to be in a phase, beside what the phase before it asks for."""
    if phase is Phase.IMPLEMENTED and (not use.intended or Fraction(use.using, use.intended) < WIDELY):
        yield Missing(FEW_USE, {"using": use.using, "intended": use.intended})
    if phase is Phase.EMBEDDED:
        if not use.all_term:
            yield Missing(NOT_ALL_TERM, {})
        if use.support_ended_on is None or term_of(today) - term_of(use.support_ended_on) < TERMS:
            yield Missing(TOO_SOON, {})
        if handed_over_on is None:
            yield Missing(SAME_HANDS, {})
        if not use.routine:
            yield Missing(NO_ROUTINE, {})
    if phase is Phase.SPREAD:
        wanted = ((use.documented, NOT_DOCUMENTED), (use.analysed, NOT_ANALYSED), (use.research, NO_RESEARCH))
        yield from (Missing(message, {}) for there, message in wanted if not there)


def reached(before: Phase, use: Use, today: date, *, handed_over_on: date | None) -> Phase:
    """Return the phase that an action is in by what was found: each asks for the one below, and none is kept for free.

    It is spread only from being embedded: one that was not, is embedded first.
    """
    phase = Phase.INITIATED
    for each in ORDER[1:]:
        if any(lacks(each, use, today, handed_over_on=handed_over_on)):
            break
        if each is Phase.SPREAD and before not in {Phase.EMBEDDED, Phase.SPREAD}:
            break
        phase = each
    return phase


def fell_back(before: Phase, after: Phase) -> bool:
    """Return whether an action came to an earlier phase than it was in."""
    return before in ORDER and after in ORDER and ORDER.index(after) < ORDER.index(before)


def after(phase: Phase) -> Phase | None:
    """Return the phase that comes next; None after the last, and where it has been stopped."""
    place = ORDER.index(phase) + 1 if phase in ORDER else len(ORDER)
    return ORDER[place] if place < len(ORDER) else None
