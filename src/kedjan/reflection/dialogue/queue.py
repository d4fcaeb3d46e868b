"""The reading queue: what waits to be read and answered in a round, shared by its readers."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from kedjan.access.service import PAGE, Actor, NotHere, Slice
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import not_by_own_staff_in, round_to_read, there_now, withholds
from kedjan.reflection.dialogue.values import Queue, QueueLine, ReceptionState, Waiting, Want
from kedjan.reflection.ledger import tags_in
from kedjan.reflection.tag_sets import tag_set_of

TAKEN_FOR = timedelta(minutes=30)
"""So long a reflection is somebody's who has begun to answer it; afterwards it is everybody's again."""

ALL_OF_THEM = 10_000_000
WAITS = ("unread", "read")
HAS_BEEN_ANSWERED = ("answered", "done")


def queue(*, by: Actor, now: datetime, round: UUID, want: Want = Want.WAITING, page: int = 1) -> Queue:
    """Return a part of a round's queue to one of its readers, the oldest first, without texts.

    Reflections whose writer has no account are not in it: nobody would get the answer. Nor are those by staff whom the
    reader leads, unless the round declared that before anybody wrote (C07).
    """
    row = round_to_read(by, round)
    rows = in_queue(by, row)
    counts = _counts(by, now, rows)
    wanted = rows.filter(part(by, now, want))
    start = (max(page, 1) - 1) * PAGE
    shown = list(
        wanted.select_related("assignment").defer("text", "folded", "lemmas").order_by(*ORDER)[start : start + PAGE]
    )
    following = page + 1 if start + PAGE < counts[want] else None
    lines = tuple(_lines(by, now, row, shown))
    return Queue(Slice(lines, counts[want], following), counts, withholds(by, row))


def next_in_queue(*, by: Actor, now: datetime, round: UUID, after: UUID | None = None) -> UUID | None:
    """Return the reflection that waits after another one, beginning again at the oldest; None when nothing waits."""
    row = round_to_read(by, round)
    waiting = [
        each.loop for each in in_queue(by, row).filter(part(by, now, Want.WAITING)).only("loop").order_by(*ORDER)
    ]
    others = [loop for loop in waiting if loop != after]
    if after in waiting:
        return next(iter(waiting[waiting.index(after) + 1 :]), next(iter(others), None))
    return next(iter(others), None)


ORDER = ("answered_on", "assignment__position", "loop")


def in_queue(by: Actor, row: models.Round) -> QuerySet[models.Loop]:
    """Return the reflections that `by` can talk with somebody about, with where each stands."""
    received = models.Reception.objects.filter(loop=OuterRef("loop"))
    return models.Loop.objects.filter(there_now(row), _to_answer(by, [row])).annotate(
        state=Coalesce(Subquery(received.values("state")[:1]), Value("unread")),
        flagged=Coalesce(Subquery(received.values("flagged")[:1]), Value(value=False)),
        taken_by=Subquery(received.values("taken_by")[:1], output_field=UUIDField()),
        taken_at=Subquery(received.values("taken_at")[:1]),
    )


def _to_answer(by: Actor, rows: Sequence[models.Round]) -> Q:
    """Return the condition on reflections whose writer would get an answer of `by`, and is another than `by`."""
    written = Q(respondent__account__isnull=False) & ~Q(respondent__account_id=by.account)
    return written & not_by_own_staff_in(by, rows)


def _waits(by: Actor, now: datetime) -> Q:
    """Return the condition on what nobody has answered or put aside, and no other reader is at."""
    free = Q(taken_by=None) | Q(taken_by=by.account) | Q(taken_at__lte=now - TAKEN_FOR)
    return Q(state__in=WAITS) & free


def part(by: Actor, now: datetime, want: Want) -> Q:
    """Return the condition of a part of the queue."""
    return {
        Want.WAITING: _waits(by, now),
        Want.UNREAD: Q(state="unread"),
        Want.FLAGGED: Q(flagged=True),
        Want.ASKED: Q(state="asked"),
        Want.ANSWERED: Q(state__in=HAS_BEEN_ANSWERED),
        Want.ALL: Q(),
    }[want]


def held_by(by: Actor, now: datetime, taken_by: UUID | None, taken_at: datetime | None) -> UUID | None:
    """Return who else is at a reflection right now."""
    if taken_by is None or taken_by == by.account or taken_at is None or taken_at <= now - TAKEN_FOR:
        return None
    return taken_by


def _counts(by: Actor, now: datetime, rows: QuerySet[models.Loop]) -> dict[Want, int]:
    parts = {f"in_{want.value}": Count("id", filter=part(by, now, want)) for want in Want if want is not Want.ALL}
    found = rows.aggregate(in_all=Count("id"), **parts)
    return {want: found[f"in_{want.value}"] for want in Want}


def _lines(by: Actor, now: datetime, row: models.Round, shown: Iterable[models.Loop]) -> Iterable[QueueLine]:
    shown = list(shown)
    names = tag_set_of(row).names
    said = {
        each["loop"]: (each["all"], each["new"])
        for each in models.Message.objects.filter(loop__in=[one.loop for one in shown], withdrawn_at=None)
        .values("loop")
        .annotate(all=Count("id"), new=Count("id", filter=Q(from_writer=True, seen_at=None)))
    }
    for each in shown:
        heading = each.assignment.heading
        messages, unseen = said.get(each.loop, (0, 0))
        yield QueueLine(
            loop=each.loop,
            assignment=each.assignment.code,
            heading="" if heading == each.assignment.code else heading,
            answered_on=each.answered_on,
            tags=tags_in(each.mask, names),
            emotion=each.emotion,
            state=ReceptionState(each.state),  # type: ignore[attr-defined]  # annotated by in_queue
            flagged=each.flagged,  # type: ignore[attr-defined]  # as above
            taken_by=held_by(by, now, each.taken_by, each.taken_at),  # type: ignore[attr-defined]  # as above
            messages=messages,
            unseen=unseen,
        )


def waiting_counts(*, by: Actor, now: datetime, most: int) -> dict[UUID, Waiting]:
    """Return, for the rounds answered here that `by` reads, how many reflections wait, counted up to `most`.

    Whether it is one thousand or a hundred thousand is not worth counting through them all for a start page.
    """
    mine = models.Round.objects.filter(provider_id=by.provider, readers__account_id=by.account)
    rows = list(mine.filter(Exists(_answered_here())).only("title", "revision", "managers_read"))
    if not rows:
        return {}
    done = models.Reception.objects.filter(~_waits(by, now), loop=OuterRef("loop"))
    loops = models.Loop.objects.filter(there_in_round(), _to_answer(by, rows), ~Exists(done))
    counted = models.Round.objects.filter(id__in=[row.id for row in rows]).values_list("id")
    waiting = dict(counted.annotate(waiting=CountOf(loops.order_by().values("id")[: most + 1])))
    return {
        row.id: Waiting(row.title, min(waiting[row.id], most), waiting[row.id] > most)
        for row in rows
        if waiting.get(row.id)
    }


class CountOf(Subquery):
    """How many rows a question within another finds; one that asks for so many at most stops there."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def there_in_round() -> Q:
    """Return the condition on loops that are there now, within a question about their round."""
    there = Q(until=None) | Q(until__gt=OuterRef("revision"))
    return Q(round_id=OuterRef("id"), since__lte=OuterRef("revision")) & there


def _answered_here() -> QuerySet[models.Assignment]:
    return models.Assignment.objects.filter(round=OuterRef("id"), state__in=["published", "paused"])


def tell_readers(*, by: Actor, now: datetime) -> int:
    """Put it in the week's digest of each reader that reflections wait, once a week and round; return how many.

    For the house's own daily work, by an actor of the provider.
    """
    year, week, _ = now.isocalendar()
    named = models.RoundReader.objects.filter(
        provider_id=by.provider, round__assignments__state__in=["published", "paused"]
    )
    told = 0
    for account in named.values_list("account_id", flat=True).distinct():
        try:
            reader = people.actor_of(account=account, now=now)
        except NotHere:
            continue
        for waits, waiting in waiting_counts(by=reader, now=now, most=ALL_OF_THEM).items():
            event = f"to_read:{waits.hex}:{year}-{week}"
            values = {"reflections": waiting.reflections}
            told += notices.send_once(
                by=by, now=now, event_key=event, account=account, kind=notices.Kind.TO_READ, values=values
            )
    return told
