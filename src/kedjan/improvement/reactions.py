"""What all said of a conclusion when the time was over, by group; what is to be read and answered before settling."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from kedjan.access.service import Actor, CircleScope, NotYours, Refused, Right, decide
from kedjan.improvement import models, rules
from kedjan.improvement.circle import row_of, row_to_write
from kedjan.improvement.feeding import still_open
from kedjan.improvement.reaction_rules import Group, told_apart
from kedjan.improvement.reaction_values import (
    DISAGREES,
    Disagreement,
    Disagreements,
    GroupReactions,
    Reactions,
    Relevance,
    Stance,
)
from kedjan.improvement.values import Conclusion
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_statistics import uncertainty
from kedjan_statistics.figure import Figure, Hidden, Value, count

ANSWERED = Kind.REACTION_ANSWERED
FEW = Hidden("few_persons")
LONGEST = 4_000


def reactions_in(by: Actor, now: datetime, conclusions: Sequence[Conclusion]) -> dict[UUID, Reactions]:
    """Return what was said of conclusions of one analysis the last time that each was fed back.

    Those that were not, or that can still be answered, are left out: two looks with one answer between them would tell
    that one. A reader who leads some of those asked is told of the others alone: beside what those who did not agree
    say one by one, a number of all would tell what one's own staff said.
    """
    closed = {each.id: each for each in conclusions if each.occasion is not None and not still_open(each, now)}
    if not closed:
        return {}
    said: dict[UUID, list[models.Reaction]] = {each: [] for each in closed}
    for row in models.Reaction.objects.filter(conclusion__in=closed, occasion=F("conclusion__occasion")):
        said[row.conclusion_id].append(row)
    of = reflection.belonging(by=by, analysis=next(iter(closed.values())).analysis)
    asked = reflection.asked_in(by=by, rounds=of.rounds)
    led = _led(by) if of.reads else frozenset()
    return {each: _together(rows, asked, led) for each, rows in said.items()}


def _together(
    every: Sequence[models.Reaction],
    asked: Mapping[UUID, Mapping[UUID, tuple[str, ...]]],
    led: Collection[UUID] = frozenset(),
) -> Reactions:
    """Return what all said but those who are `led`, whose answers are in no number."""
    rows = [row for row in every if row.account_id not in led]
    among = {account for places in asked.values() for account in places} | {row.account_id for row in every}
    everybody, withheld = among - set(led), bool(among & set(led))
    if len(rows) < rules.FEWEST:
        hidden: Value = FEW if every else count(0)
        none = dict.fromkeys(Stance, hidden)
        few = dict.fromkeys(Relevance, hidden)
        return Reactions(len(everybody), hidden, none, few, hidden, None, None, (), withheld)
    holds = sum(row.stance == Stance.TRUE for row in rows)
    low, high = uncertainty.wilson(holds, len(rows))
    places = {row.account_id: asked.get(row.round_id, {}).get(row.account_id, ()) for row in rows}
    return Reactions(
        asked=len(everybody),
        reacted=count(len(rows)),
        stances=_stances(rows),
        relevance=_relevance(rows),
        holds=Figure(holds, len(rows), "share"),
        low=low,
        high=high,
        groups=_groups({row.account_id: row for row in rows}, places),
        withheld=withheld,
    )


def disagreements(*, by: Actor, now: datetime, id: UUID) -> Disagreements:
    """Return what is to be read and answered of a conclusion, to the readers of the rounds; when its time is over.

    Those whom the reader leads are left out, and answered by another reader; how many they are, or whether there are
    any, is not told. The reading is journalled.
    """
    row = row_of(by, id)
    of = _require_reader(by, row)
    if row.occasion is None or row.occasion.closes_on >= people.day_of(now):
        return Disagreements((), 0, withheld=False)
    led = _led(by)
    mine = [each for each in _to_answer(row) if each.account_id not in led]
    persons = {each.account_id for each in mine}
    journal.record_reading(by=by, now=now, kind="conclusion", object_id=id.hex, persons=persons)
    mine.sort(key=lambda each: _shuffled(each.id))
    return Disagreements(
        tuple(Disagreement(each.id, Stance(each.stance), each.comment, each.answer) for each in mine),
        sum(not each.answer for each in mine),
        bool(led) and _any_asked(by, of, led),
    )


@transaction.atomic
def answer_disagreements(*, by: Actor, now: datetime, id: UUID, reactions: Collection[UUID], text: str) -> int:
    """Answer some of those who did not agree, in the same words, and tell each of them once; return how many.

    For readers of the rounds, when the time is over and before it is decided. One that has been answered keeps its
    answer: whoever wrote it has been told.
    """
    row = row_to_write(by, id)
    _require_reader(by, row)
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused("Write an answer. Whoever disagrees wants to know that somebody has read it.")
    if len(words) > LONGEST:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(words), most=LONGEST)
    if row.occasion is None or row.occasion.closes_on >= people.day_of(now):
        raise Refused("Wait until the last day has passed: until then an answer can be changed.")
    led = _led(by)
    chosen = [each for each in _to_answer(row) if each.id in set(reactions) and each.account_id not in led]
    told = 0
    for each in chosen:
        rows = models.Reaction.objects.filter(id=each.id, answer="")
        if rows.update(answer=words, answered_by=by.account, answered_at=now):
            told += 1
            _tell(by, now, row, each)
    if told:
        details = {"conclusion": row.id.hex, "number": told}
        journal.record(
            by=by, now=now, room="improvement", verb="answered_reactions", kind="situation_analysis",
            object_id=row.analysis_id.hex, details=details,
        )  # fmt: skip
    return told


def unanswered(found: Conclusion) -> int:
    """Return how many of those who did not agree wait for an answer."""
    if found.occasion is None:
        return 0
    rows = models.Reaction.objects.filter(conclusion_id=found.id, occasion_id=found.occasion, answer="")
    return rows.filter(stance__in=[each.value for each in DISAGREES]).count()


def _tell(by: Actor, now: datetime, row: models.Conclusion, each: models.Reaction) -> None:
    open_accounts = people.recipients(provider=by.provider, ids=[each.account_id])
    if each.account_id in open_accounts:
        notices.send_once(
            by=by, now=now, event_key=f"{ANSWERED} {each.id.hex}", account=each.account_id, kind=ANSWERED,
            values={"analysis": row.analysis_id.hex},
        )  # fmt: skip


def _to_answer(row: models.Conclusion) -> list[models.Reaction]:
    """Return who did not agree, and who agreed in part and wrote something."""
    rows = models.Reaction.objects.filter(conclusion=row, occasion=row.occasion)
    return [each for each in rows if each.stance in DISAGREES or (each.stance == Stance.PARTLY and each.comment)]


def _require_reader(by: Actor, row: models.Conclusion) -> reflection.Belonging:
    of = reflection.belonging(by=by, analysis=row.analysis_id)
    if not of.reads:
        raise NotYours(decide(by, Right.READ_REFLECTIONS, on=CircleScope(by.provider, frozenset(), of.title)))
    return of


def _any_asked(by: Actor, of: reflection.Belonging, led: Collection[UUID]) -> bool:
    asked = reflection.asked_in(by=by, rounds=of.rounds)
    return any(account in led for places in asked.values() for account in places)


def _led(by: Actor) -> frozenset[UUID]:
    return people.led_by(by=by) if people.is_manager(by=by) else frozenset()


def _groups(rows: Mapping[UUID, models.Reaction], places: Mapping[UUID, tuple[str, ...]]) -> tuple[GroupReactions, ...]:
    said = {account: (row.stance, row.relevance or None) for account, row in rows.items()}
    groups = told_apart([Group(each.parts, each.persons) for each in reflection.groups_of(places=places)], said)
    return tuple(
        GroupReactions(
            group.parts,
            len(group.persons),
            _stances([rows[each] for each in group.persons]),
            _relevance([rows[each] for each in group.persons]),
        )
        for group in groups
    )


def _stances(rows: Collection[models.Reaction]) -> dict[Stance, Value]:
    return {each: count(sum(row.stance == each for row in rows)) for each in Stance}


def _relevance(rows: Collection[models.Reaction]) -> dict[Relevance, Value]:
    return {each: count(sum(row.relevance == each for row in rows)) for each in Relevance}


def _shuffled(id: UUID) -> str:
    return salted_hmac("kedjan.improvement.reactions", id.hex, algorithm="sha256").hexdigest()
