"""Telling those who were asked that a round can be evaluated: once, in a week's summary that has more to tell."""

from datetime import date, datetime
from uuid import UUID

from kedjan.access.service import Actor, Right, holds_anywhere, require
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.evaluating.asked import ends, open_rounds, places_in
from kedjan.reflection.evaluating.rules import stage
from kedjan.reflection.evaluating.values import Stage


def invite_to_evaluate(*, by: Actor, now: datetime) -> int:
    """Put in the outbox that rounds can be evaluated, to those who may and have not; return how many notices are new.

    For the house's own work. Safe to run again: each round is told of once.
    """
    require(holds_anywhere(by, Right.LEAD_ROUNDS))
    told = 0
    for row in open_rounds(by, now):
        done = set(models.Evaluation.objects.filter(round=row).values_list("account_id", flat=True))
        accounts = set(places_in(row)) - done
        open_accounts = people.names_of(by=by, ids=accounts)
        told += notices.send_to_many(
            by=by,
            now=now,
            event_key=f"{notices.Kind.EVALUATION_OPENED} {row.id.hex}",
            accounts=accounts & set(open_accounts),
            kind=notices.Kind.EVALUATION_OPENED,
            values={"round": row.id.hex},
        )
    return told


def awaits_evaluation(*, account: UUID, round: UUID, day: date) -> bool:
    """Return whether somebody could evaluate a round on a day and has not: for the letter to them."""
    row = models.Round.objects.filter(id=round).first()
    if row is None or stage(ends(row), day) is not Stage.OPEN:
        return False
    return not models.Evaluation.objects.filter(round=row, account_id=account).exists()
