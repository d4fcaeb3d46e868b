"""Time frames: agreed, and what holds now."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, Changed, ProviderScope, Refused, Right, Role, decide, holds_anywhere, require
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.tasks import models
from kedjan.tasks.rules import days_of, holding
from kedjan.tasks.values import Frame, FrameNow

MOST = 60 * 1800
"""More minutes than a year's work holds are a slip of the pen."""


def frames(*, by: Actor, now: datetime, school_year: str) -> tuple[FrameNow, ...]:
    """Return the frame of every role in a school year as it stands today, with its history; to all with a duty."""
    require(holds_anywhere(by, Right.SEE_ORGANISATION))
    made = frames_of(by, school_year)
    today = people.day_of(now)
    return tuple(FrameNow(role, holding(made[role], school_year, today), tuple(reversed(made[role]))) for role in Role)


def set_frame(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    seen: int,
    role: Role,
    school_year: str,
    minutes: int,
    agreed_with: str,
    agreed_on: date,
    valid_from: date,
    note: str = "",
) -> FrameNow:
    """Let a frame hold for a role in a school year, from a day in it. The same key twice is once.

    `seen` is how many frames the role had had that year. What has been declared stays, also above a lower frame.
    """
    require(decide(by, Right.SET_TIME_FRAMES, on=ProviderScope(by.provider)))
    first, last = _days(school_year)
    if not 0 < minutes <= MOST:
        raise Refused("A time frame is between one minute and a year's work.")
    if not agreed_with.strip():
        raise Refused("Say with whom the time frame was agreed.")
    if not first <= valid_from <= last:
        raise Refused("The frame must begin to hold in its own school year.")
    ours = models.Frame.objects.filter(provider_id=by.provider, role=role.value, school_year=school_year)
    if not ours.filter(id=key).exists():
        if ours.count() != seen:
            raise _changed(by, now, role, school_year)
        row = models.Frame(
            id=key, provider_id=by.provider, role=role.value, school_year=school_year, number=seen + 1,
            minutes=minutes, note=note.strip(), agreed_with=agreed_with.strip(), agreed_on=agreed_on,
            valid_from=valid_from, set_by=by.account, set_at=now,
        )  # fmt: skip
        try:
            _store(row, by, now)
        except IntegrityError as taken:  # two at the same moment: the second has not seen the first
            raise _changed(by, now, role, school_year) from taken
    return _one(by, now, role, school_year)


def frames_of(by: Actor, school_year: str) -> dict[Role, list[Frame]]:
    """Return every frame of a school year by role, in the order they were made."""
    _days(school_year)
    made: dict[Role, list[Frame]] = {role: [] for role in Role}
    rows = models.Frame.objects.filter(provider_id=by.provider, school_year=school_year).order_by("number")
    for row in rows:
        made[Role(row.role)].append(_frame(row))
    return made


def holding_now(by: Actor, now: datetime, school_year: str) -> dict[Role, Frame | None]:
    """Return which frame holds for each role."""
    today = people.day_of(now)
    return {role: holding(made, school_year, today) for role, made in frames_of(by, school_year).items()}


@transaction.atomic
def _store(row: models.Frame, by: Actor, now: datetime) -> None:
    row.save(force_insert=True)
    details = {"role": row.role, "school_year": row.school_year, "minutes": row.minutes}
    journal.record(
        by=by, now=now, room="tasks", verb="set_frame", kind="time_frame", object_id=row.id.hex, details=details
    )


def _days(school_year: str) -> tuple[date, date]:
    try:
        return days_of(school_year)
    except ValueError:
        raise Refused("There is no such school year.") from None


def _one(by: Actor, now: datetime, role: Role, school_year: str) -> FrameNow:
    return next(each for each in frames(by=by, now=now, school_year=school_year) if each.role is role)


def _changed(by: Actor, now: datetime, role: Role, school_year: str) -> Changed:
    current = _one(by, now, role, school_year)
    latest = current.history[0] if current.history else None
    who = people.shown_name(by=by, id=latest.set_by if latest else None)
    return Changed(by=who, at=latest.set_at if latest else None, current=current)


def _frame(row: models.Frame) -> Frame:
    return Frame(
        Role(row.role), row.school_year, row.minutes, row.note, row.agreed_with, row.agreed_on, row.valid_from,
        row.set_by, row.set_at,
    )  # fmt: skip
