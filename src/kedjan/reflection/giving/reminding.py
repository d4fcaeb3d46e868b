"""Telling people that they are asked, and once that the time is running out: never those who answered or abstained.

At most two notices per person and round, both in the week's summary.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from kedjan.access.service import Actor, Right, holds_anywhere, require
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.giving.values import Awaited

OPENED, CLOSES = notices.Kind.ASSIGNMENT_OPENED, notices.Kind.ASSIGNMENT_CLOSES
A_WEEK = timedelta(days=7)


def remind(*, by: Actor, now: datetime) -> int:
    """Put in the outbox what the next week's summary should tell of rounds, and return how many notices are new.

    Told is each recipient with something unanswered that is open during the week of the summary; and once more when
    something that opened before it closes during it. Safe to run again: the same is told once.
    """
    require(holds_anywhere(by, Right.LEAD_ROUNDS))
    monday = people.day_of(notices.next_summary(now))
    waiting = _awaited(Q(round__provider_id=by.provider), monday, monday + A_WEEK - timedelta(days=1))
    opened: dict[UUID, set[UUID]] = defaultdict(set)
    closing: dict[UUID, set[UUID]] = defaultdict(set)
    for account, each in waiting:
        opened[each.round].add(account)
        if each.opens_on < monday and each.closes_on < monday + A_WEEK:
            closing[each.round].add(account)
    return sum(
        notices.send_to_many(
            by=by, now=now, event_key=f"{kind} {of.hex}", accounts=accounts, kind=kind, values={"round": of.hex}
        )
        for kind, told in ((OPENED, opened), (CLOSES, closing))
        for of, accounts in told.items()
    )


def awaited(*, account: UUID, day: date) -> tuple[Awaited, ...]:
    """Return what somebody has neither answered nor abstained from that is open during the week from a day on.

    For the letter to them; what closes first comes first.
    """
    asked = models.Recipient.objects.filter(account_id=account, left_on=None).values("round")
    found = _awaited(Q(round__in=asked), day, day + A_WEEK - timedelta(days=1), accounts=[account])
    return tuple(sorted({each for _account, each in found}, key=lambda each: (each.closes_on, each.code)))


def _awaited(where: Q, first: date, last: date, accounts: Collection[UUID] | None = None) -> list[tuple[UUID, Awaited]]:
    """Return who has not answered which assignment that is open some day from `first` to `last`; in four queries."""
    open_then = models.Assignment.objects.filter(where, state="published", opens_on__lte=last, closes_on__gte=first)
    assignments = list(open_then.order_by("id"))
    asked_in = {each.round_id for each in assignments}
    recipients = models.Recipient.objects.filter(round_id__in=asked_in, left_on=None)
    there = Q(until=None) | Q(until__gt=F("round__revision"))
    loops = models.Loop.objects.filter(there, assignment__in=[each.id for each in assignments])
    abstained = models.Abstention.objects.filter(assignment__in=[each.id for each in assignments])
    if accounts is not None:
        recipients = recipients.filter(account_id__in=accounts)
        loops, abstained = loops.filter(respondent__account_id__in=accounts), abstained.filter(account_id__in=accounts)
    done = set(loops.values_list("assignment_id", "respondent__account_id", "service_area_id"))
    left_out = set(abstained.values_list("assignment_id", "account_id"))
    places = list(recipients.values_list("round_id", "account_id", "service_area_id"))
    return [
        (account, Awaited(each.round_id, each.code, each.opens_on, each.closes_on))
        for each in assignments
        if each.opens_on and each.closes_on
        for of, account, area in places
        if of == each.round_id and (each.id, account, area) not in done and (each.id, account) not in left_out
    ]
