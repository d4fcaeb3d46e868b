"""What rooms that read closely ask for: texts by their ids, and how many persons are behind some of them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kedjan.access.service import Actor, NotHere
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import (
    kept_apart,
    not_by_own_staff,
    refuse_others,
    round_to_read,
    there_in_each_round,
    there_now,
    title_to_reader,
)
from kedjan.reflection.counting import counts_of
from kedjan.reflection.reading import tell_reading, text_value, with_names
from kedjan.reflection.values import Text


def as_reader(*, by: Actor, round: UUID) -> str:
    """Return the round's title to one of its readers; NotYours to others, NotHere to other providers."""
    return title_to_reader(by, round)


def as_reader_of(*, by: Actor, rounds: Collection[UUID]) -> None:
    """Refuse one who does not read each of the rounds, as `as_reader`."""
    refuse_others(by, rounds)


def reading_order(*, by: Actor, round: UUID) -> tuple[UUID, ...]:
    """Return the reflections that the reader may read, by assignment and else in no order that tells who wrote."""
    rows = _readable(by, round_to_read(by, round)).order_by("assignment__position", "assignment__code", "loop")
    return tuple(rows.values_list("loop", flat=True))


def texts_of(*, by: Actor, now: datetime, round: UUID, loops: Collection[UUID]) -> dict[UUID, Text]:
    """Return these reflections to a reader of the round, those left out that are gone or not to be read by one.

    The reading is journalled as in `texts`.
    """
    row = round_to_read(by, round)
    if not loops:
        return {}
    rows = with_names(_readable(by, row).filter(loop__in=set(loops)))
    tell_reading(by, now, row, rows)
    counts = counts_of(row)
    return {each.loop: text_value(counts, each) for each in rows}


def note_reading(*, by: Actor, now: datetime, loops: Mapping[UUID, Collection[UUID]]) -> None:
    """Journal that reflections, by round, are read where they are cited, as `texts` does; one entry for each round."""
    for of, wanted in loops.items():
        row = round_to_read(by, of)
        tell_reading(by, now, row, with_names(_readable(by, row).filter(loop__in=set(wanted))))


def kept_from(*, by: Actor, rounds: Collection[UUID]) -> frozenset[UUID]:
    """Return the reflections that rounds keep from `by`, whose own staff wrote them; asks the store for managers."""
    if not people.is_manager(by=by):
        return frozenset()
    rows = list(models.Round.objects.filter(provider_id=by.provider, id__in=set(rounds)))
    theirs = {each for some in kept_apart(by, rows).values() for each in some}
    return frozenset(models.Loop.objects.filter(respondent__in=theirs).values_list("loop", flat=True))


def persons_behind[K](*, by: Actor, round: UUID, groups: Mapping[K, Collection[UUID]]) -> dict[K, int]:
    """Return how many distinct persons wrote the reflections of each group, to a reader of the round."""
    row = round_to_read(by, round)
    wanted = {loop for loops in groups.values() for loop in loops}
    writers = (
        dict(models.Loop.objects.filter(there_now(row), loop__in=wanted).values_list("loop", "respondent_id"))
        if wanted
        else {}
    )
    return {key: len({writers[loop] for loop in loops if loop in writers}) for key, loops in groups.items()}


def can_be_reached(*, by: Actor, round: UUID, loops: Collection[UUID]) -> frozenset[UUID]:
    """Return which of these reflections have a writer with an account, to a reader of the round."""
    rows = _readable(by, round_to_read(by, round)).filter(loop__in=set(loops), respondent__account__is_active=True)
    return frozenset(rows.values_list("loop", flat=True))


def tell_writer(*, by: Actor, now: datetime, round: UUID, loop: UUID, event_key: str, kind: notices.Kind) -> None:
    """Put a notice to the writer of a reflection in the outbox, without saying to the teller who it is."""
    rows = _readable(by, round_to_read(by, round)).filter(loop=loop, respondent__account__is_active=True)
    writer = rows.values_list("respondent__account_id", flat=True).first()
    if writer is None:
        raise NotHere("Nobody with an account wrote this.")
    notices.send_once(by=by, now=now, event_key=event_key, account=writer, kind=kind)


def own_words(*, by: Actor, loops: Collection[UUID]) -> dict[UUID, tuple[int, str]]:
    """Return version and text of those of these reflections that are the actor's own, as they are now."""
    mine = there_in_each_round()
    rows = models.Loop.objects.filter(
        mine, provider_id=by.provider, respondent__account_id=by.account, loop__in=set(loops)
    )
    return {loop: (version, text) for loop, version, text in rows.values_list("loop", "version", "text")}


def text_versions(*, by: Actor, loops: Collection[UUID]) -> dict[UUID, int]:
    """Return which version of its text each of these reflections of the provider has now; gone ones are left out.

    Nothing of what they say: for those who keep words of a version, and must know whether they still are there.
    """
    rows = models.Loop.objects.filter(there_in_each_round(), provider_id=by.provider, loop__in=set(loops))
    return dict(rows.values_list("loop", "version"))


def own_loops(*, by: Actor) -> tuple[UUID, ...]:
    """Return the ids of the actor's own reflections."""
    rows = models.Loop.objects.filter(there_in_each_round(), provider_id=by.provider, respondent__account_id=by.account)
    return tuple(rows.values_list("loop", flat=True))


WITH = ("assignment", "respondent", "service_area")


def _readable(by: Actor, row: models.Round) -> QuerySet[models.Loop]:
    return models.Loop.objects.filter(there_now(row), not_by_own_staff(by, row))
