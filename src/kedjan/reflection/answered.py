"""What one's own page asks of reflection: what one has answered oneself, and what waits in the rounds one leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kedjan.access.service import Actor
from kedjan.reflection import models
from kedjan.reflection.circle import may_lead, there_in_each_round
from kedjan.reflection.ledger import tags_in
from kedjan.reflection.tag_sets import tag_set_of


@dataclass(frozen=True, slots=True)
class AnsweredRound:
    """A round in which one has reflections of one's own, and how many they are."""

    id: UUID
    title: str
    opened_on: date | None
    closed_on: date | None
    reflections: int


@dataclass(frozen=True, slots=True)
class OwnText:
    """A reflection of one's own as it is now: `emotion` is from -2 to 2 or None, `heading` may be empty."""

    id: UUID
    round: UUID
    round_title: str
    assignment: str
    heading: str
    service_area: str
    emotion: int | None
    tags: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that has been compared with its round, and waits to be accepted or thrown away."""

    id: UUID
    name: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the work with a round has come, for one who leads it.

    `read_in_at` is when a file was last accepted, `reflections` how many were new or changed in it; `sentences` are the
    assignments with reflections whose pattern sentence nobody has approved, None where one does not read the round.
    """

    id: UUID
    title: str
    closed_on: date | None
    waiting: tuple[WaitingFile, ...]
    read_in_at: datetime | None
    reflections: int
    sentences: int | None


def answered_rounds(*, by: Actor) -> tuple[AnsweredRound, ...]:
    """Return the rounds in which the actor's own reflections are, the latest opened first."""
    rows = (
        models.Loop.objects.filter(_own(by))
        .values("round", "round__title", "round__opened_on", "round__closed_on")
        .annotate(reflections=Count("id"))
    )
    found = (
        AnsweredRound(r["round"], r["round__title"], r["round__opened_on"], r["round__closed_on"], r["reflections"])
        for r in rows
    )
    return tuple(sorted(found, key=lambda each: (each.opened_on or date.min, each.title), reverse=True))


def own_texts(*, by: Actor) -> tuple[OwnText, ...]:
    """Return the actor's own reflections as they are now, by round and assignment. Nobody else's can be asked for."""
    rows = list(
        models.Loop.objects.filter(_own(by))
        .select_related("round", "assignment", "service_area")
        .defer("folded", "lemmas")
        .order_by("round__opened_on", "round__title", "assignment__position", "assignment__code", "service_area__order")
    )
    return tuple(
        OwnText(
            row.loop,
            row.round_id,
            row.round.title,
            row.assignment.code,
            "" if row.assignment.heading == row.assignment.code else row.assignment.heading,
            row.service_area.name,
            row.emotion,
            tags_in(row.mask, tag_set_of(row.round).names),
            row.text,
        )
        for row in rows
    )


def standings(*, by: Actor) -> tuple[Standing, ...]:
    """Return how far each round with files has come, to those who lead rounds; to others nothing. In two questions."""
    if not may_lead(by).allowed:
        return ()
    waiting: dict[UUID, list[WaitingFile]] = {}
    latest: dict[UUID, tuple[datetime, int]] = {}
    rounds: dict[UUID, models.Round] = {}
    for each in _files(by):
        rounds[each.round_id] = each.round
        if each.state == "proposed":
            waiting.setdefault(each.round_id, []).append(WaitingFile(each.id, each.file_name, each.made_at))
        elif each.decided_at and each.decided_at >= latest.get(each.round_id, (each.decided_at, 0))[0]:
            latest[each.round_id] = each.decided_at, each.new + each.changed
    left = dict(_sentences_left(by))
    found = []
    for row in sorted(rounds.values(), key=lambda each: each.title):
        read_in_at, reflections = latest.get(row.id, (None, 0))
        files = tuple(waiting.get(row.id, ()))
        found.append(Standing(row.id, row.title, row.closed_on, files, read_in_at, reflections, left.get(row.id)))
    return tuple(found)


def _files(by: Actor) -> QuerySet[models.Batch]:
    """Return the files that wait and those that were read in, with their rounds, the first proposed first."""
    read = models.Batch.objects.filter(provider_id=by.provider, state__in=["proposed", "accepted"], undoes=None)
    fields = ("state", "file_name", "made_at", "decided_at", "new", "changed", "round__title", "round__closed_on")
    return read.select_related("round").only(*fields).order_by("made_at", "id")


def _own(by: Actor) -> Q:
    return there_in_each_round() & Q(provider_id=by.provider, respondent__account_id=by.account)


def _sentences_left(by: Actor) -> Iterator[tuple[UUID, int]]:
    """Yield the rounds that the actor reads, with how many of their answered assignments have no approved sentence."""
    read = models.Round.objects.filter(provider_id=by.provider, readers__account_id=by.account)
    there = models.Loop.objects.filter(there_in_each_round(), assignment=OuterRef("id"))
    approved = models.Pattern.objects.filter(assignment=OuterRef("id"), state="approved")
    answered = models.Assignment.objects.filter(Exists(there), round__in=read)
    rows = answered.values("round").annotate(left=Count("id", filter=~Exists(approved)))
    for row in rows:
        yield row["round"], row["left"]
