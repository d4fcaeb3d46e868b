"""Taking away a proposal that was put in by mistake, and putting it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.actions import models
from kedjan.actions.circle import GONE, open_row, record, take, to_write, value
from kedjan.actions.values import Proposal


@transaction.atomic
def remove_proposal(*, by: Actor, now: datetime, id: UUID, seen: int) -> Proposal:
    """Take a proposal away as it stands at its version `seen`; it can be put back. For those who word proposals.

    Refused when it has been decided on or merged, while others are merged into it, and while somebody's answer is
    behind it: whoever proposed something gets an answer.
    """
    row = open_row(by, id)
    if models.AnswerSource.objects.filter(proposal=row).exists():
        raise Refused("Somebody has proposed it and is to have an answer. Decide on it, or take away the source first.")
    if models.Proposal.objects.filter(merged_into=row).exists():
        raise Refused("It speaks for others too. Let them stand by themselves first.")
    take(by, now, row, seen, removed=True)
    record(by, now, row, "removed_proposal")
    return value(row)


@transaction.atomic
def put_back_proposal(*, by: Actor, now: datetime, id: UUID, seen: int) -> Proposal:
    """Put back a proposal that was taken away, as it was; one that is there stays as it is."""
    row = models.Proposal.objects.select_for_update(of=("self",)).filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere(GONE)
    to_write(by, row.analysis_id)
    if row.removed:
        take(by, now, row, seen, removed=False)
        record(by, now, row, "put_back_proposal")
    return value(row)
