"""What pupils answers with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class NumberKind(StrEnum):
    """What a pupil's number is; the values are stored."""

    PERSONAL = "personal"  # personnummer
    COORDINATION = "coordination"  # samordningsnummer
    TEMPORARY = "temporary"  # TF number
    SENDERS = "senders"  # a key that the sender of a file uses


@dataclass(frozen=True, slots=True)
class Named:
    """How a sender names a pupil: the number as we write it, and what kind it is."""

    number: str
    kind: NumberKind


class JoinState(StrEnum):
    """What became of two pupils who were told to be one; the values are stored."""

    WAITING = "waiting"
    JOINED = "joined"
    SET_ASIDE = "set_aside"  # they are two after all
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Join:
    """Two pupils told to be one, by key, and what became of it.

    `kept` is the key that both have while they are joined. `told_in` is the delivery that told; None where a person
    did. `laid` are the data sets, as they came, that held either of them when they were joined.
    """

    id: UUID
    kept: int
    given_up: int
    state: JoinState
    told_in: UUID | None
    told_by: UUID
    told_at: datetime
    reason: str
    laid: frozenset[UUID]
    decided_by: UUID | None
    decided_at: datetime | None
    undone_by: UUID | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The keys that were given up when pupils were made one: each with the key that it led to, and by which join."""

    steps: Mapping[int, tuple[int, UUID]] = field(default_factory=dict)

    @property
    def leads_to(self) -> dict[int, int]:
        """Return the key that each has now, however many steps away."""
        return {key: self._way(key)[0] for key in self.steps}

    def joins_of(self, keys: Collection[int]) -> frozenset[UUID]:
        """Return the joins by which these of the keys lead where they do."""
        return frozenset(join for key in keys if key in self.steps for join in self._way(key)[1])

    def also(self, join: Join) -> "GivenUp":
        """Return what they would be with two more joined."""
        return GivenUp({**self.steps, join.given_up: (join.kept, join.id)})

    def without(self, join: Join) -> "GivenUp":
        """Return what they would be without a join."""
        return GivenUp({key: step for key, step in self.steps.items() if key != join.given_up})

    def family(self, key: int) -> frozenset[int]:
        """Return every key of the pupil who has this one."""
        leads_to = self.leads_to
        now = leads_to.get(key, key)
        return frozenset({now, *(each for each, kept in leads_to.items() if kept == now)})

    def _way(self, key: int) -> tuple[int, list[UUID]]:
        joins = []
        while key in self.steps:
            key, join = self.steps[key]
            joins.append(join)
        return key, joins
