"""The order of an analysis's conclusions, and taking away one that was made by mistake."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.improvement import models, rules
from kedjan.improvement.circle import GONE, changed_meanwhile, now_of, record, row_to_write, take, to_write
from kedjan.improvement.values import Conclusion, State
from kedjan.people import service as people

SEEN_BY_OTHERS = rules.noop("Others have seen it, or it has been decided on. Strike it instead, with a motive.")
IS_A_CAUSE = rules.noop("It stands in the cause graph. Take it away there first.")


@transaction.atomic
def move_conclusion(*, by: Actor, now: datetime, id: UUID, place: int, steps: int) -> None:
    """Move a conclusion up (-1) or down (1) from the place where it was seen, the first being 1; at an end it stays.

    Done twice is once. Changed where somebody has moved it elsewhere meanwhile. Reports and lists follow the order.
    """
    row = row_to_write(by, id)
    rows = _standing(row.analysis_id)
    before = next(number for number, each in enumerate(rows) if each.id == id)
    after = min(max(place - 1 + steps, 0), len(rows) - 1)
    if before == after:
        return
    if before != place - 1:
        who = people.shown_name(by=by, id=row.changed_by)
        raise Changed(by=who, at=row.changed_at, current=now_of(row))
    rows.insert(after, rows.pop(before))
    _number(rows)
    record(by, now, row, "moved_conclusion")


@transaction.atomic
def remove_conclusion(*, by: Actor, now: datetime, id: UUID, seen: int) -> int:
    """Take away a conclusion from its version `seen`, with its evidence; return the version it can be put back from.

    Only one that nobody but its writers has seen: what has been fed back or decided is struck, which stays to be read.
    """
    row = row_to_write(by, id)
    fed = row.state != State.PRELIMINARY or row.fed_wording is not None
    if fed or models.Decision.objects.filter(conclusion=row).exists():
        raise Refused(SEEN_BY_OTHERS)
    if models.Cause.objects.filter(conclusion=row, removed=False).exists():
        raise Refused(IS_A_CAUSE)
    models.Cause.objects.filter(conclusion=row, removed=True).update(conclusion=None)
    take(by, now, row, seen, removed=True)
    _number(_standing(row.analysis_id))
    record(by, now, row, "removed_conclusion")
    return row.version


@transaction.atomic
def put_back_conclusion(*, by: Actor, now: datetime, id: UUID, seen: int) -> Conclusion:
    """Put a conclusion back where it stood, with its evidence; done twice is once.

    Changed where it was taken away anew since `seen`.
    """
    row = models.Conclusion.objects.select_for_update().filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere(GONE)
    to_write(by, row.analysis_id)
    if row.removed:
        if row.version != seen:
            raise changed_meanwhile(by, row)
        rows = _standing(row.analysis_id)
        take(by, now, row, seen, removed=False)
        rows.insert(min(row.position - 1, len(rows)), row)
        _number(rows)
        record(by, now, row, "put_back_conclusion")
    return now_of(row)


def _standing(analysis: UUID) -> list[models.Conclusion]:
    """Return the analysis's conclusions in order, locked."""
    rows = models.Conclusion.objects.select_for_update().filter(analysis_id=analysis, removed=False)
    return list(rows.order_by("position", "id"))


def _number(rows: list[models.Conclusion]) -> None:
    """Give conclusions the numbers of their places."""
    for number, each in enumerate(rows, start=1):
        each.position = number
    models.Conclusion.objects.bulk_update(rows, ["position"])
