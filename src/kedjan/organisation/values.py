"""What organisation answers with."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Provider:
    """An education provider; `demo` marks made-up data that one-click sign-in may open."""

    id: UUID
    name: str
    slug: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its depth in the tree (0 at the root) and its number of children or pupils, where known."""

    id: UUID
    parent: UUID | None
    name: str
    kind: str
    school_form: str
    children_or_pupils: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """A service area and the names by which files may call it."""

    id: UUID
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitTree:
    """All units of a provider, parents before children."""

    units: tuple[Unit, ...]

    def below(self, unit: UUID) -> frozenset[UUID]:
        """Return the unit and all units below it."""
        reached = {unit}
        for each in self.units:
            if each.parent in reached:
                reached.add(each.id)
        return frozenset(reached)
