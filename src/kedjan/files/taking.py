"""Files that rooms took in, told as a ledger and undone as a whole: who, when, and each thing as the file left it.

A room reads its own files and says what is wrong with them; what it took in is kept here, in one shape for all. Who may
take in and undo is for that room to say.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Count, Q

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.files import models
from kedjan.files.values import Taken, TakenThing

BATCH = 200


def keep_taken(
    *, by: Actor, now: datetime, kind: str, things: Iterable[TakenThing], unchanged: int, place: UUID | None = None
) -> UUID:
    """Keep that a file was taken in, with each thing as it left it; return its id. Within the room's transaction."""
    row = models.TakenFile.objects.create(
        id=uuid4(), provider_id=by.provider, kind=kind, place=place, unchanged=unchanged, by=by.account, at=now
    )
    models.TakenThing.objects.bulk_create(
        (
            models.TakenThing(
                provider_id=by.provider,
                file=row,
                what=each.what,
                thing=each.id,
                version=each.version,
                was=each.version - 1,
                before=None if each.before is None else dict(each.before),
            )
            for each in things
        ),
        batch_size=BATCH,
    )
    return row.id


def taken(*, by: Actor, kind: str, place: UUID | None = None) -> tuple[Taken, ...]:
    """Return the files of a kind that were taken in to a place, the latest first; those that were undone too."""
    rows = models.TakenFile.objects.filter(provider_id=by.provider, kind=kind, place=place)
    counted = rows.annotate(new=Count("things", Q(things__before__isnull=True)), every=Count("things"))
    return tuple(
        Taken(row.id, row.by, row.at, row.new, row.every - row.new, row.unchanged, row.undone_by, row.undone_at)
        for row in counted.order_by("-at", "id")
    )


def taken_to(*, by: Actor, kind: str, id: UUID) -> UUID | None:
    """Return the place that a file of the actor's provider was taken in to; whoever asks is told no more."""
    return _row(by, kind, id).place


def things_to_undo(*, by: Actor, kind: str, id: UUID) -> Mapping[str, Mapping[UUID, TakenThing]]:
    """Return what a file left, by what it is and its id; the file is locked. Empty where it has been undone already."""
    row = _row(by, kind, id, lock=True)
    found: dict[str, dict[UUID, TakenThing]] = {}
    if row.undone_at is None:
        for each in row.things.order_by("id"):
            thing = TakenThing(each.what, each.thing, each.version, each.before)
            found.setdefault(each.what, {})[each.thing] = thing
    return found


def mark_undone(*, by: Actor, now: datetime, kind: str, id: UUID) -> None:
    """Keep that a file has been undone, and by whom. Within the room's transaction, when it has put everything back."""
    row = _row(by, kind, id, lock=True)
    row.undone_by, row.undone_at = by.account, now
    row.save(update_fields=["undone_by", "undone_at"])
    _stand_as_before(row)


def _stand_as_before(row: models.TakenFile) -> None:
    """Let the files before one that was undone know what they left again: it says what it did, at a later version."""
    undone = {(each.what, each.thing, each.was): each.version for each in row.things.filter(before__isnull=False)}
    ids = {thing for _what, thing, _was in undone}
    others = models.TakenThing.objects.filter(provider_id=row.provider_id, file__undone_at=None, thing__in=ids)
    earlier = [each for each in others if (each.what, each.thing, each.version) in undone]
    for each in earlier:
        each.version = undone[each.what, each.thing, each.version] + 1
    models.TakenThing.objects.bulk_update(earlier, ["version"], batch_size=BATCH)


def refuse_changed(things: Mapping[UUID, TakenThing], versions: Mapping[UUID, int], message: str) -> None:
    """Refuse, with a message that has `number`, where some things are not at the versions that a file left them at."""
    since = sum(versions.get(one) != each.version for one, each in things.items())
    if since:
        raise Refused(message, number=since)


def _row(by: Actor, kind: str, id: UUID, *, lock: bool = False) -> models.TakenFile:
    rows = models.TakenFile.objects.select_for_update() if lock else models.TakenFile.objects.all()
    row = rows.filter(provider_id=by.provider, kind=kind, id=id).first()
    if row is None:
        raise NotHere("There is no such file here.")
    return row
