"""What waits of pupils who are erased goes, before they do: nobody comes back by a file from before."""

import json
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.intake import models
from kedjan.intake.packing import unpacked
from kedjan.intake.proposing import note
from kedjan.results.service import SENDER_ID

ERASED = noop(
    "A pupil has been erased whom the file names, or may name. Have the school system mended, and choose a new file."
)


def forget_pupils(*, by: Actor, now: datetime, numbers: Collection[str], keys: Collection[int]) -> int:
    """Throw away the provider's waiting files that name any of the pupils, and those that are not read yet.

    `numbers` and `keys` are all that the pupils are known by; return how many files went. For the house.
    """
    there = models.Delivery.objects.filter(provider_id=by.provider, state__in=["reading", "proposed"])
    gone = 0
    for row in list(there):
        waiting = models.Waiting.objects.filter(delivery=row).first()
        if row.state == "proposed" and waiting and not _names(waiting, numbers, keys):
            continue
        with transaction.atomic():
            mine = models.Delivery.objects.filter(id=row.id, state__in=["reading", "proposed"])
            decided = {"decided_by": by.account, "decided_at": now, "lease": None, "lease_until": None}
            if mine.update(state="unreadable", error=ERASED, error_values={}, **decided):
                models.Waiting.objects.filter(delivery=row).delete()
                note(by, now, row, "discarded")
                gone += 1
    return gone


def _names(waiting: models.Waiting, numbers: Collection[str], keys: Collection[int]) -> bool:
    """Whether a ledger has a row of any of the pupils, or of what is wrong says any of their numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if waiting.ledger is None:
        return True
    rows = unpacked(bytes(waiting.ledger))
    told = [name for name in ("pupil", SENDER_ID) if name in rows.column_names]
    by_number = (pc.is_in(rows[each].cast(pa.string()), value_set=pa.array(sorted(numbers))) for each in told)
    by_key = pc.is_in(rows["key"].cast(pa.int64()), value_set=pa.array(sorted(keys), type=pa.int64()))
    wrong = json.dumps(waiting.wrong, ensure_ascii=False)
    return any(pc.any(found).as_py() for found in (by_key, *by_number)) or any(each in wrong for each in numbers)
