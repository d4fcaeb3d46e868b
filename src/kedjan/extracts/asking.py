"""Asking for a file, seeing how far it has come, and getting it: everything for its owner alone."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Decision, NotHere, NotYours, Refused
from kedjan.extracts import models, rules
from kedjan.extracts.ports import house
from kedjan.extracts.values import Extract, ExtractState, Format
from kedjan.files import service as files
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.service import TextsSought
from kedjan.themes import service as themes

ROOM = "extracts"
KEPT = timedelta(days=14)
MOST_WAITING = 5
LATEST = 50


def ask_for_extract(
    *, by: Actor, now: datetime, key: UUID, round: UUID, sought: TextsSought, format: Format, language: str = "sv"
) -> Extract:
    """Ask for the texts of a round as a file; to its readers. The same key twice is once.

    Refuses what the round does not have, what no text fits, and more than five files waited for by the same person.
    """
    with transaction.atomic():
        loops = reflection.how_many(by=by, round=round, sought=sought, codes=codes_of(by, round, sought))
        if models.Extract.objects.filter(provider_id=by.provider, owner=by.account, id=key).exists():
            return extract(by=by, id=key)
        if not loops:
            raise Refused("No text fits, so there is nothing to take along.")
        waiting = models.Extract.objects.filter(owner=by.account, state__in=["waiting", "running"])
        if waiting.count() >= MOST_WAITING:
            raise Refused("You wait for %(most)s files already. Fetch them first.", most=MOST_WAITING)
        row = models.Extract.objects.create(
            id=key,
            provider_id=by.provider,
            round_id=round,
            format=format.value,
            language=language,
            sought=rules.stored(sought),
            loops=loops,
            owner=by.account,
            asked_at=now,
        )
        noted(row, by, now, "asked_for_texts")
    house().start(key)
    return extract(by=by, id=key)


def extract(*, by: Actor, id: UUID) -> Extract:
    """Return how far a file has come, to the one who asked for it."""
    return value(_owned(by, id))


def extracts(*, by: Actor, round: UUID) -> tuple[Extract, ...]:
    """Return the files that `by` has asked for of a round, the latest first; to its readers."""
    reflection.as_reader(by=by, round=round)
    rows = models.Extract.objects.filter(provider_id=by.provider, round_id=round, owner=by.account)
    rows = rows.select_related("file").defer("texts").order_by("-asked_at")
    return tuple(value(row) for row in rows[:LATEST])


def extract_content(*, by: Actor, now: datetime, id: UUID) -> tuple[Extract, bytes]:
    """Return a finished file's bytes, if its owner may still read all that is in it, as it stands there."""
    row = _owned(by, id)
    if row.state != "done" or row.file_id is None:
        raise Refused("The file is not ready.")
    shown = reflection.areas_to_show(by=by, round=row.round_id, loops={loop for loop, _ in rules.unpacked(row.texts)})
    if not rules.still_shown(row.texts, shown):
        raise Refused("Something in the file may not be read by you any more. Ask for it anew.")
    noted(row, by, now, "took_texts")
    return value(row), files.content(by=by, id=row.file_id)


def codes_of(by: Actor, round: UUID, sought: TextsSought) -> dict[str, tuple[UUID, ...]]:
    """Return the reflections of each theme that is asked for; a theme that is gone is refused."""
    wanted = rules.themes_in(sought)
    if not wanted:
        return {}
    found = themes.themes_of_loops(by=by, rounds=[round])[round]
    for name in wanted - set(found):
        raise Refused("There is no theme called %(name)s.", name=name)
    return {name: tuple(found[name]) for name in wanted}


def noted(row: models.Extract, by: Actor, now: datetime, verb: str) -> None:
    """Write in the journal that a file was asked for or taken, with how much was in it and nothing of what."""
    details = {"format": row.format, "reflections": row.loops}
    journal.record(by=by, now=now, room=ROOM, verb=verb, kind="round", object_id=row.round_id.hex, details=details)


def value(row: models.Extract) -> Extract:
    """Return a file as it crosses the door."""
    return Extract(
        row.id,
        row.round_id,
        Format(row.format),
        ExtractState(row.state),
        row.progress,
        row.loops,
        row.asked_at,
        people.day_of(row.asked_at + KEPT),
        row.file.name if row.file else "",
        row.file.size if row.file else 0,
        row.error,
    )


def _owned(by: Actor, id: UUID) -> models.Extract:
    row = models.Extract.objects.filter(provider_id=by.provider, id=id).select_related("file").first()
    if row is None:
        raise NotHere("There is no such file here.")
    if row.owner != by.account:
        raise NotYours(Decision(allowed=False, reason="Only the person who asked for a file may have it."))
    return row
