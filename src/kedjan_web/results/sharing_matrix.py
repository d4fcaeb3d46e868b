"""Midterm matrices given out to those who are not around the pupils: how many are at each level."""

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
from kedjan.results.service import MatrixToShare, Term
from kedjan_web.requests import PageRequest
from kedjan_web.results.forms import GivingOutForm
from kedjan_web.results.sharing import asked_and_shared, units_of_provider
from kedjan_web.rights import needs

HALVES = {"autumn": gettext_lazy("Autumn %(year)d"), "spring": gettext_lazy("Spring %(year)d")}


class MatrixShareForm(GivingOutForm):
    """Which term and units to give matrices out of, by unit or not, what beside levels, and what for."""

    term = forms.ChoiceField(label=gettext_lazy("Term"))
    by_unit = forms.BooleanField(label=gettext_lazy("Divide by school unit"), required=False)
    beside = forms.MultipleChoiceField(
        label=gettext_lazy("Beside levels"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "At most three. A subject tells how many have the most concern, 3, in it. Each makes the parts smaller, so"
            " that more is hidden."
        ),
    )
    field_order = ("key", "title", "term", "units", "by_unit", "beside", "purpose")

    def __init__(self, data: Any = None, *, units: Sequence[Unit], terms: Sequence[Term]) -> None:
        choices = {
            "term": [(f"{term.year}.{term.half}", str(HALVES[term.half]) % {"year": term.year}) for term in terms],
            "beside": [(name, _(words)) for name, words in results.beside_levels().items()],
        }
        super().__init__(data, units=units, choices=choices)

    def clean_beside(self) -> list[str]:
        """Refuse more than may be told at a time."""
        chosen: list[str] = self.cleaned_data["beside"]
        if len(chosen) > results.MOST_BESIDE:
            raise forms.ValidationError(
                _("At most %(most)s things are told beside levels.") % {"most": results.MOST_BESIDE}
            )
        return chosen

    @property
    def asks(self) -> MatrixToShare:
        """Return what is to be given out."""
        given = self.cleaned_data
        year, half = given["term"].split(".")
        beside = tuple(given["beside"])
        return MatrixToShare(given["title"], Term(int(year), half), self.units_chosen, given["by_unit"], beside)


@require_http_methods(["GET", "POST"])
@needs(Right.SHARE_OUTSIDE)
def share(request: PageRequest) -> HttpResponse:
    """Ask of a term's matrices and give the answer out; nothing of it is seen before."""
    require(decide(request.actor, Right.SHARE_OUTSIDE, on=ProviderScope(request.actor.provider)))
    terms = results.matrix_terms_to_share(by=request.actor)
    form = MatrixShareForm(request.POST or None, units=units_of_provider(request), terms=terms)

    def give_out(given: dict[str, Any]) -> Release:
        return results.share_matrices(
            by=request.actor, now=request.now, key=given["key"], asks=form.asks, purpose=given["purpose"]
        )

    lead = _("How many pupils are at each level, for everybody who may read shared material.")
    return asked_and_shared(request, form, give_out, heading=_("Share midterm matrices"), lead=lead)
