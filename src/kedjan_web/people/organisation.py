"""The organisation: its units, with the number of children or pupils, and the service area of each."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Decision, NotHere, Refused, Right, UnitScope, decide, require
from kedjan.organisation import service as organisation
from kedjan.organisation.service import ServiceArea, Unit, UnitTree
from kedjan_web.components.badges import Badge
from kedjan_web.components.offering import offer
from kedjan_web.errors import said
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs

MINE = Badge(_("Your duty"), "accent", "check")
KINDS = {
    "administration": _("administration"),
    "service_area": _("service area"),
    "principals_area": _("principal's area"),
    "school_unit": _("school unit"),
}


class AreaForm(forms.Form):
    """Which service area a unit belongs to; `seen` is the one that it had when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    area = forms.ChoiceField(label=_("Service area"), required=False)

    def __init__(self, *args: Any, areas: tuple[ServiceArea, ...], above: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {each.id.hex: each.id for each in areas}
        none = gettext("As above: %(area)s") % {"area": above} if above else gettext("None of its own")
        choices = [("", none), *((each.id.hex, each.name) for each in areas)]
        offer(self, area=choices)

    def given(self, name: str) -> UUID | None:
        """Return the area that a field names; nothing where it names none."""
        return self.known.get(self.cleaned_data[name])


@require_GET
@needs(Right.SEE_ORGANISATION)
def units(request: PageRequest) -> HttpResponse:
    """Show all units under each other. Sizes are official figures, so nothing is hidden."""
    provider = request.actor.provider
    tree = organisation.unit_tree(provider=provider)
    reach = frozenset[object]().union(*(held.reach for held in request.actor.duties))
    areas = organisation.service_areas(provider=provider)
    names: dict[UUID | None, str] = {each.id: each.name for each in areas}
    rows = [
        {
            "unit": unit,
            "kind": kind_of(unit),
            "mine": unit.id in reach,
            "sum": _sum_below(tree, unit),
            "area": names.get(tree.service_area_of(unit.id), ""),
            "may_set": may_set(request, unit).allowed,
            "may_name": may_name(request, unit).allowed,
        }
        for unit in tree.units
    ]
    context = {
        "rows": rows,
        "some_mine": any(not row["mine"] for row in rows),
        "some_to_set": any(row["may_set"] for row in rows),
        "areas": areas,
        "mine_badge": MINE,
    }
    return render(request, "kedjan/people/organisation.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.SET_SERVICE_AREAS)
def change(request: PageRequest, id: UUID) -> HttpResponse:
    """Say which service area a unit belongs to."""
    provider = request.actor.provider
    tree, areas = organisation.unit_tree(provider=provider), organisation.service_areas(provider=provider)
    unit = next((each for each in tree.units if each.id == id), None)
    if unit is None:
        raise NotHere("There is no such unit here.")
    require(may_set(request, unit))
    now_set = unit.service_area.hex if unit.service_area else ""
    above = next((each.name for each in areas if unit.parent and each.id == tree.service_area_of(unit.parent)), "")
    initial = {"area": now_set, "seen": now_set}
    form = AreaForm(request.POST or None, initial=initial, areas=areas, above=above)
    if request.method == "POST" and form.is_valid():
        try:
            organisation.set_service_area(
                by=request.actor, now=request.now, unit=id, service_area=form.given("area"), seen=form.given("seen")
            )
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form = AreaForm({"area": form.cleaned_data["area"], "seen": now_set}, areas=areas, above=above)
            form.add_error("area", said(refusal.message, refusal.values))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("organisation")
    context = {"form": form, "unit": unit, "inheriting": inheriting(tree, unit)}
    return render(request, "kedjan/people/unit_service_area.html", context, status=422 if form.errors else 200)


def may_set(request: PageRequest, unit: Unit) -> Decision:
    """Return whether the service area of a unit may be set."""
    return decide(request.actor, Right.SET_SERVICE_AREAS, on=UnitScope(request.actor.provider, unit.id))


def may_name(request: PageRequest, unit: Unit) -> Decision:
    """Return whether one may say what files call a unit."""
    return decide(request.actor, Right.TAKE_IN_RESULTS, on=UnitScope(request.actor.provider, unit.id))


def inheriting(tree: UnitTree, unit: Unit) -> list[str]:
    """Return the units below that have no service area of their own, nor any between that has."""
    places = {unit.id}
    for each in tree.units:
        if each.parent in places and each.service_area is None:
            places.add(each.id)
    return [each.name for each in tree.units if each.id in places and each.id != unit.id]


def kind_of(unit: organisation.Unit) -> str:
    """Return the kind of a unit in words, with its school form where it has one."""
    kind = str(KINDS.get(unit.kind, unit.kind))
    return f"{kind}, {unit.school_form}" if unit.school_form else kind


def _sum_below(tree: organisation.UnitTree, unit: organisation.Unit) -> int | None:
    """Return the children and pupils of a unit and those below it, or None where no size is known."""
    below = tree.below(unit.id)
    known = [each.children_or_pupils for each in tree.units if each.id in below and each.children_or_pupils is not None]
    return sum(known) if known else None
