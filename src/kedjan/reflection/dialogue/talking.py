"""Talking about one reflection: reading it, answering, asking, writing back (C07)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import round_to_read, there_in_each_round
from kedjan.reflection.counting import counts_of
from kedjan.reflection.dialogue.queue import held_by, in_queue
from kedjan.reflection.dialogue.values import News, ReceptionState, Said, Thread
from kedjan.reflection.ledger import tags_in
from kedjan.reflection.reading import area_to_show
from kedjan.reflection.tag_sets import tag_set_of

LONGEST = 5_000
WITH = ("assignment", "respondent", "service_area")


@transaction.atomic
def open_thread(*, by: Actor, now: datetime, round: UUID, loop: UUID) -> Thread:
    """Return a reflection with its messages to one of the round's readers, and take it up if nobody else has.

    The reading is journalled before the answer; from the first one on, the writer talks rather than changes.
    """
    row = round_to_read(by, round)
    found = _to_talk_about(by, row, loop)
    received = _received(row, loop)
    fields: dict[str, Any] = {}
    if received.read_at is None:
        fields["read_at"] = now
    if received.state == ReceptionState.UNREAD:
        fields["state"] = ReceptionState.READ.value
    if held_by(by, now, received.taken_by_id, received.taken_at) is None:
        fields |= {"taken_by_id": by.account, "taken_at": now}
    _set(received, **fields)
    models.Message.objects.filter(loop=loop, from_writer=True, seen_at=None).update(seen_at=now)
    journal.record_reading(by=by, now=now, kind="round", object_id=row.id.hex, persons=_writers([found]))
    return _thread(by, now, found, received)


@transaction.atomic
def answer(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    round: UUID,
    loop: UUID,
    seen: int,
    text: str,
    asks: bool = False,
    no_reply_needed: bool = False,
) -> None:
    """Write to the one who wrote the reflection: an answer, or with `asks` a question. The same key twice is once.

    Raises Changed where anybody has said something since version `seen`. The writer is told in the week's digest.
    """
    row = round_to_read(by, round)
    found = _to_talk_about(by, row, loop)
    if models.Message.objects.filter(id=key, loop=loop, author_id=by.account).exists():
        return
    said = _text(text)
    state = ReceptionState.ASKED if asks else ReceptionState.ANSWERED
    number = _take(by, row, loop, seen, state=state.value, taken_by=None, taken_at=None)
    silent = no_reply_needed and not asks
    _say(by, now, row, number, key=key, loop=loop, text=said, from_writer=False, asks=asks, no_reply_needed=silent)
    journal.record(by=by, now=now, room="reflection", verb="answered", kind="reflection", object_id=loop.hex)
    writer = found.respondent.account_id
    if writer is not None:
        day = now.date().isoformat()
        notices.send_once(
            by=by, now=now, event_key=f"answered:{loop.hex}:{day}", account=writer, kind=notices.Kind.ANSWERED
        )


@transaction.atomic
def close(*, by: Actor, now: datetime, round: UUID, loops: Collection[UUID]) -> int:
    """Say of these reflections that no answer is needed, those already answered aside; return how many that closed.

    They are read by that, so it is said of what one has opened, or of the many at once after having read them.
    """
    row = round_to_read(by, round)
    mine = [each.loop for each in in_queue(by, row).filter(loop__in=set(loops)).only("loop")]
    if set(loops) - set(mine):
        raise NotHere("There is no such reflection here.")
    there = set(models.Reception.objects.filter(loop__in=mine).values_list("loop", flat=True))
    models.Reception.objects.bulk_create(
        models.Reception(provider_id=row.provider_id, round=row, loop=loop) for loop in mine if loop not in there
    )
    waiting = models.Reception.objects.filter(loop__in=mine, state__in=["unread", "read", "asked"])
    waiting.filter(read_at=None).update(read_at=now)
    closed = _closed(waiting)
    if closed:
        journal.record(
            by=by,
            now=now,
            room="reflection",
            verb="closed_reading",
            kind="round",
            object_id=row.id.hex,
            details={"reflections": closed},
        )
    return closed


@transaction.atomic
def flag(*, by: Actor, round: UUID, loop: UUID, flagged: bool) -> None:
    """Flag a reflection for the round's readers, or take the flag away."""
    row = round_to_read(by, round)
    _to_talk_about(by, row, loop)
    _set(_received(row, loop), flagged=flagged)


@transaction.atomic
def let_go(*, by: Actor, round: UUID, loop: UUID) -> None:
    """Leave a reflection that one has taken up to the other readers."""
    row = round_to_read(by, round)
    _to_talk_about(by, row, loop)
    models.Reception.objects.filter(round=row, loop=loop, taken_by_id=by.account).update(taken_by=None, taken_at=None)


@transaction.atomic
def own_thread(*, by: Actor, now: datetime, loop: UUID) -> Thread:
    """Return a reflection of one's own with what has been said about it; what was new is seen by that."""
    found = _own(by, loop)
    models.Message.objects.filter(loop=loop, from_writer=False, seen_at=None).update(seen_at=now)
    received = models.Reception.objects.filter(loop=loop).first()
    return _thread(by, now, found, received, mine=True)


@transaction.atomic
def write_back(*, by: Actor, now: datetime, key: UUID, loop: UUID, text: str, no_reply_needed: bool = False) -> None:
    """Write to the readers about a reflection of one's own. The same key twice is once.

    With `no_reply_needed` nobody is asked for anything; otherwise it waits in the queue again.
    """
    found = _own(by, loop)
    if models.Message.objects.filter(id=key, loop=loop, author_id=by.account).exists():
        return
    said = _text(text)
    state = ReceptionState.ANSWERED if no_reply_needed else ReceptionState.READ
    number = _take(by, found.round, loop, None, state=state.value)
    kind = {"from_writer": True, "asks": False, "no_reply_needed": no_reply_needed}
    _say(by, now, found.round, number, key=key, loop=loop, text=said, **kind)


