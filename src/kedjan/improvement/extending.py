"""More time for those who were asked to say what they think of conclusions that lie before them."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.improvement import models
from kedjan.improvement.circle import noted, to_lead
from kedjan.improvement.feeding import LONGEST
from kedjan.improvement.values import State
from kedjan.people import service as people


@transaction.atomic
def move_last_day(*, by: Actor, now: datetime, analysis: UUID, seen: date, closes_on: date) -> int:
    """Let the conclusions that can be answered until `seen` be answered until a later day; return how many.

    For those who lead rounds, and only while they can be answered: what was said is shown when the time is over, and
    two looks would tell what was said between them. Within three months. Moved to the same day twice is once; refused
    where somebody else has moved it.
    """
    to_lead(by, analysis)
    today = people.day_of(now)
    before = models.Conclusion.objects.filter(provider_id=by.provider, analysis_id=analysis, state=State.FED_BACK.value)
    rows = models.Occasion.objects.select_for_update().filter(id__in=before.values("occasion_id"), closes_on__gte=today)
    there = list(rows)
    if not seen < closes_on <= today + LONGEST:
        raise Refused("The new last day is later than the one before, and within three months.")
    moved = [row for row in there if row.closes_on == seen]
    for row in moved:
        row.closes_on = closes_on
    models.Occasion.objects.bulk_update(moved, ["closes_on"])
    done = moved or [row for row in there if row.closes_on == closes_on]
    if not done:
        raise Refused("The last day has been moved by somebody else, or has passed. Open the page again.")
    if moved:
        noted(by, now, analysis, "moved_last_day", day=closes_on.isoformat())
    return before.filter(occasion__in=done).count()
