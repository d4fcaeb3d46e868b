"""What a person has been asked about being quoted, and every answer given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan.themes import models


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: yes (`allowed`) or no, and when."""

    allowed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """A question about being quoted: in which round, when, about which words, and every answer, the first one first.

    `words` are empty where the reflection has been changed or taken back since.
    """

    quote: UUID
    round_title: str
    asked_at: datetime
    words: str
    answers: tuple[Said, ...]


def consents(*, by: Actor) -> tuple[Consent, ...]:
    """Return what the actor has been asked about being quoted, the latest question first. Nobody else's are told."""
    titles = _titles(by)
    rows = list(
        models.Quote.objects.filter(loop__in=titles, provider_id=by.provider, asked_at__isnull=False)
        .prefetch_related("answers")
        .order_by("-asked_at", "id")
    )
    words = reflection.own_words(by=by, loops={row.loop for row in rows})
    return tuple(
        Consent(row.id, titles[row.loop], row.asked_at, words.get(row.loop, "")[row.starts : row.ends], _answers(row))
        for row in rows
        if row.asked_at
    )


def _titles(by: Actor) -> Mapping[UUID, str]:
    return {each.loop: each.round_title for each in reflection.own_held(by=by).sent}


def _answers(row: models.Quote) -> tuple[Said, ...]:
    """Return every answer; one given before answers were kept one by one is told as it stands."""
    kept = sorted(row.answers.all(), key=lambda each: (each.at, each.id))
    if not kept and row.answered_at:
        return (Said(row.state == "allowed", row.answered_at),)
    return tuple(Said(each.allowed, each.at) for each in kept)
