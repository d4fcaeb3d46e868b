"""Persons in groups of at least five, for rooms above that count what they said."""

from collections.abc import Mapping
from uuid import UUID

from kedjan.reflection.responding.rules import Place, gathered, partition
from kedjan.reflection.responding.values import Group


def groups_of(*, places: Mapping[UUID, Place]) -> tuple[Group, ...]:
    """Return persons by the service areas of each, smaller groups together, everybody in one; none where too few."""
    return gathered(partition(places))
