"""The door of pupils: numbers in, keys out. What is asked here is asked by rooms that have decided who may."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.privacy import service as privacy
from kedjan.pupils import models
from kedjan.pupils.rules import named
from kedjan.pupils.values import Named, NumberKind

__all__ = [
    "Named",
    "NumberKind",
    "change_number",
    "ids_of",
    "keys_of",
    "keys_of_ids",
    "named",
    "numbers_of",
    "protect",
    "protected",
    "register",
    "remove",
    "remove_others",
]

CHUNK = 400


def keys_of(*, by: Actor, numbers: Collection[str]) -> dict[str, int]:
    """Return the keys of the numbers that lead to a pupil; those that lead to none are left out."""
    found: dict[str, int] = {}
    for some in batched(sorted(numbers), CHUNK * 2):
        rows = models.PupilNumber.objects.filter(provider_id=by.provider, number__in=some)
        found |= dict(rows.values_list("number", "pupil__key"))
    return found


def register(*, by: Actor, now: datetime, pupils: Collection[Named]) -> dict[str, int]:
    """Return the key of every number; who is new gets the next keys, in short transactions.

    Interrupted, some are registered and lead to nothing yet; done again, they are found. Numbers already known are let
    be.
    """
    known = keys_of(by=by, numbers={each.number for each in pupils})
    new = sorted({each.number: each for each in pupils if each.number not in known}.values(), key=lambda n: n.number)
    for some in batched(new, CHUNK):
        known |= _registered(by, now, some)
    return known


@transaction.atomic
def change_number(*, by: Actor, now: datetime, old: str, new: Named) -> None:
    """Let a new number lead to the pupil of an old one, which goes on leading there too. Done twice is once.

    Refuses an old number that nobody has, and a new one that is another pupil's.
    """
    pupil = models.Pupil.objects.filter(provider_id=by.provider, numbers__number=old).first()
    if pupil is None:
        raise NotHere("No pupil here has that number.")
    taken = models.PupilNumber.objects.filter(provider_id=by.provider, number=new.number).first()
    if taken:
        if taken.pupil_id != pupil.id:
            raise Refused("The new number is another pupil's here.")
        return
    models.PupilNumber.objects.create(
        provider_id=by.provider, pupil=pupil, number=new.number, kind=new.kind.value, since=now
    )
    journal.record(by=by, now=now, room="pupils", verb="changed_number", kind="pupil", object_id=pupil.id.hex)


@transaction.atomic
def protect(*, by: Actor, now: datetime, number: str, protected: bool) -> None:
    """Say that a pupil's identity is protected, or is so no longer."""
    pupil = models.Pupil.objects.filter(provider_id=by.provider, numbers__number=number).first()
    if pupil is None:
        raise NotHere("No pupil here has that number.")
    if pupil.protected != protected:
        pupil.protected = protected
        pupil.save(update_fields=["protected"])
        journal.record(by=by, now=now, room="pupils", verb="protected", kind="pupil", object_id=pupil.id.hex)


def protected(*, by: Actor, keys: Collection[int]) -> frozenset[int]:
    """Return which of the pupils have a protected identity: they are shown to nobody as themselves."""
    rows = models.Pupil.objects.filter(provider_id=by.provider, protected=True)
    return frozenset(rows.values_list("key", flat=True)) & frozenset(keys)


def numbers_of(*, by: Actor, keys: Collection[int]) -> dict[int, str]:
    """Return the latest number of each pupil, to show to those who may read their rows; protected ones are left out."""
    found: dict[int, str] = {}
    for some in batched(sorted(keys), CHUNK * 2):
        rows = models.PupilNumber.objects.filter(
            provider_id=by.provider, pupil__key__in=some, pupil__protected=False
        ).order_by("since", "id")
        found |= dict(rows.values_list("pupil__key", "number"))
    return found


def ids_of(*, by: Actor, keys: Collection[int]) -> dict[int, UUID]:
    """Return the pupils' ids by key: what the journal and the list of erasures name them by."""
    found: dict[int, UUID] = {}
    for some in batched(sorted(keys), CHUNK * 2):
        found |= dict(models.Pupil.objects.filter(provider_id=by.provider, key__in=some).values_list("key", "id"))
    return found


def keys_of_ids(*, by: Actor, ids: Collection[UUID]) -> frozenset[int]:
    """Return the keys of the pupils that are here by these ids."""
    return frozenset(models.Pupil.objects.filter(provider_id=by.provider, id__in=ids).values_list("key", flat=True))


def remove(*, by: Actor, now: datetime, keys: Collection[int]) -> int:
    """Remove pupils and their numbers, and return how many. Their results are removed before, by who asks for this."""
    rows = models.Pupil.objects.filter(provider_id=by.provider, key__in=keys)
    ids = list(rows.values_list("id", flat=True))
    with transaction.atomic():
        for each in ids:
            journal.record(by=by, now=now, room="pupils", verb="erased", kind="pupil", object_id=each.hex)
        rows.delete()
    return len(ids)


def remove_others(*, by: Actor, keys: Collection[int], before: datetime, count_only: bool = False) -> int:
    """Remove the pupils of the provider who are none of these and were registered `before`; return how many.

    They are those of whom no results are kept any more.
    """
    rows = models.Pupil.objects.filter(provider_id=by.provider, registered_at__lt=before)
    gone = sorted(set(rows.values_list("key", flat=True)) - set(keys))
    if count_only:
        return len(gone)
    removed = 0
    for some in batched(gone, CHUNK):
        removed += privacy.remove(models.Pupil.objects.filter(provider_id=by.provider, key__in=some))
    return removed


@transaction.atomic
def _registered(by: Actor, now: datetime, some: Iterable[Named]) -> dict[str, int]:
    models.Register.objects.get_or_create(provider_id=by.provider)
    row = models.Register.objects.select_for_update().get(provider_id=by.provider)
    wanted = {each.number: each for each in some}
    rows = models.PupilNumber.objects.filter(provider_id=by.provider, number__in=wanted)
    known = dict(rows.values_list("number", "pupil__key"))
    new = [each for number, each in wanted.items() if number not in known]
    made = [models.Pupil(provider_id=by.provider, key=row.next + place, registered_at=now) for place in range(len(new))]
    models.Pupil.objects.bulk_create(made)
    models.PupilNumber.objects.bulk_create(
        models.PupilNumber(provider_id=by.provider, pupil=pupil, number=each.number, kind=each.kind.value, since=now)
        for pupil, each in zip(made, new, strict=True)
    )
    row.next += len(new)
    row.save(update_fields=["next"])
    return known | {each.number: pupil.key for pupil, each in zip(made, new, strict=True)}
