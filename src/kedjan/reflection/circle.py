"""Which round, and whether `by` may read or lead it."""

from collections.abc import Collection, Mapping, Sequence
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

ASKING = ("published", "paused")
"""States of an assignment that people have been asked to answer."""


def stored_round(by: Actor, id: UUID) -> models.Round:
    """Return the round's row, with its readers; NotHere outside the actor's provider."""
    row = models.Round.objects.filter(provider_id=by.provider, id=id).prefetch_related("readers").first()
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


def refuse_others(by: Actor, ids: Collection[UUID]) -> None:
    """Refuse one who does not read each of the rounds, as `round_to_read` but without what else belongs to them."""
    rows = list(models.Round.objects.filter(provider_id=by.provider, id__in=set(ids)).prefetch_related("readers"))
    if len(rows) < len(set(ids)):
        raise NotHere("There is no such round here.")
    for row in rows:
        require(may_read(by, row))


def rounds_to_read(by: Actor, ids: Collection[UUID]) -> list[models.Round]:
    """Return the rows of several rounds to one who reads them all, in two questions; as `round_to_read` for each."""
    found = models.Round.objects.filter(provider_id=by.provider, id__in=set(ids))
    rows = {row.id: row for row in found.prefetch_related("readers")}
    if len(rows) < len(set(ids)):
        raise NotHere("There is no such round here.")
    for row in rows.values():
        require(may_read(by, row))
    return [rows[each] for each in dict.fromkeys(ids)]


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


def there_now_in(rows: Sequence[models.Round]) -> Q:
    """Return the condition on loops that are there now in some rounds."""
    if len(rows) == 1:
        return there_now(rows[0])
    return Q(round__in=[row.id for row in rows]) & there_in_each_round()


def assignments_of(row: models.Round) -> list[models.Assignment]:
    """Return the round's assignments in order; those that came with a file only when it is accepted."""
    return assignments_in([row])[row.id]


def assignments_in(rows: Sequence[models.Round]) -> dict[UUID, list[models.Assignment]]:
    """Return the assignments of several rounds, as `assignments_of` for each."""
    accepted = Q(batch=None) | Q(batch__state="accepted")
    found: dict[UUID, list[models.Assignment]] = {row.id: [] for row in rows}
    for each in models.Assignment.objects.filter(accepted, round__in=found).order_by("position", "code"):
        found[each.round_id].append(each)
    return found


def assignment_in(row: models.Round, code: str) -> models.Assignment:
    """Return the round's assignment with that code."""
    found = next((each for each in assignments_of(row) if each.code == code), None)
    if found is None:
        raise NotHere("There is no such assignment here.")
    return found


def withholds(by: Actor, row: models.Round) -> bool:
    """Return whether the round keeps texts from `by` that were written by those whom `by` leads (C07)."""
    return not row.managers_read and people.is_manager(by=by)


type Apart = Mapping[UUID, frozenset[int]]
"""By round, the respondents whose words are kept from somebody; a round that keeps nobody's is not there."""


def kept_apart(by: Actor, rows: Sequence[models.Round]) -> Apart:
    """Return whose words some rounds keep from `by`, whose staff they are; asks the store twice, for managers only.

    A round from which somebody's words are kept is there even where nobody of their staff has answered in it.
    """
    withheld = [row.id for row in rows if withholds(by, row)]
    led = people.led_by(by=by) if withheld else frozenset()
    if not led:
        return {}
    found: dict[UUID, set[int]] = {of: set() for of in withheld}
    theirs = models.Respondent.objects.filter(round__in=withheld, account__in=led)
    for of, respondent in theirs.values_list("round_id", "id"):
        found[of].add(respondent)
    return {of: frozenset(some) for of, some in found.items()}


def not_by(apart: Apart, rows: Sequence[models.Round]) -> Q:
    """Return the condition that leaves out the loops of those who are kept apart in some rounds."""
    theirs = {each for row in rows for each in apart.get(row.id, ())}
    return ~Q(respondent__in=theirs) if theirs else Q()


def not_by_own_staff(by: Actor, row: models.Round) -> Q:
    """Return the condition that leaves those texts out; asks the store only for managers."""
    return not_by_own_staff_in(by, [row])


def not_by_own_staff_in(by: Actor, rows: Sequence[models.Round]) -> Q:
    """Return the condition that leaves those texts out in several rounds; asks the store once, for managers."""
    withheld = [row.id for row in rows if withholds(by, row)]
    led = people.led_by(by=by) if withheld else frozenset()
    if not led:
        return Q()
    others = ~Q(respondent__account_id__in=led) | Q(respondent__account=None)
    return others if len(withheld) == len(rows) else others | ~Q(round__in=withheld)
