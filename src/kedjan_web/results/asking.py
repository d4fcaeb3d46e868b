"""Cohort studies asked for, changed, counted again, taken away and put back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.results import service as results
from kedjan.results.service import Study
from kedjan_web import errors
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.results.forms import StudyForm
from kedjan_web.results.views import crumbs
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.STUDY_RESULTS)
def new(request: PageRequest) -> HttpResponse:
    """Ask something of a cohort, and have it counted."""
    form = asked_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = results.save_study(by=request.actor, now=request.now, key=form.cleaned_data["key"], asks=form.asks)
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(blamed(refusal), errors.said(refusal.message, refusal.values))
        else:
            return redirect("study", made.id)
    context = {"form": form, "breadcrumbs": crumbs(_("New study"))}
    return render(request, "kedjan/results/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Right.STUDY_RESULTS)
def change(request: PageRequest, id: UUID) -> HttpResponse:
    """Ask otherwise; where somebody else has changed it meanwhile, what it asks now is shown beside what one wrote."""
    of = results.study(by=request.actor, id=id)
    form, meanwhile = asked_form(request, of), None
    if request.method == "POST" and form.is_valid():
        try:
            results.change_study(
                by=request.actor, now=request.now, id=id, seen=form.cleaned_data["seen"] or 0, asks=form.asks
            )
        except Changed as changed:
            meanwhile = changed
            form.add_error(None, errors.said(changed.message, changed.values))
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(blamed(refusal), errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("study", id)
    context = {"form": form, "study": of, "meanwhile": meanwhile, "breadcrumbs": crumbs(of.asks.title, _("Change"))}
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(request, "kedjan/results/ask.html", context, status=status)


@require_POST
@needs(Right.STUDY_RESULTS)
def count_again(request: PageRequest, id: UUID) -> HttpResponse:
    """Count a study on what is in place now."""
    try:
        results.count_again(by=request.actor, now=request.now, id=id, seen=seen_in(request))
    except Changed:
        messages.warning(request, _("Somebody else changed the study after you opened it. This is what it says now."))
    else:
        messages.success(request, _("The study is counted on the latest results."))
    return redirect("study", id)


@require_POST
@needs(Right.STUDY_RESULTS)
def remove(request: PageRequest, id: UUID) -> HttpResponse:
    """Take a study away; it can be put back."""
    results.remove_study(by=request.actor, now=request.now, id=id)
    of: Study = results.study(by=request.actor, id=id)
    messages.success(request, format_html("{}", _("%(title)s is taken away.") % {"title": of.asks.title}))
    return redirect("study", id)


@require_POST
@needs(Right.STUDY_RESULTS)
def put_back(request: PageRequest, id: UUID) -> HttpResponse:
    """Put a study back."""
    results.remove_study(by=request.actor, now=request.now, id=id, put_back=True)
    messages.success(request, _("The study is back."))
    return redirect("study", id)


def blamed(refusal: Refused) -> str | None:
    """Return the field that a refusal is about: what is wrong with a rule stands at the rules."""
    return "subgroups" if "rule" in refusal.values else None


def asked_form(request: PageRequest, of: Study | None = None) -> StudyForm:
    """Return the form, with the units that one may study and the years that there are results of."""
    units = results.units_to_study(by=request.actor)
    years = results.years_with_grades(by=request.actor)
    return StudyForm(request.POST or None, units=units, years=years, of=of)
