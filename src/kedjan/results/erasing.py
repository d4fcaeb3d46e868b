"""A pupil erased from everything counted, and pupils of whom nothing is kept any more removed from the register."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.facts import service as facts
from kedjan.journal import service as journal
from kedjan.privacy.service import Over
from kedjan.pupils import service as pupils
from kedjan.results import models
from kedjan.results.ports import house

ROOM = "results"
LONGEST_REASON = 300


def erasures_asked(*, by: Actor) -> int:
    """Return how many of the provider's pupils have been erased. Refuses while one of them is being so.

    Whoever puts results in place asks before and, holding the register, after: who is erased between is in them.
    """
    rows = models.PupilErasure.objects.filter(provider_id=by.provider)
    if rows.filter(done_at=None).exists():
        raise Refused("A pupil is being erased. Try again in a while.")
    return rows.count()


def erase_pupil(*, by: Actor, now: datetime, number: str, reason: str) -> None:
    """Erase a pupil from every data set and from the register, for a stated reason.

    Asked for first and done then: what is interrupted is finished by the scheduler. Journalled without the number.
    Of a pupil who was two both are erased, by the ids of both: a backup from before they were joined knows them so.
    """
    require(decide(by, Right.TAKE_IN_RESULTS, on=ProviderScope(by.provider)))
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise Refused("Say why, in at most %(most)s characters.", most=LONGEST_REASON)
    named = pupils.named(number.strip())
    keys = pupils.keys_of(by=by, numbers={named.number}) if named else {}
    if not keys:
        raise NotHere("No pupil here has that number.")
    with transaction.atomic():
        pupils.held(by=by)
        keys = pupils.keys_of(by=by, numbers=keys)
        every = [
            *pupils.ids_of(by=by, keys=set(keys.values())).values(),
            *pupils.given_up_ids(by=by, keys=keys.values()),
        ]
        for pupil in every:
            models.PupilErasure.objects.get_or_create(
                provider_id=by.provider, pupil=pupil, defaults={"reason": said, "asked_by": by.account, "asked_at": now}
            )
            journal.record(by=by, now=now, room=ROOM, verb="erase_pupil", kind="pupil", object_id=pupil.hex)
    finish_erasures(by=by, now=now)


def finish_erasures(*, by: Actor, now: datetime) -> int:
    """Erase the provider's pupils of whom that was asked and who are still, or again, here; return how many.

    Asked at every start and after a restore. Erasures that only the rows know of are put on the list beside them.
    """
    done, rows = 0, list(models.PupilErasure.objects.filter(provider_id=by.provider))
    here = {row.pupil: pupils.keys_of_ids(by=by, ids=[row.pupil]) for row in rows}
    for row in rows:  # before any of them is erased: of a pupil who was two both are on the list then
        if here[row.pupil] or row.done_at is None:
            house().note(by.provider, row.pupil)
    for row in rows:
        keys = here[row.pupil] and pupils.keys_of_ids(by=by, ids=[row.pupil])
        if keys:
            row.data_sets += _erase(by, now, keys)
            done += 1
        if keys or row.done_at is None:
            row.done_at = now
            row.save(update_fields=["data_sets", "done_at"])
    return done


def erase_again(*, by: Actor, now: datetime, ids: Collection[UUID]) -> int:
    """Erase pupils by id who are back with a backup made before they were erased; return how many. For the house."""
    keys = pupils.keys_of_ids(by=by, ids=ids)
    if keys:
        _erase(by, now, keys)
    return len(keys)


def _erase(by: Actor, now: datetime, keys: Collection[int]) -> int:
    """Erase pupils by all their keys, and return from how many data sets.

    What was laid out while they were joined with somebody, which has been undone since, loses that pupil too: which of
    its rows are whose cannot be told there any more. What counts now is laid out anew, and loses nothing of others.
    """
    house().forget(by=by, now=now, numbers=pupils.names_of(by=by, keys=keys), keys=keys)
    once = pupils.once_laid_under(by=by, keys=keys)
    touched = facts.erase_pupils(by=by, now=now, keys=keys)
    touched += facts.erase_pupils(by=by, now=now, keys=set(once.values()), laid_by=once) if once else 0
    pupils.remove(by=by, now=now, keys=keys)
    return touched


def over(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Return how many pupils are in the register of whom nothing is kept; nothing is changed."""
    rows = pupils.remove_others(by=by, keys=facts.keys_kept(by=by), before=_a_day_before(now), count_only=True)
    return (Over("pupils", noop("pupils of whom no results are kept"), rows),) if rows else ()


def dispose(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Remove from the register the pupils of whom nothing is kept any more. Done after `facts` has disposed."""
    rows = pupils.remove_others(by=by, keys=facts.keys_kept(by=by), before=_a_day_before(now))
    return (Over("pupils", noop("pupils of whom no results are kept"), rows),) if rows else ()


def _a_day_before(now: datetime) -> datetime:
    """Pupils registered today may belong to a file that is just being put in place."""
    return now - timedelta(days=1)
