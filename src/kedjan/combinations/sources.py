"""What others may cite of combinations: a saved one, with its figures and its interpretation."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, NotYours
from kedjan.combinations import models
from kedjan.combinations.asking import ground
from kedjan.combinations.saving import saved, saved_one
from kedjan.combinations.values import Saved
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Number, Offer, Part, Value, Words
from kedjan.people import service as people
from kedjan.reflection import service as reflection

KIND = "combination"
FIGURES = noop("%(part)s of %(whole)s reflections (%(share)s), %(persons)s")
INTERPRETED = noop("%(figures)s. %(interpretation)s")
ONE, MANY = noop("1 person"), noop("%(n)s persons")


def combination_key(id: UUID) -> str:
    """Return the key under which a saved combination is cited."""
    return id.hex


class SavedCombinations:
    """The room's side of the port of evidence: for the readers of each round.

    But not for those from whom the round keeps what their own staff wrote: a citation says how many it was counted on,
    and beside the number without their staff that would tell what these wrote.
    """

    @property
    def kinds(self) -> frozenset[str]:
        """Return the one kind: a saved combination by its id."""
        return frozenset({KIND})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return the saved combinations that have every word of `query`, of rounds one reads."""
        rounds = models.Combination.objects.filter(provider_id=by.provider, removed=False)
        readable = {line.id for line in reflection.rounds(by=by) if line.may_read}
        there = [of for of in rounds.values_list("round_id", flat=True).distinct() if of in readable]
        there = [of for of in there if not _withheld(by, of)]
        found = [(each, told(each)) for of in there for each in saved(by=by, round=of)]
        offers = (Offer(KIND, combination_key(each.id), value.label, value.value) for each, value in found)
        return tuple(each for each in offers if each.matches(query))

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  there is one
        """Return each combination as it is now; for a round that `by` does not read, that it is there."""
        return {key: _answer(by, key) for key in keys}


def told(each: Saved) -> Value:
    """Return a saved combination as one line: so many of so many, so many persons, and what a reader made of it."""
    now = each.now
    if now is None:
        return Value(each.title, each.interpretation)
    persons = Words(ONE) if now.persons == 1 else Words(MANY, {"n": now.persons})
    share = Number(now.share, percent=True)
    figures = Words(FIGURES, {"part": now.loops, "whole": now.of_loops, "share": share, "persons": persons})
    said = each.interpretation.rstrip(". ")
    value: Part = Words(INTERPRETED, {"figures": figures, "interpretation": f"{said}."}) if said else figures
    return Value(each.title, value)


def _answer(by: Actor, key: str) -> Answer:
    try:
        found = saved_one(by=by, id=UUID(hex=key))
    except NotYours:
        return NotYoursToSee()
    except ValueError:
        return Gone()
    except NotHere:
        return _taken_away(by, UUID(hex=key))
    return NotYoursToSee() if _withheld(by, found.round) else told(found)


def _taken_away(by: Actor, id: UUID) -> Answer:
    row = models.Combination.objects.filter(id=id, provider_id=by.provider).first()
    if row is None:
        return Gone()
    try:
        reflection.as_reader(by=by, round=row.round_id)
    except NotYours:
        return Gone(yours=False)
    return Gone(yours=not _withheld(by, row.round_id))


def _withheld(by: Actor, round: UUID) -> bool:
    """Return whether the round keeps from the reader what their own staff wrote."""
    return people.is_manager(by=by) and ground(by, round).of.withheld
