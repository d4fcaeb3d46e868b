"""What goes of conclusions in time, and when somebody they rest on, or who said what they think of them, is erased."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.combinations import service as combinations
from kedjan.evidence import service as evidence
from kedjan.improvement import board_values, causes, models
from kedjan.improvement.circle import AGAINST, FOR
from kedjan.people.service import Held
from kedjan.privacy import service as privacy
from kedjan.reflection import service as reflection

STATEMENTS = (FOR, AGAINST, causes.FOR, causes.AGAINST, board_values.ORIGIN)
CELL, THEME, COMBINATION = "loops.cell", "themes.theme", "combination"
ALONG = reflection.GoesWithRounds(
    "improvement",
    {noop("what those who were asked said of conclusions"): (models.Reaction, "round")},
)
over, dispose = ALONG.over, ALONG.dispose
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
