"""The door of pupils: numbers in, keys out. What is asked here is asked by rooms that have decided who may."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched, count, islice
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Min, Model

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.privacy import service as privacy
from kedjan.pupils import models
from kedjan.pupils.joining import (
    all_keys_of,
    forget_joins,
    given_up,
    given_up_ids,
    held,
    join_told,
    joins,
    joins_told_in,
    keys_of_given_up,
    once_laid_under,
    put_apart,
    put_together,
    set_aside,
    tell_as_one,
)
from kedjan.pupils.rules import by_kind, is_name, is_senders_own, named
from kedjan.pupils.values import GivenUp, Join, JoinState, Named, NumberKind

__all__ = [
    "GivenUp",
    "Join",
    "JoinState",
    "Named",
    "NumberKind",
    "alike",
    "all_keys_of",
    "change_number",
    "given_up",
    "given_up_ids",
    "held",
    "ids_of",
    "is_name",
    "is_senders_own",
    "join_told",
    "joins",
    "joins_told_in",
    "keys_of",
    "keys_of_ids",
    "named",
    "names_of",
    "numbers_of",
    "once_laid_under",
    "present",
    "protect",
    "protect_known",
    "protected",
    "put_apart",
    "put_together",
    "register",
    "remove",
    "remove_others",
    "set_aside",
    "tell_as_one",
    "tie",
]

CHUNK = 20_000
"""Pupils who are registered in one transaction."""
IN_A_ROW = 5
"""Last signs of pupils' ids that follow each other when many are registered at once: they count more than a chunk."""
PUT = {
    "sqlite": """
        INSERT INTO "pupils_pupilnumber" ("provider_id", "since", "kind", "number", "key", "pupil")
        SELECT %(provider_id)s, %(since)s, %(kind)s, value, %(first)s + key, %(start)s || printf('%%05x', key)
        FROM json_each(%(numbers)s)
        WHERE true
        ON CONFLICT DO NOTHING
    """,
    "postgresql": """
        INSERT INTO "pupils_pupilnumber" ("provider_id", "since", "kind", "number", "key", "pupil")
        SELECT %(provider_id)s, %(since)s, %(kind)s, value, %(first)s + place - 1,
            (%(start)s || lpad(to_hex(place - 1), 5, '0'))::uuid
        FROM json_array_elements_text(%(numbers)s::json) WITH ORDINALITY AS told(value, place)
        ON CONFLICT DO NOTHING
    """,
}
"""How a store puts new pupils of one kind of number in place, all in one statement; it leaves numbers out that lead to
somebody, and writes none of them in its own log."""
LOOKED_UP = {
    "sqlite": """
        SELECT known."number", known."key" FROM json_each(%(told)s) AS told
        CROSS JOIN "pupils_pupilnumber" AS known ON known."{by}" = told.value AND known."provider_id" = %(provider_id)s
    """,
    "postgresql": """
        SELECT known."number", known."key" FROM json_array_elements_text(%(told)s::json) AS told(value)
        JOIN "pupils_pupilnumber" AS known
            ON known."{by}" = told.value::{kind} AND known."provider_id" = %(provider_id)s
    """,
}
"""How a store looks many numbers or keys up, one by one in their index: those told stand first, so that the time
grows with them and not with all who were ever registered."""
KINDS = {"number": "text", "key": "integer"}
MOST_LIKENED = 1000


def keys_of(*, by: Actor, numbers: Collection[str]) -> dict[str, int]:
    """Return the keys of the numbers that lead to a pupil; those that lead to none are left out."""
    return dict(_looked_up(by, "number", sorted(numbers)))


def alike(*, by: Actor, numbers: Collection[str]) -> frozenset[str]:
    """Return which of these numbers, which lead to nobody, somebody here has in small, capital or initial letters.

    Senders' own keys are different pupils' where their letters are: that is for the sender to say otherwise. Of a great
    many the first thousand are looked up, which is enough to see that a system writes its keys otherwise by now.
    """
    lettered = list(islice((each for each in numbers if each.lower() != each.upper()), MOST_LIKENED))
    others = {each: {each.lower(), each.upper(), each.capitalize()} - {each} for each in lettered}
    known = keys_of(by=by, numbers={other for each in others.values() for other in each}) if others else {}
    return frozenset(each for each, written in others.items() if written & known.keys())


