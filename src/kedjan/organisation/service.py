"""The door of organisation: providers, units, service areas and school years."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused, Right, UnitScope, decide, require
from kedjan.journal import service as journal
from kedjan.organisation import models
from kedjan.organisation.values import Provider, ServiceArea, Unit, UnitTree

__all__ = [
    "Provider",
    "ServiceArea",
    "Unit",
    "UnitTree",
    "add_service_area",
    "add_unit",
    "found_provider",
    "known_as",
    "name_in_files",
    "provider",
    "provider_by_slug",
    "providers",
    "school_year_of",
    "service_areas",
    "set_service_area",
    "unit_tree",
]


def found_provider(*, name: str, slug: str, demo: bool = False) -> Provider:
    """Create a provider with its root unit (the administration). A name or slug already taken is refused."""
    if models.Provider.objects.filter(name=name).exists() or models.Provider.objects.filter(slug=slug).exists():
        raise Refused("There is already a provider called %(name)s.", name=name)
    row = models.Provider.objects.create(name=name, slug=slug, demo=demo)
    models.Unit.objects.create(provider=row, name=name, kind="administration")
    return _provider(row)


def add_unit(
    *,
    provider: UUID,
    name: str,
    kind: str,
    parent: UUID | None = None,
    school_form: str = "",
    children_or_pupils: int | None = None,
    service_area: UUID | None = None,
) -> Unit:
    """Create a unit under `parent` (default: the root). A parent of another provider is refused."""
    above = models.Unit.objects.filter(provider_id=provider, **({"id": parent} if parent else {"parent": None})).first()
    if above is None:
        raise NotHere("There is no such unit here.")
    row = models.Unit.objects.create(
        provider_id=provider,
        parent=above,
        name=name,
        kind=kind,
        school_form=school_form,
        children_or_pupils=children_or_pupils,
        service_area_id=service_area,
        order=models.Unit.objects.filter(provider_id=provider).count(),
    )
    return next(unit for unit in unit_tree(provider=provider).units if unit.id == row.id)


def add_service_area(*, provider: UUID, name: str, aliases: Sequence[str] = ()) -> ServiceArea:
    """Create a service area; `aliases` are other names under which files know it."""
    order = models.ServiceArea.objects.filter(provider_id=provider).count()
    row = models.ServiceArea.objects.create(provider_id=provider, name=name, aliases=list(aliases), order=order)
    return _service_area(row)


@transaction.atomic
def set_service_area(*, by: Actor, now: datetime, unit: UUID, service_area: UUID | None, seen: UUID | None) -> Unit:
    """Say which service area those who work at a unit answer within; None lets the nearest unit above decide.

    It holds for whoever is asked from then on: who is asked already answers for what they were asked for. `seen` is
    the area that the unit had when it was looked at; where it has another by now, nothing changes.
    """
    row = models.Unit.objects.select_for_update().filter(provider_id=by.provider, id=unit).first()
    if row is None:
        raise NotHere("There is no such unit here.")
    require(decide(by, Right.SET_SERVICE_AREAS, on=UnitScope(by.provider, unit)))
    areas = {each.id for each in service_areas(provider=by.provider)}
    if service_area is not None and service_area not in areas:
        raise NotHere("There is no such service area here.")
    if row.service_area_id != seen:
        raise Refused("Somebody gave %(unit)s another service area after you opened it.", unit=row.name)
    if service_area != seen:
        models.Unit.objects.filter(id=row.id).update(service_area_id=service_area)
        details = {"service_area": service_area.hex if service_area else ""}
        journal.record(
            by=by, now=now, room="organisation", verb="set_area", kind="unit", object_id=row.id.hex, details=details
        )
    return next(each for each in unit_tree(provider=by.provider).units if each.id == row.id)


@transaction.atomic
def name_in_files(*, by: Actor, now: datetime, unit: UUID, code: str, aliases: Sequence[str], seen: str) -> Unit:
    """Say under which school unit code and other names files know a unit. It holds for files that come from then on.

    `seen` is `known_as` of the unit as it was looked at. Refuses a code that is not eight digits or another unit's,
    a name that another unit has in any way, and more than twenty names.
    """
    row = models.Unit.objects.select_for_update().filter(provider_id=by.provider, id=unit).first()
    if row is None:
        raise NotHere("There is no such unit here.")
    require(decide(by, Right.TAKE_IN_RESULTS, on=UnitScope(by.provider, unit)))
    if known_as(_unit(row, 0)) != seen:
        raise Refused("Somebody else changed what files call %(unit)s after you opened it.", unit=row.name)
    names = tuple(dict.fromkeys(filter(None, (" ".join(each.split()) for each in aliases))))
    if code and not (len(code) == 8 and code.isascii() and code.isdigit()):
        raise Refused("A school unit code is eight digits.")
    if len(names) > 20 or any(len(each) > 120 for each in names):
        raise Refused("At most twenty names, of at most 120 characters each.")
    mine = {each.casefold() for each in (code, *names) if each}
    for other in models.Unit.objects.filter(provider_id=by.provider).exclude(id=unit):
        if mine & {each.casefold() for each in (other.name, other.code, *other.aliases)}:
            raise Refused("%(unit)s is known by that name or code already.", unit=other.name)
    row.code, row.aliases = code, list(names)
    row.save(update_fields=["code", "aliases"])
    journal.record(by=by, now=now, room="organisation", verb="named_in_files", kind="unit", object_id=row.id.hex)
    return next(each for each in unit_tree(provider=by.provider).units if each.id == row.id)


def known_as(unit: Unit) -> str:
    """Return what files know a unit by beside its name, as one text: the code, then each other name on its own line."""
    return "\n".join((unit.code, *unit.aliases))


def provider(*, by: Actor) -> Provider:
    """Return the actor's own provider."""
    return _provider(models.Provider.objects.get(id=by.provider))


