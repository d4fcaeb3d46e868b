"""Two pupils who are one: told, made one, made two again. Files of results keep the key that they came by.

A key that was given up leads to the one that was kept for as long as the two are joined. Whoever lays results out asks
for those keys and holds them until what was laid out is in place (`held`), so that nothing is laid out by old ones.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from kedjan.access.service import Actor, NotHere, Refused, Slice
from kedjan.journal import service as journal
from kedjan.privacy import service as privacy
from kedjan.pupils import models
from kedjan.pupils.values import GivenUp, Join, JoinState


@transaction.atomic
def tell_as_one(
    *, by: Actor, now: datetime, pairs: Collection[tuple[int, int]], told_in: UUID | None = None
) -> tuple[UUID, ...]:
    """Keep that each two pupils are told to be one, in a delivery or by the actor; return the ids of what waits.

    Told twice is once. What somebody has set aside waits again only where a person tells it (no `told_in`). Pairs of
    whom one is not here, or who are one already, are left out.
    """
    held(by=by)
    found = []
    here = _ids(by, {key for pair in pairs for key in pair})
    for kept, given_up in sorted({(min(pair), max(pair)) for pair in pairs}):
        if kept == given_up or kept not in here or given_up not in here:
            continue
        row = _rows(by).filter(kept=kept, given_up=given_up).exclude(state="undone").first()
        if row is None:
            row = models.PupilJoin.objects.create(
                provider_id=by.provider,
                kept=kept,
                given_up=given_up,
                given_up_pupil=here[given_up],
                told_in=told_in,
                told_by=by.account,
                told_at=now,
            )
            _note(by, now, row, "told_as_one")
        elif row.state == "set_aside" and told_in is None:
            row.state, row.told_in, row.told_by, row.told_at = "waiting", None, by.account, now
            row.decided_by = row.decided_at = None
            row.save()
            _note(by, now, row, "told_as_one")
        if row.state == "waiting":
            found.append(row.id)
    return tuple(found)


def joins(*, by: Actor, page: int = 1) -> Slice[Join]:
    """Return the provider's pairs who are told to be one: those that wait first, then what was decided last."""
    rows = _rows(by).order_by(F("decided_at").desc(nulls_first=True), "-told_at", "id")
    return Slice.of(rows, page=page, value=_value)


def joins_told_in(*, by: Actor, delivery: UUID) -> int:
    """Return how many pairs that a delivery told of wait for somebody's decision."""
    return _rows(by).filter(told_in=delivery, state="waiting").count()


def join_told(*, by: Actor, id: UUID) -> Join:
    """Return one pair. Refuses (NotHere) what is not the provider's."""
    return _value(_stored(by, id))


def given_up(*, by: Actor) -> GivenUp:
    """Return the keys that were given up, each with the key that its pupil has now."""
    rows = _rows(by).filter(state="joined").values_list("given_up", "kept", "id")
    return GivenUp({key: (kept, join) for key, kept, join in rows})


def held(*, by: Actor) -> GivenUp:
    """Return the keys that were given up, as `given_up` does, and let nobody join until the transaction ends."""
    models.Register.objects.get_or_create(provider_id=by.provider)
    models.Register.objects.select_for_update().get(provider_id=by.provider)
    return given_up(by=by)


def all_keys_of(*, by: Actor, keys: Collection[int]) -> frozenset[int]:
    """Return the keys of the same pupils, those given up among them: all that files of results know them by."""
    gone = given_up(by=by)
    return frozenset(each for key in keys for each in gone.family(key)) if gone.steps else frozenset(keys)


def given_up_ids(*, by: Actor, keys: Collection[int]) -> frozenset[UUID]:
    """Return the ids that the keys given up among these had: a backup from before they were joined knows them."""
    rows = _rows(by).filter(state="joined", given_up__in=all_keys_of(by=by, keys=keys))
    return frozenset(rows.values_list("given_up_pupil", flat=True))


def keys_of_given_up(*, by: Actor, ids: Collection[UUID]) -> frozenset[int]:
    """Return the keys that pupils of these ids gave up."""
    rows = _rows(by).filter(state="joined", given_up_pupil__in=ids)
    return frozenset(rows.values_list("given_up", flat=True))


def once_laid_under(*, by: Actor, keys: Collection[int]) -> Mapping[UUID, int]:
    """Return the joins, undone since, in which these pupils stood under another key, with that key.

    What was laid out meanwhile has their results there.
    """
    undone = [*_rows(by).filter(state="undone").values_list("id", "kept", "given_up")]
    found: dict[UUID, int] = {}
    here = set(keys)
    while more := {join: kept for join, kept, gone in undone if gone in here and join not in found}:
        found |= more
        here |= set(more.values())
    return found


