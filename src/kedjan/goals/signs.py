"""Signs chosen beforehand, at most three for each goal, and what is explicitly not collected (C30)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.goals import models, rules
from kedjan.goals.reading import goal_row
from kedjan.goals.sign_values import Sign, Stopped
from kedjan.goals.writing import edited, to_lead
from kedjan.journal import service as journal
from kedjan.people import service as people

MOST_SIGNS = 3
LONGEST = {"looked_at": 200, "source": 200, "when": 120, "by_whom": 120, "what": 200, "decided_by": 200, "reason": 500}
MOST_MINUTES = 10_000_000
TOO_MANY = rules.noop(
    "The goal has three signs already: %(signs)s. Which three of the four say most? Take one away before you choose "
    "another. What is not chosen need not be collected."
)
ENDED = rules.noop("It has ended. Take it up again first.")
AT_ONCE = rules.noop("Somebody chose a sign for the goal at the same moment.")
NO_SIGN = rules.noop("There is no such sign here.")
NO_STOPPED = rules.noop("Nothing like that has been stopped here.")
GONE: Mapping[type[models.Sign | models.Stopped], str] = {models.Sign: NO_SIGN, models.Stopped: NO_STOPPED}


def signs(*, by: Actor) -> dict[UUID, tuple[Sign, ...]]:
    """Return the signs of the provider's goals, by goal; goals without any are left out."""
    found: dict[UUID, tuple[Sign, ...]] = {}
    for row in models.Sign.objects.filter(provider_id=by.provider, removed=False).order_by("place"):
        found[row.goal_id] = (*found.get(row.goal_id, ()), _sign(row))
    return found


def sign(*, by: Actor, id: UUID) -> Sign:
    """Return one sign."""
    return _sign(_there(by, models.Sign, id))


@transaction.atomic
def choose_sign(
    *, by: Actor, now: datetime, key: UUID, goal: UUID, looked_at: str, source: str, when: str, by_whom: str
) -> Sign:
    """Choose a sign of a goal that holds. The same key twice is once; a fourth is refused, with the three."""
    to_lead(by)
    of = goal_row(by, goal)
    there = models.Sign.objects.filter(id=key).first()
    if there is not None:
        if (there.provider_id, there.goal_id) != (by.provider, goal):
            raise NotHere(NO_SIGN)
        return _sign(there)
    if of.ended_on is not None:
        raise Refused(ENDED)
    place = _free_place(goal)
    said = _said(looked_at=looked_at, source=source, when=when, by_whom=by_whom)
    try:
        with transaction.atomic():
            row = models.Sign.objects.create(
                id=key, provider_id=by.provider, goal=of, place=place, **said, **edited(by, now)
            )
    except IntegrityError:
        raise Refused(AT_ONCE) from None
    _noted(by, now, "chose_sign", goal)
    return _sign(row)


@transaction.atomic
def change_sign(
    *, by: Actor, now: datetime, id: UUID, seen: int, looked_at: str, source: str, when: str, by_whom: str
) -> Sign:
    """Say a sign in other words, from its version `seen`, else Changed with what stands there."""
    to_lead(by)
    row = _there(by, models.Sign, id)
    _take(by, now, row, seen, **_said(looked_at=looked_at, source=source, when=when, by_whom=by_whom))
    _noted(by, now, "changed_sign", row.goal_id)
    return _sign(row)


@transaction.atomic
def drop_sign(*, by: Actor, now: datetime, id: UUID, seen: int) -> Sign:
    """Choose a sign no longer, from its version `seen`; it can be put back."""
    to_lead(by)
    row = _there(by, models.Sign, id)
    _take(by, now, row, seen, removed=True)
    _noted(by, now, "dropped_sign", row.goal_id)
    return _sign(row)


@transaction.atomic
def put_back_sign(*, by: Actor, now: datetime, id: UUID, seen: int) -> Sign:
    """Choose a sign again that was taken away, as it was; refused as a fourth. One that is there stays as it is."""
    to_lead(by)
    row = _kept(by, models.Sign, id)
    if row.removed and row.goal.ended_on is not None:
        raise Refused(ENDED)
    if row.removed:
        place = _free_place(row.goal_id)
        try:
            with transaction.atomic():
                _take(by, now, row, seen, removed=False, place=place)
        except IntegrityError:
            raise Refused(AT_ONCE) from None
        _noted(by, now, "chose_sign", row.goal_id)
    return _sign(row)


def stopped(*, by: Actor, since: date | None = None) -> tuple[Stopped, ...]:
    """Return what is no longer collected, the latest first; of those stopped from a day on where one is given.

    For all staff, and for reports, which list it.
    """
    rows = models.Stopped.objects.filter(provider_id=by.provider, removed=False)
    if since is not None:
        rows = rows.filter(since__gte=since)
    return tuple(map(_stopped, rows.order_by("-since", "what")))


