"""Pure decisions: in which order goals stand, and which of them nothing is tied to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from kedjan.goals.values import Coverage, Framework, Goal


def noop(message: str) -> str:
    """Mark a message id as one to be translated; it is said later."""
    return message


DEEPEST = 3
"""A goal, one under it, and one under that."""


def in_order(goals: Iterable[Goal]) -> list[Goal]:
    """Return goals in order of position, each before those that stand under it."""
    under: dict[UUID | None, list[Goal]] = {}
    for goal in sorted(goals, key=lambda goal: goal.position):
        under.setdefault(goal.parent, []).append(goal)

    def with_those_under(parent: UUID | None) -> Iterator[Goal]:
        for goal in under.get(parent, ()):
            yield goal
            yield from with_those_under(goal.id)

    return list(with_those_under(None))


def moved(goals: Sequence[Goal], id: UUID, *, up: bool) -> list[Goal]:
    """Return goals in the order that stands when one has changed places with the next before or after it.

    Of those under the same goal, that is; at the end of them nothing changes.
    """
    of = next(goal for goal in goals if goal.id == id)
    beside = [goal for goal in in_order(goals) if goal.parent == of.parent and goal.ended_on is None]
    place = beside.index(of) + (-1 if up else 1)
    if not 0 <= place < len(beside):
        return in_order(goals)
    other = beside[place]
    places = {of.id: other.position, other.id: of.position}
    return in_order(replace(goal, position=places.get(goal.id, goal.position)) for goal in goals)


def depths(goals: Sequence[Goal]) -> dict[UUID, int]:
    """Return how deep each goal stands: 0 for one under no other."""
    by_id = {goal.id: goal for goal in goals}
    found: dict[UUID, int] = {}
    for goal in goals:
        depth, over = 0, goal.parent
        while over is not None and over in by_id and depth <= DEEPEST:
            depth, over = depth + 1, by_id[over].parent
        found[goal.id] = depth
    return found


def stand_together(framework: Framework) -> dict[UUID, frozenset[UUID]]:
    """Return, for each goal, itself with all that stand over it and under it."""
    over: dict[UUID, set[UUID]] = {}
    parents = {goal.id: goal.parent for goal in framework.goals}
    for goal in framework.goals:
        found, at = {goal.id}, goal.parent
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
        over[goal.id] = found
    return {
        goal.id: frozenset(over[goal.id] | {other for other, found in over.items() if goal.id in found})
        for goal in framework.goals
    }


def lonely(found: Sequence[Framework]) -> dict[UUID, tuple[Goal, ...]]:
    """Return, by framework, the goals that count and neither serve nor are served.

    A tie to a goal that stands over one or under it is enough.
    """
    served = {each for framework in found for goal in framework.goals for each in goal.serves}
    alone: dict[UUID, tuple[Goal, ...]] = {}
    for framework in found:
        tied = {goal.id for goal in framework.goals if goal.serves or goal.id in served}
        near = stand_together(framework)
        alone[framework.id] = tuple(goal for goal in framework.goals if goal.counts and not near[goal.id] & tied)
    return alone


def coverage(rows: Framework, columns: Framework) -> Coverage:
    """Return two frameworks against each other (C03)."""
    mine, theirs = {goal.id for goal in rows.goals}, {goal.id for goal in columns.goals}
    ties = {(goal.id, each) for goal in rows.goals for each in goal.serves if each in theirs}
    ties |= {(each, goal.id) for goal in columns.goals for each in goal.serves if each in mine}
    left = _without(rows, {row for row, _ in ties})
    above = _without(columns, {column for _, column in ties})
    return Coverage(
        rows,
        columns,
        frozenset(ties),
        tuple(goal for goal in left if goal.counts),
        tuple(goal for goal in above if goal.counts),
        tuple(goal for goal in (*left, *above) if goal.toned_down and goal.ended_on is None),
    )


def _without(framework: Framework, tied: set[UUID]) -> list[Goal]:
    near = stand_together(framework)
    return [goal for goal in framework.goals if not near[goal.id] & tied]
