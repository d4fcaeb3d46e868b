"""What goes of conclusions in time, and when somebody they rest on, or who said what they think of them, is erased."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.combinations import service as combinations
from kedjan.evidence import service as evidence
from kedjan.improvement import causes, models
from kedjan.improvement.circle import AGAINST, FOR
from kedjan.journal import service as journal
from kedjan.people.service import Held
from kedjan.privacy import service as privacy
from kedjan.privacy.service import Over
from kedjan.reflection import service as reflection

ROOM = "improvement"
STATEMENTS = (FOR, AGAINST, causes.FOR, causes.AGAINST)
CELL, THEME, COMBINATION = "loops.cell", "themes.theme", "combination"
KINDS: Mapping[str, tuple[Any, str]] = {
    noop("what those who were asked said of conclusions"): (models.Reaction, "round__in")
}
OWN = noop("what the person said of conclusions, with the answers")
FIGURES = noop("figures kept with conclusions about rounds that the person wrote in")


class ForgetsWhatWasCited:
    """The room's part in the erasure of a person.

    Figures as they were when a conclusion cited them would tell by a difference what one said. Words of the person
    that were cited go by the room `reports`, wherever they were cited.
    """

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return the figures kept about rounds that the person wrote in, in counts."""
        figures = sum(len(keys) for keys in _keys(by, account).values())
        return (Held(FIGURES, figures), Held(OWN, _own(by, account).count()))

    @transaction.atomic
    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Forget those figures, and remove what the person said of conclusions: later numbers are counted without it.

        The citations still say what they cited, and what is there now.
        """
        del now
        found = _keys(by, account)
        gone = privacy.remove(_own(by, account))
        return gone + sum(evidence.forget_values(by=by, kind=kind, keys=keys) for kind, keys in found.items())


def over(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Return how many reactions there are by those asked in rounds whose time is over; nothing is changed."""
    ended = reflection.rounds_over(by=by, now=now)
    counts = {what: rows.count() for what, rows in _of(ended).items()} if ended else {}
    return tuple(Over(ROOM, what, number) for what, number in counts.items() if number)


def dispose(*, by: Actor, now: datetime) -> tuple[Over, ...]:
    """Remove what was said of conclusions by those asked in rounds whose time is over, and return what went."""
    found = over(by=by, now=now)
    if found:
        details = {"rows": sum(each.rows for each in found)}
        journal.record(
            by=by, now=now, room=ROOM, verb="disposed", kind="provider", object_id=by.provider.hex, details=details
        )
        for rows in _of(reflection.rounds_over(by=by, now=now)).values():
            privacy.remove(rows)
    return found


def _of(rounds: Collection[UUID]) -> dict[str, Any]:
    return {what: model.objects.filter(**{where: rounds}) for what, (model, where) in KINDS.items()}


def _own(by: Actor, account: UUID) -> QuerySet[models.Reaction]:
    return models.Reaction.objects.filter(provider_id=by.provider, account_id=account)


def _keys(by: Actor, account: UUID) -> dict[str, set[str]]:
    """Return the keys that conclusions cite of figures of rounds where the person wrote, where a value is kept."""
    rounds = {of for of, _ in reflection.loops_by(by=by, account=account)}
    cited = evidence.cited_by(by=by, statements=STATEMENTS, kinds=(CELL, THEME, COMBINATION))
    begun = tuple(of.hex for of in rounds)
    told = {kind: {key for key in cited[kind] if key.startswith(begun)} for kind in (CELL, THEME)}
    saved = {combinations.combination_key(each) for each in combinations.saved_in(by=by, rounds=rounds)}
    return {**told, COMBINATION: cited[COMBINATION] & saved}
