"""Disposal (gallring) of themes, passages and quotes with the round whose texts they are about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan.privacy import service as privacy
from kedjan.privacy.service import Over
from kedjan.reflection import service as reflection
from kedjan.themes import models

ROOM = "themes"
KINDS: Mapping[str, Any] = {
    noop("answers about being quoted"): models.Answer,
    noop("quotes"): models.Quote,
    noop("marked passages"): models.Passage,
    noop("notes of what has been gone through"): models.Reading,
    noop("changes of themes"): models.Change,
    noop("themes"): models.Theme,
    noop("rounds read apart"): models.Apart,
}


def over(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Return how much there is to dispose of in the rounds whose time is over: kinds and counts, no names."""
    return _there(reflection.rounds_over(by=by, now=now))


def dispose(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Dispose of themes, passages and quotes of the rounds whose time is over, and return what went."""
    ended = reflection.rounds_over(by=by, now=now)
    found = _there(ended)
    if found:
        details = {"rows": sum(each.rows for each in found)}
        journal.record(
            by=by, now=now, room=ROOM, verb="disposed", kind="provider", object_id=by.provider.hex, details=details
        )
    for model in KINDS.values():
        privacy.remove(_of(model, ended))
    return found


def _of(model: Any, ended: tuple[UUID, ...]) -> Any:
    return model.objects.filter(**{"quote__round__in" if model is models.Answer else "round__in": ended})


def _there(ended: tuple[UUID, ...]) -> tuple[Over, ...]:
    if not ended:
        return ()
    counts = {what: _of(model, ended).count() for what, model in KINDS.items()}
    return tuple(Over(ROOM, what, rows) for what, rows in counts.items() if rows)