def present(*, by: Actor, keys: Collection[int]) -> frozenset[int]:
    """Return which of the keys are a pupil's here: a key is given once, and gone when its pupil is erased."""
    return frozenset(key for _, key in _looked_up(by, "key", sorted(keys)))


def register(*, by: Actor, now: datetime, numbers: Collection[str]) -> dict[str, int]:
    """Return the key of every number that a pupil can have; who is new gets the next keys, in short transactions.

    Interrupted, some are registered and lead to nothing yet; done again, they are found. Numbers already known are let
    be.
    """
    given = models.Register.objects.filter(provider_id=by.provider).values_list("next", flat=True).first()
    known: dict[str, int] = {}
    for kind, new in by_kind(sorted(set(numbers))).items():
        for some in batched(new, CHUNK):
            made, given = _registered(by, now, kind, some, given)
            known |= made
    return known


def tie(*, by: Actor, now: datetime, ids: Mapping[str, str]) -> None:
    """Let each number, and the id that its sender has for that pupil, lead to one pupil.

    `ids` are by number. The one of them that leads nowhere is added to the pupil of the other. Where they lead to two
    pupils both are let be; where neither leads anywhere nothing is done. Done twice is once.
    """
    known = keys_of(by=by, numbers={*ids, *ids.values()})
    new = {
        (number if number not in known else other): known[other if number not in known else number]
        for number, other in ids.items()
        if (number in known) != (other in known)
    }
    for some in batched(sorted(new.items()), CHUNK):
        _added(by, now, dict(some), journalled={number for number, _ in some if number in ids})


@transaction.atomic
def protect_known(*, by: Actor, now: datetime, numbers: Collection[str]) -> int:
    """Say of those pupils who are known by these numbers that they are protected; return for how many that is new."""
    known = frozenset(keys_of(by=by, numbers=numbers).values())
    newly = known - protected(by=by, keys=known)
    for key in sorted(newly):
        models.ProtectedPupil.objects.get_or_create(provider_id=by.provider, key=key)
    _note_each(by, now, "protected", newly)
    return len(newly)


@transaction.atomic
def change_number(*, by: Actor, now: datetime, old: str, new: Named) -> None:
    """Let a new number lead to the pupil of an old one, which goes on leading there too. Done twice is once.

    Refuses an old number that nobody has, and a new one that is another pupil's.
    """
    held(by=by)
    rows = models.PupilNumber.objects.filter(provider_id=by.provider)
    there = rows.filter(number=old).first()
    if there is None:
        raise NotHere("No pupil here has that number.")
    taken = rows.filter(number=new.number).first()
    if taken:
        if taken.key != there.key:
            raise Refused("The new number is another pupil's here.")
        return
    rows.create(
        provider_id=by.provider, key=there.key, pupil=there.pupil, number=new.number, kind=new.kind.value, since=now
    )
    _note_each(by, now, "changed_number", [there.key])


@transaction.atomic
def protect(*, by: Actor, now: datetime, number: str, protected: bool) -> None:
    """Say that a pupil's identity is protected, or is so no longer."""
    there = models.PupilNumber.objects.filter(provider_id=by.provider, number=number).first()
    if there is None:
        raise NotHere("No pupil here has that number.")
    rows = models.ProtectedPupil.objects.filter(provider_id=by.provider, key=there.key)
    if protected != rows.exists():
        if protected:
            rows.get_or_create(provider_id=by.provider, key=there.key)
        else:
            every = all_keys_of(by=by, keys=[there.key])
            models.ProtectedPupil.objects.filter(provider_id=by.provider, key__in=every).delete()
        _note_each(by, now, "protected", [there.key])


