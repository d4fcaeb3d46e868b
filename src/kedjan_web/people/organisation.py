"""The organisation: its units, with the number of children or pupils."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.organisation import service as organisation
from kedjan_web.components.badges import Badge
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs

MINE = Badge(_("Your duty"), "accent", "check")
KINDS = {
    "administration": _("administration"),
    "service_area": _("service area"),
    "principals_area": _("principal's area"),
    "school_unit": _("school unit"),
}


@require_GET
@needs(Right.SEE_ORGANISATION)
def units(request: PageRequest) -> HttpResponse:
    """Show all units under each other. Sizes are official figures, so nothing is hidden."""
    provider = request.actor.provider
    tree = organisation.unit_tree(provider=provider)
    reach = frozenset[object]().union(*(held.reach for held in request.actor.duties))
    rows = [
        {"unit": unit, "kind": kind_of(unit), "mine": unit.id in reach, "sum": _sum_below(tree, unit)}
        for unit in tree.units
    ]
    context = {
        "rows": rows,
        "some_mine": any(not row["mine"] for row in rows),
        "areas": organisation.service_areas(provider=provider),
        "mine_badge": MINE,
    }
    return render(request, "kedjan/people/organisation.html", context)


def kind_of(unit: organisation.Unit) -> str:
    """Return the kind of a unit in words, with its school form where it has one."""
    kind = str(KINDS.get(unit.kind, unit.kind))
    return f"{kind}, {unit.school_form}" if unit.school_form else kind


def _sum_below(tree: organisation.UnitTree, unit: organisation.Unit) -> int | None:
    """Return the children and pupils of a unit and those below it, or None where no size is known."""
    below = tree.below(unit.id)
    known = [each.children_or_pupils for each in tree.units if each.id in below and each.children_or_pupils is not None]
    return sum(known) if known else None
