"""The minutes an assignment asks for, declared for the roles of those it is asked of (R9)."""

from collections.abc import Sequence
from datetime import datetime

from kedjan.access.service import Actor
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import assignments_of
from kedjan.reflection.giving.values import EventKind
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Asking, Instead, Thing

ASKS = ("published", "paused")
"""States in which an assignment asks for people's time."""


def declare(by: Actor, now: datetime, row: models.Round, stored: models.Assignment, instead: Instead) -> None:
    """Declare what an assignment asks. Raises OverBudget when that is more than has been agreed for some role."""
    (thing,) = _things(by, now, row, [stored])
    tasks.declare(by=by, now=now, thing=thing, instead=instead)


def follow_recipients(by: Actor, now: datetime, row: models.Round) -> None:
    """Let the declarations of a round's assignments follow whom it asks now."""
    asking = [each for each in assignments_of(row) if each.state in ASKS]
    if asking:
        tasks.follow(by=by, now=now, things=_things(by, now, row, asking))


def follow_meetings(by: Actor, now: datetime, row: models.Round) -> None:
    """Let the minutes be meeting time where a meeting holds the assignment, else extra time (C06)."""
    held = _in_meetings(row)
    meeting = {object_of(row, each.code): each.code in held for each in assignments_of(row) if each.state in ASKS}
    if meeting:
        tasks.set_in_meetings(by=by, now=now, asking=Asking.ASSIGNMENT, meeting=meeting)


def give_back(by: Actor, now: datetime, row: models.Round, code: str) -> None:
    """Give the minutes back of an assignment that is withdrawn."""
    tasks.give_back(by=by, now=now, asking=Asking.ASSIGNMENT, object=object_of(row, code))


def own_askings(*, by: Actor) -> frozenset[str]:
    """Return the assignments that the actor is asked to answer, as tasks knows them."""
    own = models.Recipient.objects.filter(provider_id=by.provider, account_id=by.account, left_on=None)
    asked = models.Assignment.objects.filter(state__in=ASKS, round__in=own.values("round"))
    return frozenset(f"{within.hex}:{code}" for within, code in asked.values_list("round_id", "code"))


def object_of(row: models.Round, code: str) -> str:
    """Return an assignment as tasks knows it."""
    return f"{row.id.hex}:{code}"


def _things(by: Actor, now: datetime, row: models.Round, asking: Sequence[models.Assignment]) -> list[Thing]:
    """Return what assignments ask of each role that the round's recipients hold today, in the year they open."""
    asked = models.Recipient.objects.filter(round=row, left_on=None).values_list("account_id", flat=True)
    roles = {each.role for each in people.holders(by=by, day=people.day_of(now), accounts=list(asked))}
    held = _in_meetings(row)
    return [
        Thing(
            Asking.ASSIGNMENT,
            object_of(row, each.code),
            f"{row.title}: {each.code} {each.heading}",
            organisation.school_year_of(each.opens_on),
            dict.fromkeys(sorted(roles), each.minutes),
            each.code in held,
        )
        for each in asking
        if each.opens_on and each.minutes
    ]


def _in_meetings(row: models.Round) -> frozenset[str]:
    meetings = models.Event.objects.filter(round=row, kind=EventKind.MEETING.value)
    return frozenset(code for codes in meetings.values_list("codes", flat=True) for code in codes)