def protected(*, by: Actor, keys: Collection[int]) -> frozenset[int]:
    """Return which of the pupils have a protected identity: they are shown to nobody as themselves."""
    rows = models.ProtectedPupil.objects.filter(provider_id=by.provider)
    return frozenset(rows.values_list("key", flat=True)) & frozenset(keys)


def numbers_of(*, by: Actor, keys: Collection[int]) -> dict[int, str]:
    """Return the latest number of each pupil, to show to those who may read their rows; protected ones are left out.

    A key of a sender's own is shown only of those who have no other number.
    """
    found: dict[int, str] = {}
    apart = models.ProtectedPupil.objects.filter(provider_id=by.provider).values("key")
    for some in batched(sorted(keys), 800):
        rows = models.PupilNumber.objects.filter(provider_id=by.provider, key__in=some).exclude(key__in=apart)
        rows = rows.order_by("since", "id")
        told = [*rows.values_list("kind", "key", "number")]
        told.sort(key=lambda each: each[0] != NumberKind.SENDERS)
        found |= {key: number for _, key, number in told}
    return found


def names_of(*, by: Actor, keys: Collection[int]) -> frozenset[str]:
    """Return every number that leads to any of the pupils: what is looked for where nothing of them may be left."""
    rows = models.PupilNumber.objects.filter(provider_id=by.provider)
    return frozenset(
        each
        for some in batched(sorted(keys), 800)
        for each in rows.filter(key__in=some).values_list("number", flat=True)
    )


def ids_of(*, by: Actor, keys: Collection[int]) -> dict[int, UUID]:
    """Return the pupils' ids by key: what the journal and the list of erasures name them by."""
    found: dict[int, UUID] = {}
    for some in batched(sorted(keys), 800):
        rows = models.PupilNumber.objects.filter(provider_id=by.provider, key__in=some)
        found |= dict(rows.values_list("key", "pupil"))
    return found


def keys_of_ids(*, by: Actor, ids: Collection[UUID]) -> frozenset[int]:
    """Return the keys of the pupils that are here by these ids, with every key that they have had.

    Of two who are joined either id is both of them.
    """
    rows = models.PupilNumber.objects.filter(provider_id=by.provider)
    found: set[int] = set()
    for some in batched(sorted(ids), 800):
        found.update(rows.filter(pupil__in=some).values_list("key", flat=True))
        found |= keys_of_given_up(by=by, ids=some)
    return all_keys_of(by=by, keys=found)


def remove(*, by: Actor, now: datetime, keys: Collection[int]) -> int:
    """Remove pupils and their numbers, and return how many. Their results are removed before, by who asks for this."""
    there = present(by=by, keys=keys)
    with transaction.atomic():
        _note_each(by, now, "erased", there)
        for some in batched(sorted(keys), 800):
            for model in (models.ProtectedPupil, models.PupilNumber):
                model._default_manager.filter(provider_id=by.provider, key__in=some).delete()
        forget_joins(by=by, keys=keys)
    return len(there)


def remove_others(*, by: Actor, keys: Collection[int], before: datetime, count_only: bool = False) -> int:
    """Remove the pupils of the provider who are none of these and were registered `before`; return how many.

    They are those of whom no results are kept any more, under whichever key.
    """
    rows = models.PupilNumber.objects.filter(provider_id=by.provider)
    first = rows.values_list("key").annotate(first=Min("since")).filter(first__lt=before)
    leads_to = given_up(by=by).leads_to
    gone = {key for key, _ in first} - set(keys) - {leads_to[key] for key in keys if key in leads_to}
    if not count_only:
        for some in batched(sorted({*gone, *(key for key, kept in leads_to.items() if kept in gone)}), 400):
            privacy.remove(models.ProtectedPupil.objects.filter(provider_id=by.provider, key__in=some))
            privacy.remove(rows.filter(key__in=some))
        forget_joins(by=by, keys=gone)
    return len(gone)


