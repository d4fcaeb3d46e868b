"""Cohort studies: listed, looked at, and taken along as a file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Refused, Right
from kedjan.results import service as results
from kedjan.results.service import Question
from kedjan_web import errors
from kedjan_web.components.numbers import of_a_file
from kedjan_web.components.tables import Table
from kedjan_web.requests import PageRequest
from kedjan_web.results.after import after_in_words, after_tables
from kedjan_web.results.destinations import destinations
from kedjan_web.results.files import figures_file, figures_of
from kedjan_web.results.pictures import diagram, streams
from kedjan_web.results.tables import divided, four_fields, groups, signal, subgroups, summary, year_by_year
from kedjan_web.results.words import asked_in_words, year_text
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb


def crumbs(*last: str) -> tuple[Crumb, ...]:
    """Return the way back from a page below the list of studies."""
    return (Crumb(_("Results"), reverse("studies")), *(Crumb(each) for each in last))


@require_GET
@needs(Right.STUDY_RESULTS)
def listed(request: PageRequest) -> HttpResponse:
    """List the studies that one may look at."""
    units = results.unit_names(by=request.actor)
    found = results.studies(by=request.actor)
    context = {
        "studies": [(each, asked_in_words(each.asks, units)) for each in found],
        "years": [year_text(year) for year in results.years_with_grades(by=request.actor)],
    }
    return render(request, "kedjan/results/list.html", context)


@require_GET
@needs(Right.STUDY_RESULTS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show a study: a sentence, the flow, the dots, the groups, each picture with its table."""
    of = results.study(by=request.actor, id=id)
    units = results.unit_names(by=request.actor)
    context = {"study": of, "asked": asked_in_words(of.asks, units), "breadcrumbs": crumbs(of.asks.title)}
    if of.removed:
        return render(request, "kedjan/results/gone.html", context)
    try:
        found = results.count_study(by=request.actor, now=request.now, id=id)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        context["refusal"] = errors.said(refusal.message, refusal.values)
        return render(request, "kedjan/results/study.html", context)
    context |= {"found": found, "counted_on": [year_text(year) for year in found.years]}
    if found.report:
        report = found.report
        context |= {
            "summary": summary(report),
            "figures": [streams(report, of.asks), diagram(found.dots, of.asks)],
            "after_lines": after_in_words(found.after_final) if found.after_final else (),
            "after_tables": after_tables(found.after_final) if found.after_final else (),
            "tables": _tables(report, of.asks, units),
            "signal": signal(report, of.asks),
            "downloads": [(ending, reverse("study_file", args=[id, ending])) for ending in ("xlsx", "csv")],
        }
    return render(request, "kedjan/results/study.html", context)


@require_GET
@needs(Right.STUDY_RESULTS)
@of_a_file()
def as_file(request: PageRequest, id: UUID, ending: str) -> HttpResponse:
    """Return a study's counts as a file, with what they were counted on."""
    of = results.study(by=request.actor, id=id)
    found = results.count_study(by=request.actor, now=request.now, id=id)
    units = results.unit_names(by=request.actor)
    report = found.report
    every = _tables(report, of.asks, units) if report else []
    every += after_tables(found.after_final) if found.after_final else []
    counted_on = (_("Counted on"), ", ".join(year_text(year) for year in found.years), "", "")
    return figures_file(of.asks.title, [*figures_of(every), counted_on], "studie", ending, now=request.now)


def _tables(report: Mapping[str, Any], asks: Question, units: Mapping[str, str]) -> list[Table]:
    return [
        four_fields(report, asks),
        *year_by_year(report, units),
        groups(report),
        *divided(report, units),
        *subgroups(report),
        *destinations(report),
    ]