def put_together(*, by: Actor, now: datetime, id: UUID, reason: str, laid: Iterable[UUID]) -> None:
    """Make two pupils one, in the transaction that puts in place what is laid out of them.

    The numbers of the one given up lead to the other from now on; who had a protected identity has it. `laid` are the
    data sets as they came that hold either. Refuses a pair that does not wait, and one of whom one is not here.
    """
    row = _stored(by, id)
    here = _ids(by, {row.kept, row.given_up})
    if row.state != "waiting":
        raise Refused("It has been decided on.")
    if len(here) < 2:
        raise Refused("One of the two is not here any more.")
    numbers = models.PupilNumber.objects.filter(provider_id=by.provider, key=row.given_up)
    row.numbers = [*numbers.values_list("id", flat=True)]
    row.given_up_pupil = here[row.given_up]
    row.laid = sorted(each.hex for each in laid)
    row.state, row.reason, row.decided_by, row.decided_at = "joined", reason, by.account, now
    row.save()
    numbers.update(key=row.kept, pupil=here[row.kept])
    _both_protected(by, row)
    _note(by, now, row, "joined")
    _follow(by, row)


def put_apart(*, by: Actor, now: datetime, id: UUID) -> None:
    """Make two of a pupil again, in the transaction that puts in place what is laid out of them.

    Each has the numbers from before; one that came since stays where it leads. Protected is either, or both: what is
    not known is not told. Refuses a pair that is not joined, and one whose kept key was given up since.
    """
    row = _stored(by, id)
    if row.state != "joined":
        raise Refused("The two are not one here.")
    if _rows(by).filter(state="joined", given_up=row.kept).exists():
        raise Refused("The pupil has been made one with another since. Undo that first.")
    numbers = models.PupilNumber.objects.filter(provider_id=by.provider, key=row.kept, id__in=row.numbers)
    numbers.update(key=row.given_up, pupil=row.given_up_pupil)
    row.state, row.undone_by, row.undone_at = "undone", by.account, now
    row.save()
    _both_protected(by, row)
    _note(by, now, row, "parted")


@transaction.atomic
def set_aside(*, by: Actor, now: datetime, id: UUID) -> None:
    """Keep that two who were told to be one are two; done twice is once. Refuses those who are one already."""
    row = _stored(by, id)
    if row.state == "set_aside":
        return
    if row.state != "waiting":
        raise Refused("It has been decided on.")
    row.state, row.decided_by, row.decided_at = "set_aside", by.account, now
    row.save()
    _note(by, now, row, "told_as_two")


def forget_joins(*, by: Actor, keys: Collection[int]) -> None:
    """Remove what was told of pupils who are removed."""
    for some in batched(sorted(keys), 400):
        privacy.remove(_rows(by).filter(Q(kept__in=some) | Q(given_up__in=some)))


def _follow(by: Actor, joined: models.PupilJoin) -> None:
    """Let what waits of the pupil whose key was given up be told of the one that it leads to, once."""
    waiting = Q(state__in=["waiting", "set_aside"]) & (Q(kept=joined.given_up) | Q(given_up=joined.given_up))
    for row in _rows(by).filter(waiting):
        other = row.kept if row.given_up == joined.given_up else row.given_up
        pair = sorted((other, joined.kept))
        there = _rows(by).filter(kept=pair[0], given_up=pair[1]).exclude(state="undone")
        if other == joined.kept or there.exists():
            row.delete()
        else:
            row.kept, row.given_up = pair
            row.given_up_pupil = _ids(by, [row.given_up])[row.given_up]
            row.save()


def _both_protected(by: Actor, row: models.PupilJoin) -> None:
    """Let both be protected where either is: what waits to be read in may still know one by the key given up."""
    both = (row.kept, row.given_up)
    marks = models.ProtectedPupil.objects.filter(provider_id=by.provider, key__in=both)
    if marks.exists():
        for key in both:
            models.ProtectedPupil.objects.get_or_create(provider_id=by.provider, key=key)


def _ids(by: Actor, keys: Collection[int]) -> dict[int, UUID]:
    rows = models.PupilNumber.objects.filter(provider_id=by.provider)
    return {
        key: pupil
        for some in batched(sorted(keys), 800)
        for key, pupil in rows.filter(key__in=some).values_list("key", "pupil").distinct()
    }


def _rows(by: Actor) -> QuerySet[models.PupilJoin]:
    return models.PupilJoin.objects.filter(provider_id=by.provider)


def _stored(by: Actor, id: UUID) -> models.PupilJoin:
    row = _rows(by).filter(id=id).first()
    if row is None:
        raise NotHere("There is no such pair of pupils here.")
    return row


def _note(by: Actor, now: datetime, row: models.PupilJoin, verb: str) -> None:
    """Write in the journal what was done with a pair, by its id, which leads nowhere when its pupils are erased."""
    journal.record(by=by, now=now, room="pupils", verb=verb, kind="pupil_join", object_id=row.id.hex)


def _value(row: models.PupilJoin) -> Join:
    return Join(
        row.id,
        row.kept,
        row.given_up,
        JoinState(row.state),
        row.told_in,
        row.told_by,
        row.told_at,
        row.reason,
        frozenset(UUID(hex=each) for each in row.laid),
        row.decided_by,
        row.decided_at,
        row.undone_by,
        row.undone_at,
    )
