"""Which rounds' time is over, and how long a round is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from kedjan.access.service import Actor, Refused
from kedjan.people import service as people
from kedjan.privacy import service as privacy
from kedjan.reflection import models, rounds
from kedjan.reflection.circle import round_to_lead
from kedjan.reflection.values import Round

LONGEST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a round is kept: from the day `ends` (None: it has no last day) to `over`, when what was written goes.

    `disposed` is the day when it went. `written` says whether anybody has begun to write: then `months` cannot grow.
    """

    round: UUID
    months: int
    ends: date | None
    over: date | None
    disposed: date | None
    written: bool
    version: int


def keeping(*, by: Actor, round: UUID) -> Keeping:
    """Return how long the round is kept, to those who lead rounds."""
    row = round_to_lead(by, round)
    ends = _ends(_with_last_days(models.Round.objects.filter(id=row.id)).get())
    over = privacy.months_after(ends, row.kept_months) if ends else None
    return Keeping(row.id, row.kept_months, ends, over, row.disposed_on, has_been_written_in(row), row.version)


@transaction.atomic
def change_keeping(*, by: Actor, now: datetime, round: UUID, seen: int, months: int) -> Round:
    """Keep the round another number of months after its last day, from its version `seen`.

    Longer is refused once anybody has begun to write: they were told how long it would be kept.
    """
    row = round_to_lead(by, round)
    if not 1 <= months <= LONGEST_MONTHS:
        raise Refused("Between 1 and %(most)s months.", most=LONGEST_MONTHS)
    rounds.take(by, now, row, seen, kept_months=months)
    if months > row.kept_months and has_been_written_in(row):
        raise Refused(
            "People have begun to write, and they were told that it is kept %(months)s months. "
            "It can be kept a shorter time, not a longer.",
            months=row.kept_months,
        )
    if months != row.kept_months:
        rounds.record(by, now, row, "changed_keeping", {"before": row.kept_months, "months": months})
    return rounds.round(by=by, id=row.id)


def has_been_written_in(row: models.Round) -> bool:
    """Return whether anybody has written in the round, or begun to, or a file has been read in to it."""
    return (
        models.Loop.objects.filter(round=row).exists()
        or models.Draft.objects.filter(assignment__round=row).exists()
        or models.Respondent.objects.filter(round=row).exists()
        or row.disposed_on is not None
    )


def rounds_over(*, by: Actor, now: datetime) -> tuple[UUID, ...]:
    """Return the provider's rounds whose time is over, those whose texts have gone already among them."""
    today = people.day_of(now)
    rows = _with_last_days(models.Round.objects.filter(provider_id=by.provider)).only(*_NEEDED)
    return tuple(row.id for row in rows if row.disposed_on or privacy.is_over(_ends(row), row.kept_months, today))


_NEEDED = ("id", "closed_on", "kept_months", "disposed_on")


def _with_last_days(rows: QuerySet[models.Round]) -> QuerySet[models.Round]:
    asked = Q(assignments__state__in=["published", "paused", "withdrawn"])
    accepted = Q(batches__state="accepted")
    return rows.annotate(
        last_asked=Max("assignments__closes_on", filter=asked), read_in=Max("batches__decided_at", filter=accepted)
    )


def _ends(row: models.Round) -> date | None:
    """Return the day from which a round's time counts.

    That is its last day, or its assignments', or that on which a file was last read in to it: whichever comes last.
    None where the round has no last day.
    """
    last = [day for day in (row.closed_on, row.last_asked) if day]  # type: ignore[attr-defined]  # annotated
    if not last:
        return None
    read_in = row.read_in  # type: ignore[attr-defined]  # annotated
    return max(last + ([people.day_of(read_in)] if read_in else []))
