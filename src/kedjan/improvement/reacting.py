"""Saying what one thinks of conclusions that lie before one (C21): as one who was asked, while they can be answered."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from kedjan.access.service import Actor, Changed, NotHere, NotYours, ProviderScope, Refused, Right, decide
from kedjan.improvement import models, rules
from kedjan.improvement.circle import GONE, now_of, row_of
from kedjan.improvement.reaction_values import OwnReaction, Reaction, Relevance, Stance
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection

LONGEST = 4_000
SOMEBODY = UUID(int=0)
"""Stands in the journal for whoever reacts; its sentences name nobody (decision 0013)."""
OVER = rules.noop("The time to say what you think of it is over, and it can no longer be changed.")


@transaction.atomic
def react(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    stance: Stance,
    relevance: Relevance | None = None,
    comment: str = "",
) -> None:
    """Say whether a conclusion holds and matters at one's unit, or change that; `seen` is 0 where one has not yet.

    For those who were asked, while it can be answered. To say what stands there already changes nothing, so that what
    was sent twice is said once. The journal says that somebody did, and not who.
    """
    row, of = _open_row(by, now, id)
    words = comment.replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(words), most=LONGEST)
    fields = {
        "stance": stance.value,
        "relevance": relevance.value if relevance else "",
        "comment": words,
        "day": people.day_of(now),
    }
    mine = models.Reaction.objects.filter(conclusion=row, occasion=row.occasion_id, account_id=by.account)
    again = mine.filter(version=seen)
    if not (again.update(version=F("version") + 1, **fields) if seen else _first(by, row, of, fields)):
        current = mine.first()
        if current and all(getattr(current, name) == each for name, each in fields.items()):
            return
        raise Changed(by=people.shown_name(by=by, id=by.account), at=None, current=reaction_value(current))
    _tell(by, now, row, "changed_reaction" if seen else "reacted")


@transaction.atomic
def take_back_reaction(*, by: Actor, now: datetime, id: UUID, seen: int) -> None:
    """Take back what one said of a conclusion while it can be answered; nothing is kept of it. Done twice is once.

    Changed where one has said something else from another page since the version `seen`.
    """
    row, _of = _open_row(by, now, id)
    mine = models.Reaction.objects.filter(conclusion=row, occasion=row.occasion_id, account_id=by.account)
    if mine.filter(version=seen).delete()[0]:
        _tell(by, now, row, "took_back_reaction")
        return
    current = mine.first()
    if current is not None:
        raise Changed(by=people.shown_name(by=by, id=by.account), at=None, current=reaction_value(current))


def own_reactions(*, by: Actor) -> tuple[OwnReaction, ...]:
    """Return everything the actor has said of conclusions. Nobody else's can be asked for."""
    rows = models.Reaction.objects.filter(provider_id=by.provider, account_id=by.account)
    rows = rows.select_related("conclusion__analysis").order_by("day", "id")
    texts = {
        (each.conclusion_id, each.number): each.text
        for each in models.Wording.objects.filter(conclusion__in=[row.conclusion_id for row in rows])
    }
    return tuple(
        OwnReaction(
            row.conclusion.analysis.title,
            texts.get((row.conclusion_id, row.conclusion.fed_wording or row.conclusion.wording), ""),
            row.stance,
            row.relevance,
            row.comment,
            row.day,
            row.answer,
        )
        for row in rows
    )


def mine_of(by: Actor, conclusions: Collection[UUID]) -> dict[UUID, Reaction]:
    """Return what the actor has said of conclusions the last time that each was fed back."""
    rows = models.Reaction.objects.filter(account_id=by.account, conclusion__in=set(conclusions))
    rows = rows.filter(occasion=F("conclusion__occasion"))
    return {row.conclusion_id: reaction for row in rows if (reaction := reaction_value(row))}


def reaction_value(row: models.Reaction | None) -> Reaction | None:
    """Return a stored reaction as it crosses the door to the one who made it."""
    if row is None:
        return None
    relevance = Relevance(row.relevance) if row.relevance else None
    return Reaction(Stance(row.stance), relevance, row.comment, row.version, row.answer)


def _first(by: Actor, row: models.Conclusion, of: UUID, fields: Mapping[str, Any]) -> bool:
    given = {"provider_id": by.provider, "occasion": row.occasion, "round_id": of, "account_id": by.account, **fields}
    try:
        with transaction.atomic():
            models.Reaction.objects.create(id=uuid4(), conclusion=row, **given)
    except IntegrityError:
        return False
    return True


def _open_row(by: Actor, now: datetime, id: UUID) -> tuple[models.Conclusion, UUID]:
    """Return a conclusion that can be answered, and the round in which the actor was asked."""
    row = row_of(by, id)
    belonging = reflection.belonging(by=by, analysis=row.analysis_id)
    own = [each.id for each in reflection.own_rounds(by=by, now=now) if each.id in belonging.rounds]
    found = now_of(row)
    if not own:
        raise NotYours(decide(by, Right.ANSWER_ASSIGNMENTS, on=ProviderScope(by.provider)))
    if found.occasion is None or found.state.value == "preliminary":
        raise NotHere(GONE)
    if not rules.is_open(found, people.day_of(now)):
        raise Refused(OVER)
    return row, own[0]


def _tell(by: Actor, now: datetime, row: models.Conclusion, verb: str) -> None:
    journal.record(
        by=Actor(SOMEBODY, by.provider, ""),
        now=now,
        room="improvement",
        verb=verb,
        kind="situation_analysis",
        object_id=row.analysis_id.hex,
    )
