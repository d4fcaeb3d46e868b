"""What a person has been asked about being quoted, and every answer given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes.sources import quote_key
from kedjan.themes.values import Consented, QuoteState


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
        Consent(row.id, titles[row.loop], row.asked_at, _words(row, words.get(row.loop)), _answers(row))
        for row in rows
        if row.asked_at
    )


def consented(*, by: Actor, quotes: Collection[UUID]) -> dict[UUID, Consented]:
    """Return how quotes stand beyond the readers, to everybody of the provider; those that are gone are left out.

    Nothing that the writer wrote is told: a report that quotes must know whether it still may, whoever reads it.
    """
    rows = list(
        models.Quote.objects.filter(id__in=set(quotes), provider_id=by.provider).prefetch_related("answers")
        if quotes
        else ()
    )
    versions = reflection.text_versions(by=by, loops={row.loop for row in rows}) if rows else {}
    return {
        row.id: Consented(
            QuoteState(row.state),
            versions.get(row.loop) == row.text_version,
            row.state == QuoteState.REFUSED and any(each.allowed for each in row.answers.all()),
            row.paraphrase,
        )
        for row in rows
    }


def keys_of(*, by: Actor, account: UUID) -> frozenset[str]:
    """Return the keys under which quotes of what a person wrote are cited; for rooms above, when one is erased."""
    written = {loop: of for of, loop in reflection.loops_by(by=by, account=account)}
    rows = models.Quote.objects.filter(loop__in=written, provider_id=by.provider)
    return frozenset(quote_key(row.round_id, row.id) for row in rows)


def _titles(by: Actor) -> Mapping[UUID, str]:
    return {each.loop: each.round_title for each in reflection.own_held(by=by).sent}


def _words(row: models.Quote, now: tuple[int, str] | None) -> str:
    version, text = now or (0, "")
    return text[row.starts : row.ends] if version == row.text_version else ""


def _answers(row: models.Quote) -> tuple[Said, ...]:
    """Return every answer; one given before answers were kept one by one is told as it stands."""
    kept = sorted(row.answers.all(), key=lambda each: (each.at, each.id))
    if not kept and row.answered_at:
        return (Said(row.state == "allowed", row.answered_at),)
    return tuple(Said(each.allowed, each.at) for each in kept)
