"""When saved combinations go: with the texts of their round; and what goes when somebody who wrote there is erased."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.combinations import models
from kedjan.people.service import Held
from kedjan.reflection import service as reflection

ALONG = reflection.GoesWithRounds(
    "combinations",
    {
        noop("wordings of saved combinations"): (models.Wording, "combination__round"),
        noop("saved combinations"): (models.Combination, "round"),
    },
)
over, dispose = ALONG.over, ALONG.dispose
FIGURES = noop("figures kept with saved combinations")
WORDS = noop("interpretations of combinations in rounds that the person wrote in")
THEIRS = noop("They are the readers' own words. A reader of the round looks through them for what the person wrote.")


def saved_in(*, by: Actor, rounds: Collection[UUID]) -> tuple[UUID, ...]:
    """Return what has been saved in some rounds, taken away too, by id; for rooms above when figures go."""
    return tuple(
        models.Combination.objects.filter(provider_id=by.provider, round__in=set(rounds)).values_list("id", flat=True)
    )


def rounds_with(*, by: Actor, combinations: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the round that each saved combination is in; where they are told, whoever asks is told no more."""
    rows = models.Combination.objects.filter(provider_id=by.provider, id__in=set(combinations), removed=False)
    return dict(rows.values_list("id", "round_id"))


class CombinedFigures:
    """Combinations' part in the erasure of a person: figures as they were would tell by a difference what one said."""

    def held(self, by: Actor, account: UUID) -> Collection[Held]:
        """Return kept figures of rounds that the person wrote in, and interpretations, which stay."""
        kept = _kept(by, account)
        return (
            Held(FIGURES, kept.exclude(figures={}).count()),
            Held(WORDS, kept.exclude(interpretation="").count(), THEIRS),
        )

    @transaction.atomic
    def erase(self, by: Actor, now: datetime, account: UUID) -> int:
        """Empty the kept figures: those of now are counted without the person, and so is what they are compared with.

        Who worded something stays an id that leads to nobody.
        """
        del now
        return int(_kept(by, account).exclude(figures={}).update(figures={}))


def _kept(by: Actor, account: UUID) -> Any:
    rounds = {of for of, _ in reflection.loops_by(by=by, account=account)}
    return models.Wording.objects.filter(provider_id=by.provider, combination__round__in=rounds)
