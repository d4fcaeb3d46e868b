"""Taking many texts along at once: all that are asked for, told to those who wrote as one reading."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db.models import Count

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection.circle import not_by_own_staff, round_to_read, there_now, withholds
from kedjan.reflection.counting import Counted, counts_of
from kedjan.reflection.handing import Codes
from kedjan.reflection.reading import ORDER, area_to_show, asked_for, first_read, text_value, with_names
from kedjan.reflection.values import Text, TextsSought
from kedjan.reflection.writing import CHUNK


@dataclass(frozen=True, slots=True)
class TextsTaken:
    """What was asked for of a round as it is at a revision: how many, by how many persons, and each text, read once.

    `emotion` says whether the round asks how it felt; `withheld` as in `TextPage`.
    """

    title: str
    population: str
    revision: int
    emotion: bool
    loops: int
    persons: int
    withheld: bool
    texts: Iterator[Text]


def how_many(*, by: Actor, round: UUID, sought: TextsSought, codes: Codes | None = None) -> int:
    """Return how many reflections are asked for, to the round's readers; refuses what the round does not have."""
    row = round_to_read(by, round)
    return asked_for(by, row, counts_of(row), sought, codes).count()


def take_texts(*, by: Actor, now: datetime, round: UUID, sought: TextsSought, codes: Codes | None = None) -> TextsTaken:
    """Return every reflection asked for, to the round's readers, in the order of `texts`.

    Journalled before the first text is handed out, once for all; the texts are fetched some at a time. One that is
    erased meanwhile is left out.
    """
    row = round_to_read(by, round)
    counts = counts_of(row)
    rows = asked_for(by, row, counts, sought, codes)
    found = rows.aggregate(loops=Count("id"), persons=Count("respondent", distinct=True))
    ids = list(rows.order_by(*ORDER).values_list("id", flat=True))
    _tell(by, now, row, ids)
    return TextsTaken(
        title=row.title,
        population=row.population,
        revision=row.revision,
        emotion=row.emotion,
        loops=found["loops"],
        persons=found["persons"],
        withheld=withholds(by, row),
        texts=_fetched(counts, ids),
    )


def areas_to_show(*, by: Actor, round: UUID, loops: Collection[UUID]) -> dict[UUID, str | None]:
    """Return, of these reflections, those that `by` may read now, each with the area that it may be shown with."""
    row = round_to_read(by, round)
    counts, wanted = counts_of(row), set(loops)
    rows = models.Loop.objects.filter(there_now(row), not_by_own_staff(by, row)).select_related(*WITH)
    found = rows.only("loop", "assignment__code", "respondent__protected", "service_area__name")
    return {each.loop: area_to_show(counts, each) for each in found.iterator(CHUNK) if each.loop in wanted}


WITH = ("assignment", "respondent", "service_area")


def _fetched(counts: Counted, ids: Sequence[int]) -> Iterator[Text]:
    for some in batched(ids, CHUNK):
        for each in with_names(models.Loop.objects.filter(id__in=some).order_by(*ORDER)):
            yield text_value(counts, each)


def _tell(by: Actor, now: datetime, row: models.Round, ids: Sequence[int]) -> None:
    """Write down whose texts are taken, and that those answered here have been read."""
    persons: set[UUID] = set()
    answered_here: list[UUID] = []
    for some in batched(ids, CHUNK):
        rows = models.Loop.objects.filter(id__in=some).values_list("loop", "respondent__account_id", "answered_on")
        for loop, account, day in rows:
            if account:
                persons.add(account)
            if day and account != by.account:
                answered_here.append(loop)
    journal.record_reading(by=by, now=now, kind="round", object_id=row.id.hex, persons=persons)
    for several in batched(answered_here, CHUNK):
        first_read(row, several, now)
