"""What files call a unit: its school unit code, and other names beside its own."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import NotHere, Refused, Right, UnitScope, decide, require
from kedjan.organisation import service as organisation
from kedjan.organisation.service import Unit
from kedjan_web.errors import said
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


class NamesForm(forms.Form):
    """A unit's code and other names; `seen` is what they were when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    code = forms.CharField(
        label=_("School unit code"),
        required=False,
        max_length=8,
        help_text=_("Eight digits, as in the national register of school units."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=2_500,
        help_text=_("One a line: former names, and how the school system writes it."),
        widget=forms.Textarea(attrs={"rows": "4"}),
    )

    def __init__(self, data: Any = None, *, of: Unit) -> None:
        initial = {"seen": organisation.known_as(of), "code": of.code, "aliases": "\n".join(of.aliases)}
        super().__init__(data, initial=initial)


@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def change(request: PageRequest, id: UUID) -> HttpResponse:
    """Say what files call a unit."""
    units = organisation.unit_tree(provider=request.actor.provider).units
    unit = next((each for each in units if each.id == id), None)
    if unit is None:
        raise NotHere("There is no such unit here.")
    require(decide(request.actor, Right.TAKE_IN_RESULTS, on=UnitScope(request.actor.provider, id)))
    form = NamesForm(request.POST or None, of=unit)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            organisation.name_in_files(
                by=request.actor,
                now=request.now,
                unit=id,
                code=given["code"],
                aliases=given["aliases"].splitlines(),
                seen=given["seen"].replace("\r\n", "\n"),
            )
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form = NamesForm({**request.POST.dict(), "seen": organisation.known_as(unit)}, of=unit)
            form.add_error(None, said(refusal.message, refusal.values))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("organisation")
    context = {"form": form, "unit": unit}
    return render(request, "kedjan/people/names_in_files.html", context, status=422 if form.errors else 200)
