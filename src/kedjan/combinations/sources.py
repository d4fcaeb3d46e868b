"""What others may cite of combinations: a saved one, with its figures and its interpretation."""

from collections.abc import Collection, Mapping
from uuid import UUID

from kedjan.access.service import Actor, NotHere, NotYours
from kedjan.combinations import models
from kedjan.combinations.saving import saved, saved_one
from kedjan.combinations.values import Saved
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Offer, Value
from kedjan.reflection import service as reflection
from kedjan_statistics.figure import shown

KIND = "combination"


def combination_key(id: UUID) -> str:
    """Return the key under which a saved combination is cited."""
    return id.hex


class SavedCombinations:
    """The room's side of the port of evidence: for the readers of each round."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the one kind: a saved combination by its id."""
        return frozenset({KIND})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return the saved combinations that have every word of `query`, of rounds one reads."""
        rounds = models.Combination.objects.filter(provider_id=by.provider, removed=False)
        readable = {line.id for line in reflection.rounds(by=by) if line.may_read}
        there = [of for of in rounds.values_list("round_id", flat=True).distinct() if of in readable]
        found = [(each, told(each)) for of in there for each in saved(by=by, round=of)]
        words = query.casefold().split()
        return tuple(
            Offer(KIND, combination_key(each.id), value.label, value.value)
            for each, value in found
            if all(word in f"{value.label} {value.value}".casefold() for word in words)
        )

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  there is one
        """Return each combination as it is now; for a round that `by` does not read, that it is there."""
        return {key: _answer(by, key) for key in keys}


def told(each: Saved) -> Value:
    """Return a saved combination as one line: so many of so many, so many persons, and what a reader made of it."""
    now = each.now
    if now is None:
        return Value(each.title, each.interpretation)
    share = shown(now.share, decimals=0, percent=True)
    figures = f"{now.loops} av {now.of_loops} reflektioner ({share}), {now.persons} personer"
    return Value(each.title, f"{figures}. {each.interpretation}".rstrip(". ") + ".")


def _answer(by: Actor, key: str) -> Answer:
    try:
        return told(saved_one(by=by, id=UUID(hex=key)))
    except NotYours:
        return NotYoursToSee()
    except (NotHere, ValueError):
        return Gone()
