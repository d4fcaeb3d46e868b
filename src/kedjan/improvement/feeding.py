"""Feeding back: conclusions are laid before all who were asked in the rounds of the analysis, and taken back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.improvement import models, rules
from kedjan.improvement.circle import GONE, noted, now_of, record, row_to_lead, take, to_lead
from kedjan.improvement.values import Conclusion, State
from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan.reflection import service as reflection

FED_BACK, DECIDED = Kind.CONCLUSIONS_FED_BACK, Kind.CONCLUSION_DECIDED
"""Kinds of notices to those who were asked."""
LONGEST = timedelta(days=92)


@transaction.atomic
def feed_back(
    *, by: Actor, now: datetime, key: UUID, analysis: UUID, conclusions: Mapping[UUID, int], closes_on: date
) -> int:
    """Lay preliminary conclusions, each as it stands at the version it was seen in, before all who were asked.

    They are told so, once. Changed, with the one that it is, where somebody has worded or changed one meanwhile.
    They can be read and answered until `closes_on`, from tomorrow to within three months. Return how many there are.
    For those who lead rounds; the same key twice is once. Refused without anybody to lay them before.
    """
    of, today = to_lead(by, analysis), people.day_of(now)
    there = models.Occasion.objects.filter(id=key).first()
    if there is not None:
        if (there.provider_id, there.analysis_id) != (by.provider, analysis):
            raise NotHere(GONE)
        return there.conclusions.count()
    if not conclusions:
        raise Refused("Choose at least one conclusion.")
    if not today < closes_on <= today + LONGEST:
        raise Refused("The last day lies ahead, within three months.")
    if not accounts_asked(by, of):
        raise Refused("Nobody has been asked in a round of this analysis, so there is nobody to feed back to.")
    models.Occasion.objects.create(
        id=key, provider_id=by.provider, analysis_id=analysis, closes_on=closes_on, by=by.account, at=now
    )
    for each, seen in conclusions.items():
        row = row_to_lead(by, each)
        if row.analysis_id != analysis:
            raise NotHere(GONE)
        if row.state != State.PRELIMINARY:
            raise Refused("Only a preliminary conclusion can be fed back.")
        take(by, now, row, seen, state=State.FED_BACK.value, occasion_id=key, fed_wording=row.wording)
    noted(by, now, analysis, "fed_back", occasion=key.hex, number=len(conclusions))
    tell_asked(by, now, of, FED_BACK, key)
    return len(conclusions)


@transaction.atomic
def take_back(*, by: Actor, now: datetime, id: UUID, seen: int) -> Conclusion:
    """Take a conclusion back from those who were asked, to be written on; it is then preliminary again."""
    row = row_to_lead(by, id)
    if row.state != State.FED_BACK:
        raise Refused("It has not been fed back, so there is nothing to take back.")
    take(by, now, row, seen, state=State.PRELIMINARY.value)
    record(by, now, row, "took_back_conclusion")
    return now_of(row)


def accounts_asked(by: Actor, of: reflection.Belonging) -> frozenset[UUID]:
    """Return all who were asked in the rounds of an analysis and still have an open account."""
    asked = reflection.asked_in(by=by, rounds=of.rounds)
    everybody = {account for places in asked.values() for account in places}
    return frozenset(everybody & set(people.recipients(provider=by.provider, ids=everybody)))


def tell_asked(by: Actor, now: datetime, of: reflection.Belonging, kind: Kind, event: UUID) -> int:
    """Put a notice in the outbox of each who was asked, once for the event; return for how many it is new."""
    asked, values = accounts_asked(by, of), {"analysis": of.analysis.hex}
    return notices.send_to_many(
        by=by, now=now, event_key=f"{kind} {event.hex}", accounts=asked, kind=kind, values=values
    )


def still_open(conclusion: Conclusion, now: datetime) -> bool:
    """Return whether those who were asked can still say what they think of it."""
    return rules.is_open(conclusion, people.day_of(now))
