"""Who has to do with a situation analysis: those who read its rounds, who lead them, and who were asked in them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kedjan.access.service import Actor, NotHere
from kedjan.reflection import models
from kedjan.reflection.circle import may_lead, may_read
from kedjan.reflection.evaluating.asked import places_in


@dataclass(frozen=True, slots=True)
class Belonging:
    """A situation analysis as one person stands to it.

    `readers` are those of all its rounds; `reads` says that `by` is among them today, `reads_all` that it is so in
    every round, and `leads` that `by` leads rounds.
    """

    analysis: UUID
    title: str
    rounds: tuple[UUID, ...]
    readers: frozenset[UUID]
    reads: bool
    reads_all: bool
    leads: bool


def belonging(*, by: Actor, analysis: UUID) -> Belonging:
    """Return how the actor stands to one situation analysis; NotHere outside the provider."""
    found = _belongings(by, models.SituationAnalysis.objects.filter(provider_id=by.provider, id=analysis))
    if not found:
        raise NotHere("There is no such situation analysis here.")
    return found[0]


def belongings(*, by: Actor, rounds: Collection[UUID] | None = None) -> tuple[Belonging, ...]:
    """Return how the actor stands to every situation analysis, or to those that some rounds belong to."""
    rows = models.SituationAnalysis.objects.filter(provider_id=by.provider)
    if rounds is not None:
        rows = rows.filter(rounds__in=set(rounds)).distinct()
    return _belongings(by, rows)


def asked_in(*, by: Actor, rounds: Collection[UUID]) -> dict[UUID, Mapping[UUID, tuple[str, ...]]]:
    """Return, by round, everybody who was asked in it or has answered, with their service areas in order.

    For the room above, which decides whom they are told to: nobody is named here but by id.
    """
    rows = models.Round.objects.filter(provider_id=by.provider, id__in=set(rounds))
    return {row.id: places_in(row) for row in rows}


def _belongings(by: Actor, rows: Iterable[models.SituationAnalysis]) -> tuple[Belonging, ...]:
    leads = may_lead(by).allowed
    found = rows.prefetch_related("rounds__readers").order_by("title", "id")  # type: ignore[attr-defined]  # a queryset
    return tuple(_value(by, row, leads=leads) for row in found)


def _value(by: Actor, row: models.SituationAnalysis, *, leads: bool) -> Belonging:
    belonging = sorted(row.rounds.all(), key=lambda each: (str(each.opened_on or ""), each.title))
    read = [may_read(by, each).allowed for each in belonging]
    readers = frozenset(reader.account_id for each in belonging for reader in each.readers.all())
    return Belonging(
        row.id, row.title, tuple(each.id for each in belonging), readers, any(read), bool(read) and all(read), leads
    )
