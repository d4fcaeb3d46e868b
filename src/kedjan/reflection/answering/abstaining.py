"""Abstaining from an assignment, with a reason, and being left alone about it (C15)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.reflection import models
from kedjan.reflection.answering.asked import own_loops, place
from kedjan.reflection.answering.telling import tell
from kedjan.reflection.answering.values import Reason, Window

OVER = {Window.CLOSED, Window.WITHDRAWN, Window.NOT_ASKED}


@transaction.atomic
def abstain(*, by: Actor, now: datetime, round: UUID, code: str, reason: Reason) -> None:
    """Abstain from an assignment in all service areas where one is asked. Again with another reason changes the reason.

    Refused where one has sent something: take that back first. A draft stays, if one should change one's mind.
    """
    at = place(by, now, round, code)
    if all(at.window(each.service_area_id) in OVER for each in at.recipients):
        raise Refused("There is no need to abstain any longer: the assignment can not be answered.")
    if models.Loop.objects.filter(own_loops(by), assignment=at.assignment).exists():
        raise Refused("You have answered already. Take that back first if you want to abstain.")
    _, begun = models.Abstention.objects.update_or_create(
        assignment=at.assignment,
        account_id=by.account,
        defaults={"provider_id": by.provider, "reason": reason.value, "at": now},
    )
    if begun:
        tell(by, now, at.round, "abstained")


@transaction.atomic
def answer_after_all(*, by: Actor, now: datetime, round: UUID, code: str) -> None:
    """Take back one's abstaining. Taking back what is not there changes nothing."""
    at = place(by, now, round, code)
    taken, _ = models.Abstention.objects.filter(assignment=at.assignment, account_id=by.account).delete()
    if taken:
        tell(by, now, at.round, "took_back_abstaining")
