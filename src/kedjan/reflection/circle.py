"""Which round, and whether `by` may read or lead it."""

from uuid import UUID

from django.db.models import F, Q

from kedjan.access.service import (
    Actor,
    CircleScope,
    Decision,
    NotHere,
    ProviderScope,
    Right,
    decide,
    require,
)
from kedjan.people import service as people
from kedjan.reflection import models


def stored_round(by: Actor, id: UUID) -> models.Round:
    """Return the round's row, with its tag set; NotHere outside the actor's provider."""
    row = (
        models.Round.objects.filter(provider_id=by.provider, id=id)
        .select_related("tag_set")
        .prefetch_related("tag_set__tags", "readers")
        .first()
    )
    if row is None:
        raise NotHere("There is no such round here.")
    return row


def title_to_reader(by: Actor, id: UUID) -> str:
    """Return the round's title to one of its readers, as `round_to_read` but without what else belongs to it."""
    row = models.Round.objects.filter(provider_id=by.provider, id=id).prefetch_related("readers").first()
    if row is None:
        raise NotHere("There is no such round here.")
    require(may_read(by, row))
    return row.title


def may_read(by: Actor, row: models.Round) -> Decision:
    """Return whether `by` is named in the round's circle of readers."""
    members = frozenset(reader.account_id for reader in row.readers.all())
    return decide(by, Right.READ_REFLECTIONS, on=CircleScope(row.provider_id, members, row.title))


def may_lead(by: Actor) -> Decision:
    """Return whether `by` leads rounds at the provider."""
    return decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider))


def round_to_read(by: Actor, id: UUID) -> models.Round:
    """Return the round's row to one of its readers; NotYours to others."""
    row = stored_round(by, id)
    require(may_read(by, row))
    return row


def round_to_lead(by: Actor, id: UUID) -> models.Round:
    """Return the round's row to one who leads rounds; NotYours to others."""
    row = stored_round(by, id)
    require(may_lead(by))
    return row


def there_now(row: models.Round) -> Q:
    """Return the condition on loops that are there in the round's revision."""
    return there_at(row.id, row.revision)


def there_at(round: UUID, revision: int) -> Q:
    """Return the condition on loops that are there in a revision of a round."""
    return Q(round_id=round, since__lte=revision) & (Q(until=None) | Q(until__gt=revision))


def there_in_each_round() -> Q:
    """Return the same condition for loops of many rounds at once."""
    return Q(since__lte=F("round__revision")) & (Q(until=None) | Q(until__gt=F("round__revision")))


def assignments_of(row: models.Round) -> list[models.Assignment]:
    """Return the round's assignments in order; those that came with a file only when it is accepted."""
    accepted = Q(batch=None) | Q(batch__state="accepted")
    return list(models.Assignment.objects.filter(accepted, round=row).order_by("position", "code"))


def assignment_in(row: models.Round, code: str) -> models.Assignment:
    """Return the round's assignment with that code."""
    found = next((each for each in assignments_of(row) if each.code == code), None)
    if found is None:
        raise NotHere("There is no such assignment here.")
    return found


def withholds(by: Actor, row: models.Round) -> bool:
    """Return whether the round keeps texts from `by` that were written by those whom `by` leads (C07)."""
    return not row.managers_read and people.is_manager(by=by)


def not_by_own_staff(by: Actor, row: models.Round) -> Q:
    """Return the condition that leaves those texts out; asks the store only for managers."""
    led = people.led_by(by=by) if withholds(by, row) else frozenset()
    return ~Q(respondent__account_id__in=led) | Q(respondent__account=None) if led else Q()
