"""What people proposed in their answers, for the room that gathers proposals: read, counted in persons, answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kedjan.access.service import PAGE, Actor, Slice
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.reflection import models
from kedjan.reflection.circle import kept_apart, may_read, not_by, there_in_each_round, there_now_in
from kedjan.reflection.counting import counts_of
from kedjan.reflection.reading import area_to_show, first_read


class Sight(StrEnum):
    """Where in an answer something is proposed: at short or long sight, or in the reflection itself."""

    SHORT = "short"
    LONG = "long"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one person proposed. Who it was is not here; `area` is None as for a text to read."""

    round: UUID
    round_title: str
    loop: UUID
    heading: str
    area: str | None
    sight: Sight
    text: str


def proposed_in(
    *, by: Actor, now: datetime, rounds: Collection[UUID], words: str = "", page: int = 1
) -> Slice[Proposed]:
    """Return what was proposed at short and long sight in those of the rounds that `by` reads, fifty a page.

    Only what has each of `words`; in no order that tells who wrote. The reading is journalled as that of texts.
    """
    rows = _readable_rounds(by, rounds)
    if not rows:
        return Slice((), 0)
    loops = _loops(by, rows).exclude(action_short="", action_long="").order_by("assignment__position", "loop")
    asked = words.casefold().split()
    found = [
        (row, sight)
        for row, short, long in loops.values_list("id", "action_short", "action_long")
        for sight, text in ((Sight.SHORT, short), (Sight.LONG, long))
        if text and all(word in text.casefold() for word in asked)
    ]
    start = (max(page, 1) - 1) * PAGE
    shown = found[start : start + PAGE]
    there = {each.id: each for each in _with_places(loops.filter(id__in=[row for row, _sight in shown]))}
    _tell(by, now, rows, list(there.values()))
    values = _values(rows, [(there[row], sight) for row, sight in shown])
    return Slice(values, len(found), page + 1 if start + PAGE < len(found) else None)


def proposed_at(*, by: Actor, now: datetime, places: Collection[tuple[UUID, UUID, Sight]]) -> tuple[Proposed, ...]:
    """Return what is said at some places (round, reflection and where in it), those that `by` may read; journalled."""
    rows = _readable_rounds(by, {of for of, _loop, _sight in places})
    if not rows:
        return ()
    loops = _with_places(_loops(by, rows).filter(loop__in={loop for _of, loop, _sight in places}))
    _tell(by, now, rows, loops)
    there = {each.loop: each for each in loops}
    return _values(rows, [(there[loop], sight) for _of, loop, sight in places if loop in there])


def persons_in[K](*, by: Actor, groups: Mapping[K, Collection[UUID]]) -> dict[K, int]:
    """Return how many distinct persons wrote the reflections of each group, in whatever rounds these are.

    Somebody with an account is one person in all rounds. For the room above, which decides who is told how many.
    """
    wanted = {loop for loops in groups.values() for loop in loops}
    if not wanted:
        return dict.fromkeys(groups, 0)
    mine = models.Loop.objects.filter(there_in_each_round(), provider_id=by.provider, loop__in=wanted)
    rows = mine.values_list("loop", "respondent__account_id", "respondent_id")
    wrote = {loop: account or respondent for loop, account, respondent in rows}
    return {key: len({wrote[loop] for loop in loops if loop in wrote}) for key, loops in groups.items()}


def tell_writers(
    *, by: Actor, now: datetime, loops: Collection[UUID], event_key: str, kind: notices.Kind, values: Mapping[str, Any]
) -> int:
    """Put a notice in the outbox of each who wrote some reflections and has an open account; return for how many.

    Whoever tells is not told who they are. For the room above, which has decided that they are to be told.
    """
    rows = models.Loop.objects.filter(
        there_in_each_round(), provider_id=by.provider, loop__in=set(loops), respondent__account__is_active=True
    )
    accounts = frozenset(each for each in rows.values_list("respondent__account_id", flat=True) if each)
    return notices.send_to_many(by=by, now=now, event_key=event_key, accounts=accounts, kind=kind, values=values)


def _readable_rounds(by: Actor, rounds: Collection[UUID]) -> list[models.Round]:
    rows = models.Round.objects.filter(provider_id=by.provider, id__in=set(rounds)).prefetch_related("readers")
    return [row for row in rows if may_read(by, row).allowed]


def _loops(by: Actor, rows: Sequence[models.Round]) -> QuerySet[models.Loop]:
    readable: Q = there_now_in(rows) & not_by(kept_apart(by, rows), rows)
    return models.Loop.objects.filter(readable)


def _with_places(rows: QuerySet[models.Loop]) -> list[models.Loop]:
    return list(rows.select_related("assignment", "respondent", "service_area").defer("folded", "lemmas"))


def _tell(by: Actor, now: datetime, rows: Sequence[models.Round], shown: Sequence[models.Loop]) -> None:
    """Write down whose words are read, by round, and that those answered here have been read."""
    for row in rows:
        here = [each for each in shown if each.round_id == row.id]
        persons = {each.respondent.account_id for each in here if each.respondent.account_id}
        answered = [each.loop for each in here if each.answered_on and each.respondent.account_id != by.account]
        if answered:
            first_read(row, answered, now)
        if here:
            journal.record_reading(by=by, now=now, kind="round", object_id=row.id.hex, persons=persons)


def _values(rows: Sequence[models.Round], found: Sequence[tuple[models.Loop, Sight]]) -> tuple[Proposed, ...]:
    titles = {row.id: row.title for row in rows}
    counts = {row.id: counts_of(row) for row in rows} if found else {}
    return tuple(
        Proposed(
            each.round_id,
            titles[each.round_id],
            each.loop,
            each.assignment.heading,
            area_to_show(counts[each.round_id], each),
            sight,
            {Sight.SHORT: each.action_short, Sight.LONG: each.action_long, Sight.TEXT: each.text}[sight],
        )
        for each, sight in found
    )
