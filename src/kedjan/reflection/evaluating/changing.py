"""What was changed because of an evaluation: told by those who lead rounds to all who were asked (C29)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.answering.rules import clean
from kedjan.reflection.circle import round_to_lead
from kedjan.reflection.evaluating.values import MethodChange
from kedjan.reflection.rounds import record

LONGEST_CHANGE = 2_000


@transaction.atomic
def add_method_change(
    *, by: Actor, now: datetime, round: UUID, key: UUID, day: date, text: str, reason: str
) -> MethodChange:
    """Tell what was changed on a day, and why, to all who were asked. The same key twice is once."""
    row = round_to_lead(by, round)
    there = models.MethodChange.objects.filter(change=key).order_by("-version").first()
    if there is not None:
        if there.round_id != row.id:
            raise NotHere("There is no such change here.")
        return change_value(there)
    made = _next(by, now, row, key, 1, day=day, text=_said(text), reason=_said(reason))
    record(by, now, row, "told_change")
    return made


@transaction.atomic
def change_method_change(
    *, by: Actor, now: datetime, round: UUID, id: UUID, seen: int, day: date, text: str, reason: str
) -> MethodChange:
    """Tell it in other words, or of another day. What was told before is kept; one that was withdrawn is told again."""
    row = round_to_lead(by, round)
    _latest(row, id)
    made = _next(by, now, row, id, seen + 1, day=day, text=_said(text), reason=_said(reason))
    record(by, now, row, "retold_change")
    return made


@transaction.atomic
def withdraw_method_change(*, by: Actor, now: datetime, round: UUID, id: UUID, seen: int) -> MethodChange:
    """Tell it no longer. What was told is kept for those who lead rounds. Withdrawing again changes nothing."""
    row = round_to_lead(by, round)
    last = _latest(row, id)
    if last.withdrawn:
        return change_value(last)
    made = _next(by, now, row, id, seen + 1, day=last.day, text=last.text, reason=last.reason, withdrawn=True)
    record(by, now, row, "withdrew_change")
    return made


def latest(history: Iterable[MethodChange]) -> tuple[MethodChange, ...]:
    """Return what was changed, withdrawn too, as it holds; the latest day first."""
    found = {each.id: each for each in sorted(history, key=lambda each: each.version)}
    return tuple(sorted(found.values(), key=lambda each: (each.day, each.at), reverse=True))


def history_of(round: UUID) -> tuple[MethodChange, ...]:
    """Return every version of what was changed, the one told last first."""
    rows = models.MethodChange.objects.filter(round_id=round).order_by("-made_at", "-version")
    return tuple(map(change_value, rows))


def change_value(row: models.MethodChange) -> MethodChange:
    """Return a stored version as it crosses the door."""
    return MethodChange(row.change, row.version, row.day, row.text, row.reason, row.withdrawn, row.made_by, row.made_at)


def _latest(row: models.Round, id: UUID) -> models.MethodChange:
    found = models.MethodChange.objects.filter(round=row, change=id).order_by("-version").first()
    if found is None:
        raise NotHere("There is no such change here.")
    return found


def _next(
    by: Actor,
    now: datetime,
    row: models.Round,
    id: UUID,
    version: int,
    *,
    day: date,
    text: str,
    reason: str,
    withdrawn: bool = False,
) -> MethodChange:
    """Keep the next version of a change; raise Changed where somebody else has made it."""
    last = models.MethodChange.objects.filter(change=id).order_by("-version").first()
    if (last.version if last else 0) != version - 1:
        raise _changed(by, last)
    try:
        with transaction.atomic():
            made = models.MethodChange.objects.create(
                provider_id=row.provider_id,
                round=row,
                change=id,
                version=version,
                day=day,
                text=text,
                reason=reason,
                withdrawn=withdrawn,
                made_by=by.account,
                made_at=now,
            )
    except IntegrityError:
        raise _changed(by, models.MethodChange.objects.filter(change=id).order_by("-version").first()) from None
    return change_value(made)


def _changed(by: Actor, last: models.MethodChange | None) -> Changed:
    who = people.shown_name(by=by, id=last.made_by if last else None)
    return Changed(by=who, at=last.made_at if last else None, current=change_value(last) if last else None)


def _said(text: str) -> str:
    said = clean(text).strip()
    if not said:
        raise Refused("Say both what was changed and why.")
    if len(said) > LONGEST_CHANGE:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(said), most=LONGEST_CHANGE)
    return said