def providers() -> tuple[Provider, ...]:
    """Return every provider of the installation: for the house, not for pages."""
    return tuple(_provider(row) for row in models.Provider.objects.order_by("name"))


def provider_by_slug(slug: str) -> Provider:
    """Return the provider with that slug, or NotHere."""
    row = models.Provider.objects.filter(slug=slug).first()
    if row is None:
        raise NotHere("There is no provider called %(name)s.", name=slug)
    return _provider(row)


def unit_tree(*, provider: UUID) -> UnitTree:
    """Return all units of a provider, parents before children, siblings in their order."""
    rows = list(models.Unit.objects.filter(provider_id=provider).order_by("order", "name"))
    children: dict[UUID | None, list[models.Unit]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    ordered: list[Unit] = []

    def walk(parent: UUID | None, depth: int) -> None:
        for row in children.get(parent, []):
            ordered.append(_unit(row, depth))
            walk(row.id, depth + 1)

    walk(None, 0)
    return UnitTree(tuple(ordered))


def service_areas(*, provider: UUID) -> tuple[ServiceArea, ...]:
    """Return a provider's service areas in their order."""
    return tuple(
        _service_area(row) for row in models.ServiceArea.objects.filter(provider_id=provider).order_by("order", "name")
    )


def school_year_of(day: date) -> str:
    """Return the school year (1 July to 30 June, skollagen) that a day lies in, as 2026/27."""
    first = day.year if day.month >= 7 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def _unit(row: models.Unit, depth: int) -> Unit:
    return Unit(
        row.id,
        row.parent_id,
        row.name,
        row.kind,
        row.school_form,
        row.children_or_pupils,
        depth,
        row.service_area_id,
        row.code,
        tuple(row.aliases),
    )


def _provider(row: models.Provider) -> Provider:
    return Provider(row.id, row.name, row.slug, row.demo)


def _service_area(row: models.ServiceArea) -> ServiceArea:
    return ServiceArea(row.id, row.name, tuple(row.aliases))
