"""What was promised of time, and what was given: meetings and feedback on their day, and answers how soon."""

import statistics
from collections.abc import Iterable
from datetime import date, datetime, time
from fractions import Fraction
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet

from kedjan.access.service import Actor, NotHere, Refused, require
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import may_lead, round_to_lead, there_now
from kedjan.reflection.evaluating.values import FirstAnswers, Promise, Promised
from kedjan.reflection.giving.scheduling import events_in
from kedjan.reflection.giving.values import Event
from kedjan.reflection.rounds import record
from kedjan.reflection.rules import FEWEST_PERSONS


def promised(*, by: Actor, now: datetime, round: UUID) -> Promised:
    """Return whether a round's meetings and feedback came on their day, and how soon answers did, to those who lead it.

    Answers are a number of the whole round: whose they are is not asked for.
    """
    row = models.Round.objects.filter(provider_id=by.provider, id=round).annotate(here=Exists(_asked_here())).first()
    if row is None:
        raise NotHere("There is no such round here.")
    require(may_lead(by))
    return Promised(promises_of(events=events_in(row), now=now), _first_answers(row))


@transaction.atomic
def tell_held(*, by: Actor, now: datetime, round: UUID, event: UUID, on: date | None) -> None:
    """Say on which day a meeting or feedback came about; None takes that back. Refused of days to come."""
    row = round_to_lead(by, round)
    found = models.Event.objects.filter(round=row, id=event).first()
    if found is None:
        raise NotHere("There is no such event here.")
    if on is not None and on > people.day_of(now):
        raise Refused("That day has not come yet.")
    if found.held_on != on:
        models.Event.objects.filter(id=found.id).update(held_on=on)
        record(by, now, row, "told_held" if on else "took_back_held", {"kind": found.kind})


def promises_of(*, events: Iterable[Event], now: datetime) -> tuple[Promise, ...]:
    """Return what a schedule's events promise, by day, with whether they came about. Pure."""
    ordered = sorted(events, key=lambda each: (each.day, each.starts or time.min, each.id.hex))
    return tuple(_promise(each, people.day_of(now)) for each in ordered)


def _promise(each: Event, today: date) -> Promise:
    late = (each.held_on - each.day).days if each.held_on else None
    return Promise(each.id, each.kind, each.text, each.day, each.minutes, each.held_on, late, each.day < today)


def _asked_here() -> QuerySet[models.Assignment]:
    """The round's assignments that people answer here: without one, all its reflections came from files."""
    return models.Assignment.objects.filter(round=OuterRef("id"), published_at__isnull=False)


def _first_answers(row: models.Round) -> FirstAnswers:
    """Return the median of days from the day a reflection was sent to that of the first word from a reader."""
    if not vars(row)["here"]:
        return FirstAnswers(0, 0, None)
    here = models.Loop.objects.filter(there_now(row), batch=None, answered_on__isnull=False)
    sent = dict(here.exclude(respondent__account=None).values_list("loop", "answered_on"))
    said = models.Message.objects.filter(round=row, from_writer=False, withdrawn_at=None).values("loop")
    first = dict(said.annotate(first=Min("at")).values_list("loop", "first").order_by())
    days = [Fraction((people.day_of(first[loop]) - day).days) for loop, day in sent.items() if day and loop in first]
    median = statistics.median(days) if len(days) >= FEWEST_PERSONS else None
    return FirstAnswers(len(days), len(sent), median)
