"""The limits under which figures are hidden: seen by all who read shared material, set by those who answer for it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Changed, ProviderScope, Refused, Right, decide
from kedjan.people import service as people
from kedjan.releases import service as releases
from kedjan_web import errors
from kedjan_web.components.forms import DayInput
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.start.days import day

NAMES: dict[str, str | Promise] = {
    "staff_reflections": gettext_lazy("Reflections of staff"),
    "survey_answers": gettext_lazy("Answers to surveys"),
    "pupil_results_unit": gettext_lazy("Pupils' results at a unit"),
    "pupil_results_provider": gettext_lazy("Pupils' results at the provider"),
}
KINDS = {
    "reflektioner": "staff_reflections",
    "enkater": "survey_answers",
    "resultat-enhet": "pupil_results_unit",
    "resultat-huvudman": "pupil_results_provider",
}
SLUGS = {kind: slug for slug, kind in KINDS.items()}


class ThresholdForm(forms.Form):
    """A limit, and the first day it holds."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    persons = forms.IntegerField(label=gettext_lazy("Fewest persons behind a figure"), min_value=1)
    valid_from = forms.DateField(
        label=gettext_lazy("Holds from"),
        widget=DayInput,
        help_text=gettext_lazy("For what is shared from that day on."),
    )


@require_GET
@needs(Right.READ_RELEASES)
def show(request: PageRequest) -> HttpResponse:
    """Show the limit of each kind, where it comes from, and how it has been changed."""
    found = releases.thresholds_now(by=request.actor, now=request.now)
    context = {
        "names": people.shown_names(by=request.actor, ids=[made.made_by for each in found for made in each.history]),
        "thresholds": [
            {"now": each, "name": NAMES[each.rule.kind], "slug": SLUGS[each.rule.kind], "rule": _(each.rule.rule)}
            for each in found
        ],
        "may_set": decide(request.actor, Right.SET_THRESHOLDS, on=ProviderScope(request.actor.provider)).allowed,
        "breadcrumbs": (Crumb(_("Shared material"), reverse("releases")), Crumb(_("Limits"))),
    }
    return render(request, "kedjan/sharing/thresholds.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.SET_THRESHOLDS)
def change(request: PageRequest, slug: str) -> HttpResponse:
    """Set a limit from a day on."""
    if slug not in KINDS:
        raise Http404
    kind = KINDS[slug]
    of = now_of(request, kind)
    initial = {"seen": of.seen, "persons": of.persons, "valid_from": day(request)}
    form = ThresholdForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            releases.set_threshold(by=request.actor, now=request.now, kind=kind, **form.cleaned_data)
        except Changed as changed:
            of, status = changed.current, 409
            form = ThresholdForm({**request.POST.dict(), "seen": of.seen})
            form.add_error(None, errors.said(changed.message, changed.values))
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The limit is set."))
            return redirect("thresholds")
    return render(request, "kedjan/sharing/threshold.html", page(of, kind, form), status=status)


def now_of(request: PageRequest, kind: str) -> releases.ThresholdNow:
    """Return the limit of a kind as it stands."""
    found = releases.thresholds_now(by=request.actor, now=request.now)
    return next(each for each in found if each.rule.kind == kind)


def page(of: releases.ThresholdNow, kind: str, form: forms.Form) -> dict[str, Any]:
    """Return what the page of one limit shows."""
    crumbs = (
        Crumb(_("Shared material"), reverse("releases")),
        Crumb(_("Limits"), reverse("thresholds")),
        Crumb(str(NAMES[kind])),
    )
    return {"of": of, "name": NAMES[kind], "form": form, "breadcrumbs": crumbs}
