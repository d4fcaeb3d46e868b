"""Pure decisions on a schedule (C05, C06): what opens too late, what comes too close, what is answered in meetings."""

from collections.abc import Sequence
from datetime import date, timedelta

from kedjan.reflection.giving.values import Event, EventKind, Load, Warned, WarningKind
from kedjan.reflection.values import Assignment, AssignmentState

CLOSE = timedelta(days=14)
MANY = 3
"""As many assignments outside meeting time within so many days are a load to warn about."""


def warnings_of(
    assignments: Sequence[Assignment], events: Sequence[Event], deadline: date | None
) -> tuple[Warned, ...]:
    """Return what a schedule should be looked at for; `deadline` is the round's last day."""
    asked = [each for each in assignments if each.state is not AssignmentState.WITHDRAWN]
    late = [
        Warned(WarningKind.OPENS_AFTER_DEADLINE, (each.code,), each.opens_on)
        for each in asked
        if deadline and each.opens_on and each.opens_on > deadline
    ]
    lasting = [
        Warned(WarningKind.CLOSES_AFTER_DEADLINE, (each.code,), each.closes_on)
        for each in asked
        if deadline and each.closes_on and each.closes_on > deadline and each.opens_on and each.opens_on <= deadline
    ]
    meeting = in_meetings(events)
    extra = sorted(
        ((each.opens_on, each.code) for each in asked if each.opens_on and each.code not in meeting),
        key=lambda pair: pair[0],
    )
    return (*late, *lasting, *_loads(extra))


def _loads(opening: Sequence[tuple[date, str]]) -> list[Warned]:
    """Return the groups of at least three that open within fourteen days; none that lies within another."""
    found: list[Warned] = []
    for place, (first, _code) in enumerate(opening):
        codes = tuple(code for day, code in opening[place:] if day - first < CLOSE)
        if len(codes) >= MANY and not (found and set(codes) <= set(found[-1].codes)):
            found.append(Warned(WarningKind.LOAD, codes, first))
    return found


def in_meetings(events: Sequence[Event]) -> frozenset[str]:
    """Return the codes of the assignments that meeting time is set aside for."""
    return frozenset(code for event in events if event.kind is EventKind.MEETING for code in event.codes)


def load_of(assignments: Sequence[Assignment], events: Sequence[Event]) -> Load:
    """Return how many minutes the round asks of each person, in meeting time and outside it (R9)."""
    meeting = in_meetings(events)
    asked = [each for each in assignments if each.state is not AssignmentState.WITHDRAWN]
    inside = sum(each.minutes or 0 for each in asked if each.code in meeting)
    outside = sum(each.minutes or 0 for each in asked if each.code not in meeting)
    return Load(inside, outside, tuple(each.code for each in asked if not each.minutes))
