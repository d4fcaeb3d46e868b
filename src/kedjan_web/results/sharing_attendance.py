"""Attendance given out to those who are not around the pupils: how many missed how much."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import ProviderScope, Right, decide, require
from kedjan.organisation.service import Unit
from kedjan.releases.service import Release
from kedjan.results import service as results
from kedjan.results.service import AttendanceToShare
from kedjan_web.requests import PageRequest
from kedjan_web.results.forms import GivingOutForm
from kedjan_web.results.sharing import asked_and_shared, units_of_provider
from kedjan_web.results.words import year_text
from kedjan_web.rights import needs

DIVISIONS = (("school_unit", gettext_lazy("School unit")), ("grade_level", gettext_lazy("Grade level")))


class AttendanceShareForm(GivingOutForm):
    """Which school year and units to give attendance out of, how divided, and what for."""

    school_year = forms.TypedChoiceField(label=gettext_lazy("School year"), coerce=int)
    by = forms.MultipleChoiceField(
        label=gettext_lazy("Divided by"), widget=forms.CheckboxSelectMultiple, required=False, choices=DIVISIONS
    )
    field_order = ("key", "title", "school_year", "units", "by", "purpose")

    def __init__(self, data: Any = None, *, units: Sequence[Unit], years: Sequence[int]) -> None:
        super().__init__(data, units=units, choices={"school_year": [(year, year_text(year)) for year in years]})

    @property
    def asks(self) -> AttendanceToShare:
        """Return what is to be given out."""
        given = self.cleaned_data
        return AttendanceToShare(given["title"], given["school_year"], self.units_chosen, tuple(given["by"]))


@require_http_methods(["GET", "POST"])
@needs(Right.SHARE_OUTSIDE)
def share(request: PageRequest) -> HttpResponse:
    """Ask of attendance and give the answer out; nothing of it is seen before."""
    require(decide(request.actor, Right.SHARE_OUTSIDE, on=ProviderScope(request.actor.provider)))
    years = results.attendance_years_to_share(by=request.actor)
    form = AttendanceShareForm(request.POST or None, units=units_of_provider(request), years=years)

    def give_out(given: dict[str, Any]) -> Release:
        return results.share_attendance(
            by=request.actor, now=request.now, key=given["key"], asks=form.asks, purpose=given["purpose"]
        )

    lead = _("How many were absent how much of their time, for everybody who may read shared material.")
    return asked_and_shared(request, form, give_out, heading=_("Share attendance"), lead=lead)