def own_states(*, by: Actor, loops: Collection[UUID]) -> dict[UUID, tuple[ReceptionState, int]]:
    """Return where each of one's own reflections stands, and how many messages about it one has not seen."""
    own = set(models.Loop.objects.filter(_mine(by), loop__in=set(loops)).values_list("loop", flat=True))
    states = dict(models.Reception.objects.filter(loop__in=own).values_list("loop", "state"))
    unseen: dict[UUID, int] = {}
    for message in models.Message.objects.filter(loop__in=own, from_writer=False, seen_at=None, withdrawn_at=None):
        unseen[message.loop] = unseen.get(message.loop, 0) + 1
    return {loop: (ReceptionState(states.get(loop, "unread")), unseen.get(loop, 0)) for loop in own}


def news_of_mine(*, by: Actor) -> tuple[News, ...]:
    """Return, for each reflection of one's own that was last spoken of by a reader, what one has to see or answer.

    A question stays until it is answered; an answer until it is seen.
    """
    own = models.Loop.objects.filter(_mine(by)).values("loop")
    said = models.Message.objects.filter(loop__in=own, withdrawn_at=None).select_related("round")
    last = {each.loop: each for each in said.order_by("number")}
    return tuple(
        News(each.loop, each.round.title, each.asks, each.at)
        for each in last.values()
        if not each.from_writer and (each.asks or each.seen_at is None)
    )


def _closed(waiting: QuerySet[models.Reception]) -> int:
    return int(waiting.update(state="done", taken_by=None, taken_at=None, version=F("version") + 1))


def _to_talk_about(by: Actor, row: models.Round, loop: UUID) -> models.Loop:
    found = in_queue(by, row).filter(loop=loop).select_related(*WITH).first()
    if found is None:
        raise NotHere("There is no such reflection here.")
    found.round = row
    return found


def _mine(by: Actor) -> Q:
    return there_in_each_round() & Q(provider_id=by.provider, respondent__account_id=by.account)


def _own(by: Actor, loop: UUID) -> models.Loop:
    rows = models.Loop.objects.filter(_mine(by), loop=loop)
    found = rows.select_related(*WITH).first()
    if found is None:
        raise NotHere("There is no such reflection here.")
    return found


def _received(row: models.Round, loop: UUID) -> models.Reception:
    received, _ = models.Reception.objects.get_or_create(
        loop=loop, defaults={"provider_id": row.provider_id, "round": row}
    )
    return received


def _set(received: models.Reception, **fields: Any) -> None:
    """Change where a reflection stands without making anybody's answer outdated."""
    if fields:
        models.Reception.objects.filter(id=received.id).update(**fields)
        received.refresh_from_db()


def _take(by: Actor, row: models.Round, loop: UUID, seen: int | None, **fields: Any) -> int:
    """Make the next version of the talk and return its number; raise Changed where it is not at version `seen`."""
    received = _received(row, loop)
    standing = models.Reception.objects.filter(id=received.id, **({} if seen is None else {"version": seen}))
    if standing.update(version=F("version") + 1, **fields):
        received.refresh_from_db(fields=["version"])
        return received.version
    last = models.Message.objects.filter(loop=loop).exclude(author_id=by.account).order_by("-number").first()
    who = people.shown_name(by=by, id=last.author_id if last else None)
    raise Changed(by=who, at=last.at if last else None, current=received.version)


def _say(by: Actor, now: datetime, row: models.Round, number: int, *, key: UUID, **said: Any) -> None:
    if models.Message.objects.filter(id=key).exists():
        raise Refused("The message has been sent already.")
    models.Message.objects.create(
        id=key,
        provider_id=row.provider_id,
        round=row,
        number=number,
        author_id=by.account,
        at=now,
        **said,
    )


def _text(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise Refused("Write something first.")
    if len(said) > LONGEST:
        raise Refused("The message has %(n)d characters; at most %(most)d fit.", n=len(said), most=LONGEST)
    return said


def _writers(found: list[models.Loop]) -> set[UUID]:
    return {each.respondent.account_id for each in found if each.respondent.account_id}


def _thread(
    by: Actor, now: datetime, found: models.Loop, received: models.Reception | None, *, mine: bool = False
) -> Thread:
    row = found.round
    heading = found.assignment.heading
    said = models.Message.objects.filter(loop=found.loop).order_by("number")
    return Thread(
        round=row.id,
        round_title=row.title,
        loop=found.loop,
        assignment=found.assignment.code,
        heading="" if heading == found.assignment.code else heading,
        area=found.service_area.name if mine else area_to_show(counts_of(row), found),
        answered_on=found.answered_on,
        emotion=found.emotion,
        tags=tags_in(found.mask, tag_set_of(row).names),
        text=found.text,
        action_short=found.action_short,
        action_long=found.action_long,
        state=ReceptionState(received.state if received else "unread"),
        flagged=bool(received and received.flagged and not mine),
        taken_by=held_by(by, now, received.taken_by_id, received.taken_at) if received and not mine else None,
        version=received.version if received else 1,
        messages=tuple(_said(by, each) for each in said),
        writer=None if found.respondent.protected else found.respondent.account_id,
        may_write=True,
    )


def _said(by: Actor, each: models.Message) -> Said:
    return Said(
        each.id,
        each.author_id,
        each.from_writer,
        each.text,
        each.asks,
        each.no_reply_needed,
        each.at,
        each.withdrawn_at,
        each.withdrawn_why,
        each.author_id == by.account,
    )
