"""What rounds hold about a person in every version, for that person alone: what one's own file takes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from kedjan.access.service import Actor
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.ledger import tags_in
from kedjan.reflection.tag_sets import tag_set_of


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """A version of something that one has sent; `current` is False for what has been replaced or taken back."""

    loop: UUID
    version: int
    round_title: str
    assignment: str
    service_area: str
    emotion: int | None
    tags: tuple[str, ...]
    text: str
    action_short: str
    action_long: str
    day: date | None
    current: bool


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """A message about a reflection of one's own, or that one wrote oneself; `by` is empty where nobody is named."""

    round_title: str
    loop: UUID
    mine: bool
    by: str
    text: str
    asks: bool
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """That one is, or was, asked in a round, within a service area."""

    round_title: str
    service_area: str
    joined_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class OwnHeld:
    """What one has sent in every version, the messages about it and one's own, and where one is asked or reads."""

    sent: tuple[OwnVersion, ...]
    messages: tuple[OwnMessage, ...]
    asked_in: tuple[OwnPlace, ...]
    reads: tuple[str, ...]


def own_held(*, by: Actor) -> OwnHeld:
    """Return what rounds hold about the actor beside drafts and abstentions. Nobody else's can be asked for."""
    sent = list(
        models.Loop.objects.filter(provider_id=by.provider, respondent__account_id=by.account)
        .select_related("round", "assignment", "service_area")
        .defer("folded", "lemmas")
        .order_by("round__title", "assignment__position", "loop", "version")
    )
    tags = _tags({row.round for row in sent})
    return OwnHeld(
        sent=tuple(_version(row, tags) for row in sent),
        messages=_messages(by, {row.loop for row in sent}),
        asked_in=_asked_in(by),
        reads=_reads(by),
    )


def _tags(rounds: set[models.Round]) -> Mapping[UUID, tuple[str, ...]]:
    return {row.id: tag_set_of(row).names for row in rounds}


def _version(row: models.Loop, tags: Mapping[UUID, tuple[str, ...]]) -> OwnVersion:
    reached = row.round.revision
    return OwnVersion(
        row.loop,
        row.version,
        row.round.title,
        row.assignment.code,
        row.service_area.name,
        row.emotion,
        tags_in(row.mask, tags[row.round_id]),
        row.text,
        row.action_short,
        row.action_long,
        row.answered_on,
        row.since <= reached and (row.until is None or row.until > reached),
    )


def _messages(by: Actor, loops: set[UUID]) -> tuple[OwnMessage, ...]:
    mine = Q(author_id=by.account) | Q(loop__in=loops)
    rows = list(
        models.Message.objects.filter(mine, provider_id=by.provider).select_related("round").order_by("at", "id")
    )
    names = people.shown_names(by=by, ids={row.author_id for row in rows})
    return tuple(
        OwnMessage(
            row.round.title,
            row.loop,
            row.author_id == by.account,
            names[row.author_id],
            row.text,
            row.asks,
            row.at,
            row.withdrawn_at,
        )
        for row in rows
    )


def _asked_in(by: Actor) -> tuple[OwnPlace, ...]:
    rows = models.Recipient.objects.filter(provider_id=by.provider, account_id=by.account)
    rows = rows.select_related("round", "service_area").order_by("joined_on", "id")
    return tuple(OwnPlace(row.round.title, row.service_area.name, row.joined_on, row.left_on) for row in rows)


def _reads(by: Actor) -> tuple[str, ...]:
    rows = models.RoundReader.objects.filter(provider_id=by.provider, account_id=by.account)
    return tuple(rows.order_by("round__title").values_list("round__title", flat=True))
