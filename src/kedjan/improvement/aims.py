"""Goals on the thread: what serves them, what is said and concluded about them, and what they themselves serve.

Goals stand below evidence and cannot know of it, so they are told from here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Offer, Thing, Value
from kedjan.goals import service as goals
from kedjan.improvement import models
from kedjan.improvement.sources import KIND, OBSERVATION

GOAL = "goal"


class Aims:
    """Goals as things on the thread; nobody cites them as evidence."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the one kind: a goal by its id."""
        return frozenset({GOAL})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:  # noqa: ARG002  none is offered
        """Return nothing."""
        return ()

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  there is one
        """Return each goal under the name of its framework, to those who may see rounds."""
        sees = holds_anywhere(by, Right.SEE_ROUNDS).allowed
        found: dict[str, Answer] = {
            each.id.hex: Value(framework.name, each.text) if sees else NotYoursToSee()
            for framework in goals.frameworks(by=by)
            for each in framework.goals
        }
        return {key: found.get(key, Gone()) for key in keys}


class ServesGoals:
    """Goals rest on those that they serve or stand under; conclusions and boards rest on their goals."""

    def below(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return each thing with its goal, and each goal with those that it serves and the one that it stands under."""
        ids = _ids(GOAL, things)
        said = [
            *_about(by, KIND, id__in=_ids(KIND, things)),
            *_about(by, OBSERVATION, id__in=_ids(OBSERVATION, things)),
        ]
        return [*said, *((lower, upper) for lower, upper in _served(by) if UUID(hex=lower[1]) in ids)] if ids else said

    def above(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return each goal with those that serve it or stand under it, and with what is said about it."""
        ids = _ids(GOAL, things)
        if not ids:
            return ()
        said = [*_about(by, KIND, goal_id__in=ids), *_about(by, OBSERVATION, goal_id__in=ids)]
        goals_above = [(upper, lower) for lower, upper in _served(by) if UUID(hex=upper[1]) in ids]
        return [*goals_above, *((goal, thing) for thing, goal in said)]


def _about(by: Actor, kind: str, **which: Collection[UUID]) -> Iterator[tuple[Thing, Thing]]:
    """Yield what is concluded, or stands on a board, with its goal."""
    if not any(which.values()):
        return
    if kind == KIND:
        rows = models.Conclusion.objects.filter(provider_id=by.provider, goal__isnull=False, removed=False, **which)
        pairs: Iterable[tuple[UUID, UUID | None]] = rows.order_by("analysis", "position").values_list("id", "goal_id")
    else:
        standing = models.Observation.objects.filter(provider_id=by.provider, removed=False, **which)
        pairs = standing.order_by("analysis", "position").values_list("id", "goal_id")
    yield from (((kind, one.hex), (GOAL, goal.hex)) for one, goal in pairs if goal)


def _served(by: Actor) -> Iterator[tuple[Thing, Thing]]:
    """Yield each goal with those that it serves, and with the one that it stands under."""
    for framework in goals.frameworks(by=by):
        for each in framework.goals:
            for upper in (*each.serves, *([each.parent] if each.parent else [])):
                yield (GOAL, each.id.hex), (GOAL, upper.hex)


def _ids(kind: str, things: Collection[Thing]) -> set[UUID]:
    """Return the ids in the keys of a kind; a key that holds none is nothing's."""
    found = set()
    for of, key in things:
        try:
            if of == kind:
                found.add(UUID(hex=key))
        except ValueError:
            continue
    return found
