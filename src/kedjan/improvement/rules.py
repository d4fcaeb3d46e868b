"""Pure decisions: what somebody sees, what stands in the way of settling, and what a decision makes of a conclusion."""

from collections.abc import Iterator, Sequence
from datetime import date

from kedjan.improvement.cause_values import CauseLink, Status
from kedjan.improvement.values import Conclusion, NoStrength, Obstacle, Place, Ruling, State


def noop(message: str) -> str:
    """Mark a message id as one to be translated; it is said later."""
    return message


NOTHING = noop("It rests on nothing that is still there. Cite at least one thing that speaks for it.")
UNANSWERED = noop("%(n)d who did not agree wait to be read and answered.")
SOMEBODY_UNANSWERED = noop("Somebody who did not agree waits to be read and answered.")
"""Without how many: few are not told apart to one who reads none of them, nor own staff to one who reads the rest."""
FEWEST = 5
"""Fewer persons than this are never told apart (R4)."""
NOT_FED_BACK = noop("It has not been fed back to those who were asked.")
STILL_OPEN = noop("Those who were asked can say what they think of it until %(day)s.")
NO_STRENGTH = noop("No conclusion of the analysis is a strength. Mark one that is, or say why there is none.")


def sees(place: Place, conclusion: Conclusion) -> bool:
    """Return whether somebody sees a conclusion.

    Those who write in the analysis see all; those who were asked see what has been fed back or decided, and what was
    taken back to be written again no longer; others see what is settled.
    """
    if place.writes:
        return True
    if place.asked:
        return conclusion.state is State.FED_BACK or (conclusion.decided and conclusion.fed_wording is not None)
    return conclusion.settled


def is_open(conclusion: Conclusion, today: date) -> bool:
    """Return whether those who were asked can still say what they think: then its words stay as they are."""
    return conclusion.state is State.FED_BACK and conclusion.closes_on is not None and today <= conclusion.closes_on


def obstacles(
    conclusion: Conclusion,
    today: date,
    *,
    supports: int,
    strength: bool,
    no_strength: NoStrength | None,
    unanswered: int,
    counted: bool = True,
) -> Iterator[Obstacle]:
    """Yield what stands in the way of settling a conclusion with so many citations for it.

    How many wait for an answer is told where they are `counted`.
    """
    if conclusion.state is State.PRELIMINARY:
        yield Obstacle(NOT_FED_BACK, {})
    if is_open(conclusion, today):
        yield Obstacle(STILL_OPEN, {"day": conclusion.closes_on})
    elif unanswered:
        yield Obstacle(UNANSWERED, {"n": unanswered}) if counted else Obstacle(SOMEBODY_UNANSWERED, {})
    if not supports:
        yield Obstacle(NOTHING, {})
    if not strength and no_strength is None:
        yield Obstacle(NO_STRENGTH, {})


def ruling_on(conclusion: Conclusion) -> Ruling:
    """Return what settling a conclusion is: keeping what was fed back, or a change of it."""
    return Ruling.KEPT if conclusion.wording == conclusion.fed_wording else Ruling.CHANGED


def state_after(ruling: Ruling) -> State:
    """Return the state in which a decision leaves a conclusion."""
    return {
        Ruling.KEPT: State.SETTLED,
        Ruling.CHANGED: State.REVISED,
        Ruling.STRUCK: State.STRUCK,
        Ruling.REOPENED: State.PRELIMINARY,
    }[ruling]


def weakest(links: Sequence[CauseLink]) -> CauseLink | None:
    """Return the link to look into first: of those that are not contradicted, hypotheses before the others, and among
    them the one with least for it beside what is against it; the first of equals. None where there is none.
    """
    held = [each for each in links if each.status is not Status.CONTRADICTED]
    return min(
        held,
        key=lambda each: (each.status is Status.SUPPORT, each.supports - each.counters, each.supports),
        default=None,
    )
