"""How long frames, declarations and motives are kept, and what of them is somebody's who is erased."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people.service import Held, day_of
from kedjan.privacy import service as privacy
from kedjan.privacy.service import Over
from kedjan.tasks import models

ROOM = "tasks"
MONTHS = 36
KINDS: Mapping[str, Any] = {
    noop("time frames of school years"): models.Frame,
    noop("declared minutes"): models.Declaration,
    noop("times when more was asked than agreed"): models.Overrun,
}
ANSWERED = noop(
    "It says who answered for a decision about others' time. It leads to an account that says nothing, "
    "and goes three years after the school year."
)


def over(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Return how much there is of school years that ended three years ago: kinds and counts."""
    counts = {what: _ended(model, by, now).count() for what, model in KINDS.items()}
    return tuple(Over(ROOM, what, rows) for what, rows in counts.items() if rows)


def dispose(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Remove it, and return what went. Done again, nothing is."""
    found = over(by=by, now=now)
    if found:
        details = {"rows": sum(each.rows for each in found)}
        journal.record(
            by=by, now=now, room=ROOM, verb="disposed", kind="time_frame", object_id=by.provider.hex, details=details
        )
    for model in KINDS.values():
        privacy.remove(_ended(model, by, now))
    return found


class AnsweredForTime:
    """Tasks' part in the erasure of a person: who set frames and gave motives stays, as an id and nothing else."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return how many frames the person set and motives the person gave."""
        frames = models.Frame.objects.filter(provider_id=by.provider, set_by=account).values_list(Value("frame"))
        motives = models.Overrun.objects.filter(provider_id=by.provider, made_by=account).exclude(motive="")
        found = [kind for (kind,) in frames.union(motives.values_list(Value("motive")), all=True)]
        return (
            Held(noop("time frames that the person set"), found.count("frame"), ANSWERED),
            Held(noop("motives for asking for more time"), found.count("motive"), ANSWERED),
        )

    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Remove nothing: what is asked of others' time stands, whoever answered for it."""
        del by, now, account
        return 0


def _ended(model: Any, by: Actor, now: datetime) -> Any:
    """Return the rows of school years that ended, on the last of June, three years ago or earlier."""
    latest = organisation.school_year_of(privacy.months_after(day_of(now), -MONTHS))
    return model.objects.filter(provider_id=by.provider, school_year__lt=latest)
