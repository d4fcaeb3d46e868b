"""Writing a file of texts: by a worker with the owner's rights, run again after a crash, holding up nobody."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import F, Q
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, NotYours, Refused
from kedjan.extracts import models, rules
from kedjan.extracts.asking import codes_of
from kedjan.extracts.ports import house
from kedjan.extracts.values import Contents, Format
from kedjan.files import service as files
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Text

LEASE = timedelta(minutes=5)
UNSTARTED = timedelta(seconds=30)
MOST_ATTEMPTS = 3
FAILED = noop("The file could not be written, though it was tried several times.")
NO_LONGER = noop("You may not read these texts any more.")
GONE = noop("Something of what you asked for is not in the round any more.")
TOO_LARGE = noop("The file would be too large. Choose fewer texts.")


def make_extract(*, id: UUID, now: datetime, moment: datetime | None = None) -> bool:
    """Write a file that nobody else is writing, with its owner's rights as they are now; return whether it was done.

    What the owner may not read any more is said in its error. A crash leaves it leased: it is run again.
    Leases are counted by `moment`, the machine's own time, where the installation's clock (`now`) stands still.
    """
    lease = _leased(id, moment or now)
    if lease is None:
        return False
    row = models.Extract.objects.get(id=id)
    try:
        file, texts, loops = _written(row, now, lambda percent: _beat(id, lease, percent, moment or now))
    except (NotHere, NotYours):
        return _ended(id, lease, state="failed", error=NO_LONGER, done_at=now)
    except Refused as refusal:
        error = GONE if refusal.values else refusal.message[:200]
        return _ended(id, lease, state="failed", error=error, done_at=now)
    outcome = {"progress": 100, "file_id": file, "texts": texts, "loops": loops, "error": ""}
    ended = _ended(id, lease, state="done", done_at=now, **outcome)
    if not ended:
        files.forget(by=people.system_actor(provider=row.provider_id), now=now, ids=[file])
    return ended


def run_due_extracts(
    *, now: datetime, moment: datetime | None = None, waited: timedelta = UNSTARTED, limit: int = 10
) -> int:
    """Make the files that nobody has begun or that somebody left half done; return how many. For the scheduler."""
    unstarted = Q(state="waiting", asked_at__lte=now - waited)
    due = models.Extract.objects.filter(unstarted | _left(moment or now)).order_by("asked_at")
    ids = list(due.values_list("id", flat=True)[:limit])
    return sum(make_extract(id=each, now=now, moment=moment) for each in ids)


def _written(row: models.Extract, now: datetime, told: Callable[[int], None]) -> tuple[UUID, bytes, int]:
    """Write the file; return its id, which texts are in it, and how many they are."""
    owner = people.actor_of(account=row.owner, now=now)
    sought = rules.read(row.sought)
    codes = codes_of(owner, row.round_id, sought)
    taken = reflection.take_texts(by=owner, now=now, round=row.round_id, sought=sought, codes=codes)
    there: list[tuple[UUID, bool]] = []
    taken = replace(taken, texts=_followed(taken.texts, taken.loops, there, told))
    contents = Contents(row.round_id, sought, taken, Format(row.format), row.language, now)
    name, data = house().write(owner, contents, told)
    return _kept(owner, now, name, data), rules.packed(there), len(there)


def _kept(owner: Actor, now: datetime, name: str, data: bytes) -> UUID:
    """Keep the bytes under a key of their own: whoever takes over after a crash writes them anew."""
    if len(data) > files.LARGEST:
        raise Refused(TOO_LARGE)
    return files.keep(by=owner, now=now, purpose="text_extract", name=name, data=data, key=uuid4()).id


def _followed(
    texts: Iterator[Text], total: int, there: list[tuple[UUID, bool]], told: Callable[[int], None]
) -> Iterator[Text]:
    """Hand the texts on, noting which they were, and tell how far it has come for each tenth part."""
    step = max(total // 10, 1)
    for number, text in enumerate(texts, start=1):
        there.append((text.id, text.area is not None))
        yield text
        if number % step == 0:
            told(5 + 75 * number // total)


def _left(moment: datetime) -> Q:
    """Return the condition on files left by whoever began them; a lease too long is of a clock put back since."""
    return Q(state="running") & (Q(lease_until__lte=moment) | Q(lease_until__gt=moment + LEASE))


def _leased(id: UUID, moment: datetime) -> UUID | None:
    """Take the file for oneself until the lease ends; None where somebody else has it or it was tried too often."""
    rows = models.Extract.objects.filter(Q(state="waiting") | _left(moment), id=id)
    if rows.filter(attempts__gte=MOST_ATTEMPTS).update(state="failed", error=FAILED, done_at=moment):
        return None
    lease = uuid4()
    taken = rows.update(
        state="running", lease=lease, lease_until=moment + LEASE, attempts=F("attempts") + 1, progress=5
    )
    return lease if taken else None


def _beat(id: UUID, lease: UUID, percent: int, moment: datetime) -> None:
    models.Extract.objects.filter(id=id, lease=lease).update(progress=percent, lease_until=moment + LEASE)


def _ended(id: UUID, lease: UUID, **outcome: object) -> bool:
    """Write the outcome, unless somebody else has taken over meanwhile; return whether the file is done."""
    ended = models.Extract.objects.filter(id=id, lease=lease, state="running").update(
        lease=None, lease_until=None, **outcome
    )
    return bool(ended) and outcome["state"] == "done"
