"""What a round's assignments were said to take, for each who answers all and in all (C06, R9)."""

from uuid import UUID

from django.db.models import Count

from kedjan.reflection import models
from kedjan.reflection.circle import assignments_of, there_now
from kedjan.reflection.evaluating.values import Expected
from kedjan.reflection.giving.rules import load_of
from kedjan.reflection.giving.scheduling import assignments_in, events_in
from kedjan.reflection.giving.values import Load


def load_in(round: UUID) -> Load:
    """Return how many minutes a round asks of each, in meeting time and outside it."""
    row = models.Round(id=round)
    return load_of(assignments_in(row), events_in(row))


def expected_of(row: models.Round) -> Expected:
    """Return what the assignments were said to take, and what the reflections that came then took together."""
    load = load_in(row.id)
    loops = models.Loop.objects.filter(there_now(row)).order_by().values_list("assignment_id")
    number = dict(loops.annotate(n=Count("id")).values_list("assignment_id", "n"))
    told = [(number.get(each.id, 0), each.minutes) for each in assignments_of(row) if each.minutes]
    return Expected(
        each=load.in_meetings + load.outside,
        unknown=load.unknown,
        reflections=sum(came for came, _minutes in told),
        total=sum(came * minutes for came, minutes in told),
        invited=row.invited,
    )
