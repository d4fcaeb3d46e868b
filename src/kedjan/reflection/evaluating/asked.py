"""Whose rounds can be evaluated: those where one is asked, or has reflections of one's own."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kedjan.access.service import Actor, CircleScope, NotHere, NotYours, Right, decide, require
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import ASKING, there_now
from kedjan.reflection.evaluating.rules import last_day, stage
from kedjan.reflection.evaluating.values import OwnRound, Stage


def own_rounds(*, by: Actor, now: datetime) -> tuple[OwnRound, ...]:
    """Return the rounds where the actor is asked or has reflections, the latest opened first; in one question."""
    today = people.day_of(now)
    found = (own_value(row, today) for row in rounds_of(by))
    return tuple(sorted(found, key=lambda each: (each.opened_on or date.min, each.title), reverse=True))


def rounds_of(by: Actor) -> QuerySet[models.Round]:
    """Return those rounds with what is said of the actor's own part in each."""
    mine = models.Loop.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef("revision")),
        since__lte=OuterRef("revision"),
        respondent__account_id=by.account,
        respondent__round=OuterRef("id"),
    )
    number = mine.order_by().values("respondent").annotate(number=Count("id")).values("number")
    asked = models.Recipient.objects.filter(round=OuterRef("id"), account_id=by.account, left_on=None)
    told = models.MethodChange.objects.filter(latest_versions(), round=OuterRef("id"), withdrawn=False)
    rows = models.Round.objects.filter(provider_id=by.provider).annotate(
        mine=Coalesce(Subquery(number, output_field=IntegerField()), 0),
        asked=Exists(asked),
        evaluated=Exists(models.Evaluation.objects.filter(round=OuterRef("id"), account_id=by.account)),
        told_at=Subquery(told.order_by("-made_at").values("made_at")[:1]),
        last_asked=Subquery(_asking().values("round").annotate(day=Max("closes_on")).values("day")),
    )
    return rows.filter(Q(mine__gt=0) | Q(asked=True)).only(
        "id", "title", "opened_on", "closed_on", "disposed_on", "provider_id"
    )


def latest_versions() -> Q:
    """Return the condition on the version of a change that holds."""
    later = models.MethodChange.objects.filter(change=OuterRef("change"), version__gt=OuterRef("version"))
    return ~Q(Exists(later))


def own_value(row: models.Round, today: date) -> OwnRound:
    """Return one of those rounds as it crosses the door."""
    at: dict[str, Any] = vars(row)  # what `rounds_of` annotates
    asks = bool(at["mine"]) or at["last_asked"] is not None
    ended = ended_on(row, at["last_asked"]) if asks and row.disposed_on is None else None
    return OwnRound(
        row.id,
        row.title,
        row.opened_on,
        row.closed_on,
        int(at["mine"]),
        stage(ended, today),
        last_day(ended),
        bool(at["evaluated"]),
        at["told_at"],
    )


def own_round(by: Actor, now: datetime, round: UUID) -> OwnRound:
    """Return a round to one who is asked in it or has answered; NotYours to others, NotHere outside the provider."""
    row = rounds_of(by).filter(id=round).first()
    if row is not None:
        require(decide(by, Right.ANSWER_ASSIGNMENTS, on=CircleScope(by.provider, frozenset({by.account}), row.title)))
        return own_value(row, people.day_of(now))
    other = models.Round.objects.filter(provider_id=by.provider, id=round).first()
    if other is None:
        raise NotHere("There is no such round here.")
    raise NotYours(decide(by, Right.ANSWER_ASSIGNMENTS, on=CircleScope(by.provider, frozenset(), other.title)))


def ended_on(row: models.Round, last_asked: date | None) -> date | None:
    """Return the day a round closes: its own last day or that of what it asks, whichever comes last."""
    return max((day for day in (row.closed_on, last_asked) if day), default=None)


def ends(row: models.Round) -> date | None:
    """Return the same, asked of the store; None too where what was written has been removed."""
    if row.disposed_on is not None:
        return None
    asking = models.Assignment.objects.filter(round=row, state__in=ASKING)
    return ended_on(row, asking.aggregate(day=Max("closes_on"))["day"])


def _asking() -> QuerySet[models.Assignment]:
    return models.Assignment.objects.filter(round=OuterRef("id"), state__in=ASKING).order_by()


def places_in(row: models.Round) -> Mapping[UUID, tuple[str, ...]]:
    """Return everybody who may evaluate a round or has, with their service areas in order.

    Who evaluated and then left without having answered is counted where they were asked.
    """
    loops = models.Loop.objects.filter(there_now(row)).exclude(respondent__account=None)
    wrote = set(loops.values_list("respondent__account_id", "service_area_id").distinct())
    answered = {account for account, _area in wrote}
    said = Exists(models.Evaluation.objects.filter(round=row, account=OuterRef("account")))
    rows = models.Recipient.objects.filter(round=row).annotate(stays=Q(left_on=None) | said)
    places = rows.values_list("account_id", "service_area_id", "stays")
    asked = {(account, area) for account, area, stays in places if stays or account in answered}
    found: dict[UUID, list[str]] = {}
    for area in organisation.service_areas(provider=row.provider_id):
        for account in {account for account, of in wrote | asked if of == area.id}:
            found.setdefault(account, []).append(area.name)
    return {account: tuple(areas) for account, areas in found.items()}


def open_rounds(by: Actor, now: datetime) -> list[models.Round]:
    """Return the provider's rounds that can be evaluated today."""
    today = people.day_of(now)
    rows = models.Round.objects.filter(provider_id=by.provider, disposed_on=None).annotate(
        last_asked=Subquery(_asking().values("round").annotate(day=Max("closes_on")).values("day"))
    )
    return [row for row in rows if stage(ended_on(row, vars(row)["last_asked"]), today) is Stage.OPEN]
