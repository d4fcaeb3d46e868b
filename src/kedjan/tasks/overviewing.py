"""How much of people's time is asked for: of every role, of one, and of oneself."""

from collections.abc import Callable, Container
from datetime import datetime

from kedjan.access.service import Actor, Right, Role, holds_anywhere, require
from kedjan.tasks import models
from kedjan.tasks.declaring import loads_in
from kedjan.tasks.framing import frames_of
from kedjan.tasks.values import Asking, Load, Overrun, Overview


def overview(*, by: Actor, now: datetime, school_year: str) -> Overview:
    """Return what a school year asks of each role, and when more was asked than agreed; to all with a duty."""
    require(holds_anywhere(by, Right.SEE_ORGANISATION))
    frames_of(by, school_year)
    rows = models.Overrun.objects.filter(provider_id=by.provider, school_year=school_year).order_by("-id")
    return Overview(school_year, loads_in(by, now, school_year), tuple(_overrun(row) for row in rows))


def left(*, by: Actor, now: datetime, role: Role, school_year: str) -> int | None:
    """Return how many minutes are left of a role's frame, below zero when more is asked; None without a frame."""
    require(holds_anywhere(by, Right.SEE_ORGANISATION))
    found = {each.role: each for each in loads_in(by, now, school_year)}
    return found[role].left if role in found else None


def own_load(*, by: Actor, now: datetime, school_year: str, asked: Callable[[], Container[str]]) -> tuple[Load, ...]:
    """Return what a school year asks of the actor, for each role held; of assignments only those `asked` by object.

    `asked` is looked up only when an assignment asks for time. Nobody can ask this of another person.
    """
    own = [each for each in loads_in(by, now, school_year) if each.role in by.roles]
    some = any(one.asking is Asking.ASSIGNMENT for each in own for one in each.declared)
    mine: Container[str] = asked() if some else ()
    return tuple(
        Load(
            each.role,
            school_year,
            each.frame,
            tuple(one for one in each.declared if one.asking is Asking.ACTIVITY or one.object in mine),
        )
        for each in own
    )


def _overrun(row: models.Overrun) -> Overrun:
    return Overrun(Role(row.role), row.school_year, row.title, row.above, row.motive, row.made_by, row.at)