def stopped_one(*, by: Actor, id: UUID) -> Stopped:
    """Return one thing that is no longer collected."""
    return _stopped(_there(by, models.Stopped, id))


@transaction.atomic
def stop_collecting(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    what: str,
    since: date,
    decided_by: str,
    reason: str = "",
    minutes: int | None = None,
) -> Stopped:
    """Say that something is no longer collected, and by whose decision. The same key twice is once."""
    to_lead(by)
    there = models.Stopped.objects.filter(id=key).first()
    if there is not None:
        if there.provider_id != by.provider:
            raise NotHere(NO_STOPPED)
        return _stopped(there)
    said = _said(what=what, decided_by=decided_by, reason=reason) | {"since": since, "minutes": _minutes(minutes)}
    row = models.Stopped.objects.create(id=key, provider_id=by.provider, **said, **edited(by, now))
    _noted(by, now, "stopped_collecting", key, kind="collecting")
    return _stopped(row)


@transaction.atomic
def change_stopped(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    what: str,
    since: date,
    decided_by: str,
    reason: str = "",
    minutes: int | None = None,
) -> Stopped:
    """Say in other words what is no longer collected, from its version `seen`, else Changed."""
    to_lead(by)
    row = _there(by, models.Stopped, id)
    said = _said(what=what, decided_by=decided_by, reason=reason) | {"since": since, "minutes": _minutes(minutes)}
    _take(by, now, row, seen, **said)
    _noted(by, now, "changed_stopped", id, kind="collecting")
    return _stopped(row)


@transaction.atomic
def collect_again(*, by: Actor, now: datetime, id: UUID, seen: int) -> Stopped:
    """Say no longer that something is not collected, from its version `seen`; that can be put back."""
    to_lead(by)
    row = _there(by, models.Stopped, id)
    _take(by, now, row, seen, removed=True)
    _noted(by, now, "collects_again", id, kind="collecting")
    return _stopped(row)


@transaction.atomic
def put_back_stopped(*, by: Actor, now: datetime, id: UUID, seen: int) -> Stopped:
    """Say again that something is not collected, as it was said; what stands there stays as it is."""
    to_lead(by)
    row = _kept(by, models.Stopped, id)
    if row.removed:
        _take(by, now, row, seen, removed=False)
        _noted(by, now, "stopped_collecting", id, kind="collecting")
    return _stopped(row)


def _free_place(goal: UUID) -> int:
    """Return the first place among the three signs of a goal that is free; refused, with the three, where none is."""
    chosen = list(models.Sign.objects.filter(goal_id=goal, removed=False).order_by("place"))
    if len(chosen) >= MOST_SIGNS:
        three = ", ".join(each.looked_at for each in chosen)
        raise Refused(TOO_MANY, signs=three)
    return min({1, 2, 3} - {each.place for each in chosen})


def _take(by: Actor, now: datetime, row: models.Sign | models.Stopped, seen: int, **fields: Any) -> None:
    changed = {**fields, "version": seen + 1, **edited(by, now)}
    if not type(row).objects.filter(id=row.id, version=seen).update(**changed):
        row.refresh_from_db()
        current = _sign(row) if isinstance(row, models.Sign) else _stopped(row)
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=current)
    for name, each in changed.items():
        setattr(row, name, each)


def _said(**words: str) -> dict[str, Any]:
    """Return texts as one line each; refused where one but the reason is empty, and where one is too long."""
    said = {name: " ".join(text.replace("\x00", "").split()) for name, text in words.items()}
    if not all(text for name, text in said.items() if name != "reason"):
        raise Refused("Something is missing. Fill in every field.")
    for name, text in said.items():
        if len(text) > LONGEST[name]:
            raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(text), most=LONGEST[name])
    return said


def _minutes(minutes: int | None) -> int | None:
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise Refused("Say how many minutes a year it saves, or leave it out.")
    return minutes


def _noted(by: Actor, now: datetime, verb: str, id: UUID, kind: str = "goal") -> None:
    journal.record(by=by, now=now, room="goals", verb=verb, kind=kind, object_id=id.hex)


def _there[Kept: (models.Sign, models.Stopped)](by: Actor, kept: type[Kept], id: UUID) -> Kept:
    """Return a sign, or what is not collected, that has not been taken away; else NotHere."""
    row = _kept(by, kept, id)
    if row.removed:
        raise NotHere(GONE[kept])
    return row


def _kept[Kept: (models.Sign, models.Stopped)](by: Actor, kept: type[Kept], id: UUID) -> Kept:
    """Return a sign, or what is not collected, to be put back where it has been taken away; NotHere outside."""
    row = kept.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere(GONE[kept])
    return row


def _sign(row: models.Sign) -> Sign:
    return Sign(row.id, row.goal_id, row.place, row.looked_at, row.source, row.when, row.by_whom, row.version)


def _stopped(row: models.Stopped) -> Stopped:
    return Stopped(row.id, row.what, row.since, row.decided_by, row.reason, row.minutes, row.version)
