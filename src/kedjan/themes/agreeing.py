"""Coding apart, and how far two readers then agree (methods 4.8)."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes.theming import codes_apart
from kedjan.themes.values import Agreed
from kedjan_statistics.agreement import agreement


@transaction.atomic
def set_apart(*, by: Actor, now: datetime, round: UUID, apart: bool) -> None:
    """Let the round's readers code apart, each seeing only their own marks, or together again."""
    reflection.as_reader(by=by, round=round)
    if apart == codes_apart(round):
        return
    if apart:
        models.Apart.objects.create(round_id=round, provider_id=by.provider)
    else:
        models.Apart.objects.filter(round_id=round).delete()
    verb = "coded_apart" if apart else "coded_together"
    journal.record(by=by, now=now, room="themes", verb=verb, kind="round", object_id=round.hex)


def apart(*, by: Actor, round: UUID) -> bool:
    """Return whether the round's readers code apart."""
    reflection.as_reader(by=by, round=round)
    return codes_apart(round)


def other_readers(*, by: Actor, round: UUID) -> tuple[UUID, ...]:
    """Return the other readers who have gone through something in the round."""
    reflection.as_reader(by=by, round=round)
    rows = models.Reading.objects.filter(round_id=round).exclude(reader=by.account)
    return tuple(sorted(set(rows.values_list("reader", flat=True))))


def agreements(*, by: Actor, round: UUID, other: UUID) -> tuple[Agreed, ...]:
    """Return, theme by theme, how far one agrees with another reader on the reflections both have gone through.

    Refused while the readers code apart: the figures are looked at afterwards, so that nobody adapts.
    """
    mine = set(reflection.reading_order(by=by, round=round))
    if codes_apart(round):
        raise Refused("The figures are shown when you no longer code apart.")
    readings = defaultdict(set)
    for loop, reader in models.Reading.objects.filter(round_id=round).values_list("loop", "reader"):
        readings[reader].add(loop)
    if other not in readings:
        raise NotHere("There is no such account here.")
    both = readings[by.account] & readings[other] & mine
    rows = models.Passage.objects.filter(round_id=round, removed=False, theme__retired=False, loop__in=both)
    marked: dict[str, dict[UUID, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for name, reader, loop in rows.values_list("theme__name", "reader", "loop"):
        marked[name][reader].add(loop)
    names = models.Theme.objects.filter(round_id=round, retired=False).order_by("name").values_list("name", flat=True)
    return tuple(
        Agreed(name, agreement((loop in marked[name][by.account], loop in marked[name][other]) for loop in both))
        for name in names
    )
