"""Fewest persons behind a shown figure, by kind: set by each provider from a day on, never below the floor."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from kedjan.access.service import (
    Actor,
    Changed,
    NotHere,
    ProviderScope,
    Refused,
    Right,
    decide,
    holds_anywhere,
    require,
)
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.releases import models
from kedjan.releases.rules import THRESHOLDS
from kedjan.releases.values import ThresholdChange, ThresholdNow

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MOST = 100
"""A limit above this would hide everything of most providers."""


def thresholds_now(*, by: Actor, now: datetime) -> tuple[ThresholdNow, ...]:
    """Return the threshold of each kind that holds today at the provider, with every change ever made to it."""
    require(holds_anywhere(by, Right.READ_RELEASES))
    made: dict[str, list[ThresholdChange]] = {kind: [] for kind in THRESHOLDS}
    for row in models.ThresholdChange.objects.filter(provider_id=by.provider).order_by("number"):
        made[row.kind].append(_change(row))
    today = _day(now)
    found = []
    for kind, floor in THRESHOLDS.items():
        holds = _holding(made[kind], today)
        coming = tuple(sorted((each for each in made[kind] if each.valid_from > today), key=lambda c: c.valid_from))
        persons, since = (holds.persons, holds.valid_from) if holds else (floor.persons, None)
        found.append(ThresholdNow(floor, persons, since, coming, tuple(reversed(made[kind])), len(made[kind])))
    return tuple(found)


def set_threshold(
    *, by: Actor, now: datetime, key: UUID, seen: int, kind: str, persons: int, valid_from: date
) -> ThresholdNow:
    """Let a threshold hold from a day on, for what is shared from then. The same key twice is once.

    `seen` is the number of changes that had been made to it. Refuses fewer persons than the floor, and days gone by:
    what has been shared keeps the threshold it was made under.
    """
    require(decide(by, Right.SET_THRESHOLDS, on=ProviderScope(by.provider)))
    if kind not in THRESHOLDS:
        raise NotHere("There is no such limit here.")
    ours = models.ThresholdChange.objects.filter(provider_id=by.provider, kind=kind)
    if not ours.filter(id=key).exists():
        _possible(kind, persons, valid_from, _day(now))
        if ours.count() != seen:
            raise _changed(by, now, kind)
        row = models.ThresholdChange(
            id=key, provider_id=by.provider, kind=kind, number=seen + 1, persons=persons, valid_from=valid_from,
            made_by=by.account, made_at=now,
        )  # fmt: skip
        try:
            _store(row, by, now)
        except IntegrityError as taken:  # two at the same moment: the second has not seen the first
            raise _changed(by, now, kind) from taken
    return _one(by, now, kind)


def threshold_at(provider: UUID, kind: str, now: datetime) -> int:
    """Return the fewest persons behind a figure of a kind that is shared now."""
    rows = models.ThresholdChange.objects.filter(provider_id=provider, kind=kind, valid_from__lte=_day(now))
    latest = rows.order_by("-valid_from", "-number").first()
    return max(latest.persons if latest else 0, THRESHOLDS[kind].persons)


@transaction.atomic
def _store(row: models.ThresholdChange, by: Actor, now: datetime) -> None:
    row.save(force_insert=True)
    details = {"kind": row.kind, "persons": row.persons, "from": row.valid_from.isoformat()}
    journal.record(
        by=by, now=now, room="releases", verb="set_threshold", kind="threshold", object_id=row.id.hex, details=details
    )


def _possible(kind: str, persons: int, valid_from: date, today: date) -> None:
    floor = THRESHOLDS[kind].persons
    if persons < floor:
        raise Refused("The limit can never be below %(floor)s persons.", floor=floor)
    if persons > MOST:
        raise Refused("The limit can be at most %(most)s persons.", most=MOST)
    if valid_from < today:
        raise Refused("The limit can hold from today at the earliest.")


def _holding(changes: list[ThresholdChange], today: date) -> ThresholdChange | None:
    """The latest that has begun; of those from the same day the one made last."""
    begun = [(each.valid_from, place, each) for place, each in enumerate(changes) if each.valid_from <= today]
    return max(begun, default=(today, 0, None), key=lambda each: each[:2])[2]


def _one(by: Actor, now: datetime, kind: str) -> ThresholdNow:
    return next(each for each in thresholds_now(by=by, now=now) if each.rule.kind == kind)


def _changed(by: Actor, now: datetime, kind: str) -> Changed:
    current = _one(by, now, kind)
    latest = current.history[0] if current.history else None
    who = people.shown_name(by=by, id=latest.made_by if latest else None)
    return Changed(by=who, at=latest.made_at if latest else None, current=current)


def _change(row: models.ThresholdChange) -> ThresholdChange:
    return ThresholdChange(row.persons, row.valid_from, row.made_by, row.made_at)


def _day(now: datetime) -> date:
    return now.astimezone(STOCKHOLM).date()
