"""Disposal (gallring): what was written in a round goes when its time is over; questions and sentences stay."""

from collections.abc import Mapping
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.people import service as people
from kedjan.privacy import service as privacy
from kedjan.privacy.service import Over
from kedjan.reflection import models, rounds
from kedjan.reflection.keeping.times import rounds_over
from kedjan.reflection.writing import CHUNK, Superseded, Writing
from kedjan.releases import service as releases

ROOM = "reflection"
KINDS: Mapping[str, tuple[Any, str]] = {
    noop("reflections, with every version"): (models.Loop, "round"),
    noop("messages about reflections"): (models.Message, "round"),
    noop("notes of what has been read and answered"): (models.Reception, "round"),
    noop("drafts"): (models.Draft, "assignment__round"),
    noop("abstentions"): (models.Abstention, "assignment__round"),
    noop("evaluations of the method"): (models.Evaluation, "round"),
    noop("recipients"): (models.Recipient, "round"),
    noop("rules for whom a round is for"): (models.RecipientRule, "round"),
    noop("respondents"): (models.Respondent, "round"),
    noop("files read in"): (models.Batch, "round"),
    noop("named readers"): (models.RoundReader, "round"),
}
"""What goes, by what it is called; in an order in which nothing points at what has gone."""


def over(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Return how much there is to dispose of in the rounds whose time is over: kinds and counts, no names."""
    return _there(rounds_over(by=by, now=now))


def dispose(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Dispose of what was written in the rounds whose time is over, and return what went.

    A round's reflections are gone for its tables in one moment; the rows then go in short transactions. Interrupted, it
    goes on next time, and done again it does nothing. What has been shared or settled stands.
    """
    ended = rounds_over(by=by, now=now)
    found = _there(ended)
    for row in models.Round.objects.filter(id__in=ended, disposed_on=None):
        _close(by, now, row)
    releases.forget_members(by=by, sources=[releases.Source(ROOM, "round", each.hex) for each in ended])
    for model, where in KINDS.values():
        rows = model.objects.filter(**{f"{where}__in": ended})
        if model is models.Batch:
            _let_go_of_files(ended)
            privacy.remove(rows.exclude(undoes=None))
        privacy.remove(rows)
    return found


def _there(ended: tuple[UUID, ...]) -> tuple[Over, ...]:
    if not ended:
        return ()
    counts = {what: model.objects.filter(**{f"{where}__in": ended}).count() for what, (model, where) in KINDS.items()}
    return tuple(Over(ROOM, what, rows) for what, rows in counts.items() if rows)


def _close(by: Actor, now: datetime, row: models.Round) -> None:
    """Let the round's reflections end with its next revision, and say so in the journal, both or neither."""
    try:
        writing = Writing(row)
        for some in batched(list(_ongoing(row)), CHUNK):
            with writing.chunk():
                writing.close(some)
        with transaction.atomic():
            writing.show()
            models.Round.objects.filter(id=row.id).update(disposed_on=people.day_of(now))
            details = {"reflections": models.Loop.objects.filter(round=row, until=writing.revision).count()}
            rounds.record(by, now, row, "disposed", details)
    except Superseded:
        return  # somebody wrote in it at this very moment; it is there next time


def _ongoing(row: models.Round) -> Any:
    return models.Loop.objects.filter(round=row, until=None).order_by("id").values_list("id", flat=True)


@transaction.atomic
def _let_go_of_files(ended: tuple[UUID, ...]) -> None:
    """Let assignments that came with accepted files stand by themselves; those of other files go with them."""
    came = models.Assignment.objects.filter(round__in=ended, batch__isnull=False)
    used = models.Pattern.objects.filter(round__in=ended).values("assignment")
    came.exclude(Q(batch__state="accepted") | Q(id__in=used)).delete()
    came.update(batch=None)
