"""What goes from conclusions when somebody whose reflections they rest on is erased."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.combinations import service as combinations
from kedjan.evidence import service as evidence
from kedjan.improvement import causes
from kedjan.improvement.circle import AGAINST, FOR
from kedjan.people.service import Held
from kedjan.reflection import service as reflection

STATEMENTS = (FOR, AGAINST, causes.FOR, causes.AGAINST)
CELL, THEME, COMBINATION = "loops.cell", "themes.theme", "combination"
FIGURES = noop("figures kept with conclusions about rounds that the person wrote in")


class ForgetsWhatWasCited:
    """The room's part in the erasure of a person.

    Figures as they were when a conclusion cited them would tell by a difference what one said. Words of the person
    that were cited go by the room `reports`, wherever they were cited.
    """

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return the figures kept about rounds that the person wrote in, in counts."""
        return (Held(FIGURES, sum(len(keys) for keys in _keys(by, account).values())),)

    @transaction.atomic
    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Forget those figures; the citations still say that they cited them, and what is there now."""
        del now
        found = _keys(by, account)
        return sum(evidence.forget_values(by=by, kind=kind, keys=keys) for kind, keys in found.items())


def _keys(by: Actor, account: UUID) -> dict[str, set[str]]:
    """Return the keys that conclusions cite of figures of rounds where the person wrote, where a value is kept."""
    rounds = {of for of, _ in reflection.loops_by(by=by, account=account)}
    cited = evidence.cited_by(by=by, statements=STATEMENTS, kinds=(CELL, THEME, COMBINATION))
    begun = tuple(of.hex for of in rounds)
    told = {kind: {key for key in cited[kind] if key.startswith(begun)} for kind in (CELL, THEME)}
    saved = {combinations.combination_key(each) for each in combinations.saved_in(by=by, rounds=rounds)}
    return {**told, COMBINATION: cited[COMBINATION] & saved}