@transaction.atomic
def _registered(
    by: Actor, now: datetime, kind: NumberKind, some: Sequence[str], given: int | None
) -> tuple[dict[str, int], int]:
    """Register those who are new among some, and return the keys of all of them, and which key is the next.

    `given` is which key was the next a moment ago. Where it still is they are taken to be new, as those who are
    registered nearly always are; should one of the numbers lead to somebody all the same, they are looked up.
    """
    models.Register.objects.get_or_create(provider_id=by.provider)
    row = models.Register.objects.select_for_update().get(provider_id=by.provider)
    known: dict[str, int] = {}
    if row.next != given or not _could_put(by, now, kind, row.next, some):
        known = keys_of(by=by, numbers=some)
        some = [each for each in some if each not in known]
        _put(by, now, kind, row.next, some)
    made = dict(zip(some, count(row.next), strict=False))
    row.next += len(some)
    row.save(update_fields=["next"])
    return known | made, row.next


def _could_put(by: Actor, now: datetime, kind: NumberKind, first: int, new: Sequence[str]) -> bool:
    """Store new pupils, and return whether nobody had any of their numbers; nothing is stored otherwise."""
    with transaction.atomic():
        put = _put(by, now, kind, first, new)
        if put < len(new):
            transaction.set_rollback(True)
    return put == len(new)


def _put(by: Actor, now: datetime, kind: NumberKind, first: int, new: Sequence[str]) -> int:
    """Store the numbers of new pupils, all of a kind, who get the keys from `first` on; return how many were stored.

    They are told as one text: binding what is in each row, and making an object of it, took most of the time that a
    large file takes. Pupils' ids follow each other: at random places in the store's index each would be written to a
    page of its own.
    """
    told = {
        "provider_id": _stored(models.PupilNumber, "provider_id", by.provider),
        "since": _stored(models.PupilNumber, "since", now),
        "kind": kind.value,
        "first": first,
        "start": uuid4().hex[:-IN_A_ROW],
        "numbers": json.dumps(new),
    }
    with connection.cursor() as cursor:
        cursor.execute(PUT[connection.vendor], told)
        return int(cursor.rowcount)


@transaction.atomic
def _added(by: Actor, now: datetime, new: Mapping[str, int], *, journalled: Collection[str]) -> None:
    """Let more numbers lead to pupils who are known by their keys, which may have been given up since."""
    leads_to = held(by=by).leads_to
    new = {number: leads_to.get(key, key) for number, key in new.items()}
    kinds = {number: found.kind for number in new if (found := named(number))}
    ids = ids_of(by=by, keys=set(new.values()))
    rows = [
        models.PupilNumber(
            provider_id=by.provider, key=key, pupil=ids[key], number=number, kind=kinds[number], since=now
        )
        for number, key in new.items()
        if number in kinds and key in ids
    ]
    models.PupilNumber.objects.bulk_create(rows, ignore_conflicts=True)
    _note_each(by, now, "changed_number", [row.key for row in rows if row.number in journalled])


def _note_each(by: Actor, now: datetime, verb: str, keys: Iterable[int]) -> None:
    """Write in the journal what was done with each pupil, by id."""
    keys = sorted(keys)
    ids = ids_of(by=by, keys=keys)
    for key in keys:
        journal.record(by=by, now=now, room="pupils", verb=verb, kind="pupil", object_id=ids[key].hex)


def _looked_up(by: Actor, name: str, told: Sequence[str] | Sequence[int]) -> list[tuple[str, int]]:
    """Return number and key of every number that is told, or that is told by its key."""
    if not told:
        return []
    asked = {"told": json.dumps(told), "provider_id": _stored(models.PupilNumber, "provider_id", by.provider)}
    with connection.cursor() as cursor:
        cursor.execute(LOOKED_UP[connection.vendor].format(by=name, kind=KINDS[name]), asked)
        return list(cursor.fetchall())


def _stored(model: type[Model], name: str, value: object) -> Any:
    """Return a value as the store keeps it."""
    field: Any = model._meta.get_field(name)
    return field.get_db_prep_save(value, connection)
