"""Deciding on a conclusion: settled as it was fed back or in other words, struck, or taken up again."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.evidence.service import State as Cited
from kedjan.improvement import models, rules
from kedjan.improvement.circle import (
    changed_meanwhile,
    now_of,
    record,
    row_to_lead,
    supports_of,
    take,
    to_lead,
)
from kedjan.improvement.feeding import DECIDED, still_open, tell_asked
from kedjan.improvement.reactions import unanswered
from kedjan.improvement.values import Conclusion, Obstacle, Ruling
from kedjan.improvement.writing import no_strength_of
from kedjan.people import service as people

LONGEST_MOTIVE = 4_000


@transaction.atomic
def settle(*, by: Actor, now: datetime, id: UUID, seen: int, motive: str) -> Conclusion:
    """Settle a conclusion as it stands at its version `seen`, with a motive, and tell all who were asked, once.

    What was fed back word for word is kept, anything else is a change. All in one transaction. Refused with something
    in the way (see `obstacles`), twice, and, as Changed, when anything of it has been changed since.
    """
    row = _seen(by, id, seen)
    found = now_of(row)
    if found.decided:
        raise Refused("It has been decided on already.")
    in_the_way = obstacles_of(by, now, found, reads=to_lead(by, row.analysis_id).reads_all)
    if in_the_way:
        raise Refused(in_the_way[0].message, **in_the_way[0].values)
    return _decide(by, now, row, rules.ruling_on(found), motive)


@transaction.atomic
def strike(*, by: Actor, now: datetime, id: UUID, seen: int, motive: str) -> Conclusion:
    """Strike a conclusion, with a motive; those to whom it was fed back are told. It is kept, and can be taken up."""
    row = _seen(by, id, seen)
    found = now_of(row)
    if found.decided:
        raise Refused("It has been decided on already.")
    if still_open(found, now):
        raise Refused(rules.STILL_OPEN, day=found.closes_on)
    return _decide(by, now, row, Ruling.STRUCK, motive)


@transaction.atomic
def reopen(*, by: Actor, now: datetime, id: UUID, seen: int, motive: str) -> Conclusion:
    """Take up a decided conclusion again, with a motive: it is preliminary, and has to be fed back anew."""
    row = _seen(by, id, seen)
    if not now_of(row).decided:
        raise Refused("It has not been decided on, so it cannot be taken up again.")
    return _decide(by, now, row, Ruling.REOPENED, motive)


def obstacles_of(by: Actor, now: datetime, found: Conclusion, *, reads: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of settling a conclusion, to one who reads every round or does not."""
    supports = [each for each in supports_of(by, found.id) if each.state is not Cited.GONE]
    strong = models.Conclusion.objects.filter(analysis_id=found.analysis, strength=True, removed=False).exclude(
        state="struck"
    )
    return tuple(
        rules.obstacles(
            found,
            people.day_of(now),
            supports=len(supports),
            strength=strong.exists(),
            no_strength=no_strength_of(found.analysis),
            unanswered=unanswered(found),
            counted=reads and not people.is_manager(by=by),
        )
    )


def _decide(by: Actor, now: datetime, row: models.Conclusion, ruling: Ruling, motive: str) -> Conclusion:
    """Keep the decision on a row that is as it was seen, its state after it, and tell those who were asked."""
    why = motive.replace("\x00", "").strip()
    if not why:
        raise Refused("A decision is made with a motive. Those who were asked get to read it.")
    if len(why) > LONGEST_MOTIVE:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(why), most=LONGEST_MOTIVE)
    take(by, now, row, row.version, state=rules.state_after(ruling).value)
    decision = models.Decision.objects.create(
        id=uuid4(),
        provider_id=row.provider_id,
        conclusion=row,
        place=models.Decision.objects.filter(conclusion=row).count() + 1,
        ruling=ruling.value,
        motive=why,
        wording=row.wording,
        fed_back=row.fed_wording,
        by=by.account,
        at=now,
    )
    record(by, now, row, f"{ruling.value}_conclusion", decision=decision.id.hex)
    if row.fed_wording is not None and ruling is not Ruling.REOPENED:
        tell_asked(by, now, to_lead(by, row.analysis_id), DECIDED, decision.id)
    return now_of(row)


def _seen(by: Actor, id: UUID, seen: int) -> models.Conclusion:
    """Return the row, locked, to one who leads rounds; Changed where it is not as it was seen."""
    row = row_to_lead(by, id)
    if row.version != seen:
        raise changed_meanwhile(by, row)
    return row
