"""A cohort given out to those who are not around the pupils: asked, counted and shared in one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import ProviderScope, Refused, Right, decide, require
from kedjan.organisation import service as organisation
from kedjan.organisation.service import Unit
from kedjan.releases.service import Release, WouldLeak
from kedjan.results import service as results
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.results.forms import CohortForm, PurposeForm
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb

BESIDE = {
    "after": gettext_lazy("Eligible after holiday school and examinations"),
    "destinations": gettext_lazy("Where the pupils went"),
}


class ShareForm(PurposeForm, CohortForm):
    """A question to give out the answer of: with a purpose, and without groups by rules of one's own."""

    beside = forms.MultipleChoiceField(
        label=gettext_lazy("Beside it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[(name, BESIDE[name]) for name in results.BESIDE_COHORT],
        help_text=gettext_lazy("Where they have come in. Holiday school and examinations are told of one school year."),
    )
    field_order = ("key", "title", "from_level", "to_level", "school_year", "units", "by", "beside", "purpose")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["title"].label = _("What it is called")


@require_http_methods(["GET", "POST"])
@needs(Right.SHARE_OUTSIDE)
def share(request: PageRequest) -> HttpResponse:
    """Ask of a cohort and give the answer out; nothing of it is seen before."""
    require(decide(request.actor, Right.SHARE_OUTSIDE, on=ProviderScope(request.actor.provider)))
    units = units_of_provider(request)
    form = ShareForm(request.POST or None, units=units, years=results.years_to_share(by=request.actor))

    def give_out(given: dict[str, Any]) -> Release:
        return results.share_cohort(
            by=request.actor,
            now=request.now,
            key=given["key"],
            asks=form.asks,
            purpose=given["purpose"],
            beside=given["beside"],
        )

    lead = _("How many were eligible then and now, for everybody who may read shared material.")
    return asked_and_shared(request, form, give_out, heading=_("Share a cohort"), lead=lead)


def units_of_provider(request: PageRequest) -> list[Unit]:
    """Return the provider's school units, in the organisation's order."""
    return [u for u in organisation.unit_tree(provider=request.actor.provider).units if u.kind == "school_unit"]


def asked_and_shared(
    request: PageRequest,
    form: forms.Form,
    give_out: Callable[[dict[str, Any]], Release],
    *,
    heading: str,
    lead: str,
) -> HttpResponse:
    """Show a form of what to give out; give it out when it is sent, and lead to what was given."""
    if request.method == "POST" and form.is_valid():
        try:
            made = give_out(form.cleaned_data)
        except WouldLeak as refusal:
            form.add_error(None, " ".join(errors.said(each.message, each.values) for each in refusal.refusals))
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("It is shared."))
            return redirect("release", made.line.id)
    crumbs = (Crumb(_("Shared material"), reverse("releases")), Crumb(heading))
    context = {"form": form, "breadcrumbs": crumbs, "heading": heading, "lead": lead}
    return render(request, "kedjan/results/share.html", context, status=422 if form.errors else 200)
