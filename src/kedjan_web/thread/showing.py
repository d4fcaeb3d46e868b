"""The steps of the thread as they are shown: each with its kind in words and the ways on; those unnamed are counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kedjan.access.service import Actor
from kedjan.evidence.service import State, Step, Thing
from kedjan_web.components.worded import worded
from kedjan_web.thread.addresses import Addresses, followed_at
from kedjan_web.thread.words import kind_in_words

NAMED = {State.SAME, State.CHANGED}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with its kind in words, where it is seen, where the thread is followed from it, and the steps beyond."""

    step: Step
    kind: str
    url: str
    follow: str
    beyond: "Side"

    @property
    def said(self) -> str:
        """What it says, in the reader's language."""
        return worded(self.step.value)


@dataclass(frozen=True, slots=True)
class Side:
    """Steps in one direction: those named, and how many there are besides that one may not see or that are gone."""

    named: tuple[ShownStep, ...]
    unnamed: int
    gone: int


def shown(by: Actor, *sides: Iterable[Step]) -> tuple[Side, ...]:
    """Return the steps of each side as they are shown."""
    found = [tuple(side) for side in sides]
    where = Addresses.of(by, [thing for side in found for thing in things_in(side)])
    return tuple(_side(side, where) for side in found)


def things_in(steps: Iterable[Step]) -> Iterator[Thing]:
    """Yield every thing that has a name among steps and those beyond them."""
    for step in steps:
        if step.key:
            yield step.kind, step.key
        yield from things_in(step.steps)


def lifted(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps that have a name, with those beyond the unnamed ones in their place.

    For who wrote: where it came to stand that one may open, whatever lies between.
    """
    for step in steps:
        if step.state in NAMED:
            yield step
        else:
            yield from lifted(step.steps)


def _side(steps: Iterable[Step], where: Addresses) -> Side:
    found = list(steps)
    named = tuple(_step(each, where) for each in found if each.state in NAMED)
    states = [each.state for each in found]
    return Side(named, states.count(State.UNNAMED), states.count(State.GONE))


def _step(step: Step, where: Addresses) -> ShownStep:
    return ShownStep(
        step,
        kind_in_words(step.kind),
        step.address or where.seen_at(step.kind, step.key, step.label),
        followed_at(step.kind, step.key),
        _side(step.steps, where),
    )
