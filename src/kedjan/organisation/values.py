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
    """A unit with its depth in the tree (0 at the root) and its number of children or pupils, where known.

    `service_area` is its own; see `UnitTree.service_area_of` for the one that those who work there answer within.
    Files know it by its name, its school unit code (`code`, eight digits) and its `aliases`.
    """

    id: UUID
    parent: UUID | None
    name: str
    kind: str
    school_form: str
    children_or_pupils: int | None
    depth: int
    service_area: UUID | None = None
    code: str = ""
    aliases: tuple[str, ...] = ()


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

    def service_area_of(self, unit: UUID) -> UUID | None:
        """Return the service area of the unit, or else of the nearest unit above that has one."""
        known = {each.id: each for each in self.units}
        place = known.get(unit)
        while place is not None and place.service_area is None:
            place = known.get(place.parent) if place.parent else None
        return place.service_area if place else None
