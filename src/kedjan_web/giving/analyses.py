"""Situation analyses: seen by staff, written by those who lead rounds."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, ProviderScope, Refused, Right, decide
from kedjan.organisation import service as organisation
from kedjan.reflection import service as reflection
from kedjan.reflection.service import ProblemArea, SituationAnalysis
from kedjan_web import errors
from kedjan_web.actions.came import came_of
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.giving.forms import area
from kedjan_web.giving.recipients import id_in
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.rounds.period import period

EMPTY_ROWS = 3
MOST_ROWS = 20


class AnalysisForm(forms.Form):
    """A situation analysis (C01). `key` makes a new one count once, `seen` is the version of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=120)
    reason = forms.CharField(label=gettext_lazy("Why it is made"), required=False, widget=area(4))
    basis = forms.CharField(label=gettext_lazy("What it rests on"), required=False, widget=area(3))
    purposes = forms.CharField(
        label=gettext_lazy("Purposes"), required=False, widget=area(4), help_text=gettext_lazy("One on each line.")
    )
    unit = forms.ChoiceField(label=gettext_lazy("Which part of the organisation"), required=False)
    participants = forms.CharField(label=gettext_lazy("Who takes part"), required=False, widget=area(3))
    starts = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DayInput())
    ends = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=DayInput())
    outcome = forms.CharField(
        label=gettext_lazy("What came of it"),
        required=False,
        widget=area(4),
        help_text=gettext_lazy("For example the agreement that it led to. It can wait."),
    )

    def __init__(self, data: Any = None, *, tree: organisation.UnitTree, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        units = [(each.id.hex, "\N{NO-BREAK SPACE}" * 3 * each.depth + each.name) for each in tree.units]
        offer(self, unit=[("", _("Not chosen")), *units])

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        given = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", _("The last day lies before the first."))
        return given

    def described(self) -> dict[str, Any]:
        """Return what the room takes, once the form is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "seen"}}
        given["purposes"] = [line for line in given["purposes"].splitlines() if line.strip()]
        given["unit"] = id_in(given["unit"])
        return given


@require_GET
@needs(Right.SEE_ROUNDS)
def listing(request: PageRequest) -> HttpResponse:
    """List the situation analyses."""
    cards = [
        (each, period(each.starts, each.ends), reverse("analysis", args=[each.id]))
        for each in reflection.analyses(by=request.actor)
    ]
    leads = decide(request.actor, Right.LEAD_ROUNDS, on=ProviderScope(request.actor.provider)).allowed
    crumbs = (Crumb(_("Reflection rounds"), reverse("rounds")), Crumb(_("Situation analyses")))
    return render(request, "kedjan/giving/analyses.html", {"cards": cards, "leads": leads, "breadcrumbs": crumbs})


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show a situation analysis with its problem areas and rounds."""
    found = reflection.analysis(by=request.actor, id=id)
    belonging = {each.id for each in found.rounds}
    known = reflection.rounds(by=request.actor) if found.may_lead else ()
    facts = [
        (_("When"), period(found.starts, found.ends)),
        (_("Part of the organisation"), found.unit_name),
        (_("Who takes part"), found.participants),
    ]
    context = {
        "analysis": found,
        "facts": [(term, text) for term, text in facts if text],
        "rounds": [(each, period(each.opened_on, each.closed_on)) for each in found.rounds],
        "came": came_of(request, id),
        "others": [line for line in known if line.id not in belonging],
        "breadcrumbs": crumbs(found),
    }
    return render(request, "kedjan/giving/analysis.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def begin(request: PageRequest) -> HttpResponse:
    """Begin a situation analysis."""
    tree = organisation.unit_tree(provider=request.actor.provider)
    form = AnalysisForm(request.POST or None, tree=tree, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid4()
        try:
            made = reflection.begin_analysis(by=request.actor, now=request.now, key=key, **form.described())
        except Refused as refusal:
            form.add_error("title", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The situation analysis is begun."))
            return redirect("problem_areas", made.id)
    heading = _("New situation analysis")
    way = (Crumb(_("Situation analyses"), reverse("analyses")), Crumb(heading))
    context = {"form": form, "heading": heading, "cancel": reverse("analyses"), "breadcrumbs": way}
    return render(request, "kedjan/giving/analysis_form.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def describe(request: PageRequest, id: UUID) -> HttpResponse:
    """Describe a situation analysis anew; where somebody else was first, that is told."""
    found = reflection.analysis(by=request.actor, id=id)
    tree = organisation.unit_tree(provider=request.actor.provider)
    form = AnalysisForm(request.POST or None, tree=tree, initial=filled(found))
    heading, back = _("Describe the situation analysis"), reverse("analysis", args=[id])
    context = {"form": form, "heading": heading, "cancel": back, "breadcrumbs": crumbs(found, heading)}
    if request.method == "POST" and form.is_valid():
        try:
            reflection.describe_analysis(
                by=request.actor, now=request.now, id=id, seen=form.cleaned_data["seen"] or 0, **form.described()
            )
        except Changed as changed:
            again = AnalysisForm({**request.POST.dict(), "seen": changed.current.version}, tree=tree)
            context |= {"form": again, "changed": changed}
            return render(request, "kedjan/giving/analysis_form.html", context, status=409)
        except Refused as refusal:
            form.add_error("title", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("analysis", id)
    return render(request, "kedjan/giving/analysis_form.html", context)


def filled(found: SituationAnalysis) -> dict[str, Any]:
    """Return what the form holds of an analysis."""
    names = ("title", "reason", "basis", "participants", "starts", "ends", "outcome")
    return {
        **{name: getattr(found, name) for name in names},
        "purposes": "\n".join(found.purposes),
        "unit": found.unit.hex if found.unit else "",
        "seen": found.version,
    }


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def problem_areas(request: PageRequest, id: UUID) -> HttpResponse:
    """Say which problem areas an analysis sets out from, who found each, and what it rests on."""
    found = reflection.analysis(by=request.actor, id=id)
    if request.method == "POST":
        reflection.set_problem_areas(
            by=request.actor, now=request.now, id=id, seen=seen_in(request), areas=areas_in(request)
        )
        messages.success(request, _("Saved."))
        return redirect("analysis", id)
    empty = [ProblemArea(uuid4(), "") for _place in range(min(EMPTY_ROWS, MOST_ROWS - len(found.problem_areas)))]
    rows = list(enumerate([*found.problem_areas, *empty], start=1))
    context = {"analysis": found, "rows": rows, "breadcrumbs": crumbs(found, _("Problem areas"))}
    return render(request, "kedjan/giving/problem_areas.html", context)


def areas_in(request: PageRequest) -> list[ProblemArea]:
    """Return the rows that have words; a row that is emptied is gone."""
    rows = []
    for place in range(1, MOST_ROWS + 1):
        text = request.POST.get(f"text_{place}", "").strip()[:300]
        if text:
            key = id_in(request.POST.get(f"id_{place}", "")) or uuid4()
            found_by = request.POST.get(f"found_by_{place}", "").strip()[:120]
            rows.append(ProblemArea(key, text, found_by, request.POST.get(f"evidence_{place}", "")))
    return rows


@require_POST
@needs(Right.LEAD_ROUNDS)
def place(request: PageRequest, id: UUID) -> HttpResponse:
    """Let a round belong to the analysis, or no longer."""
    reflection.analysis(by=request.actor, id=id)
    of = id_in(request.POST.get("round", ""))
    if of is not None:
        seen = reflection.round(by=request.actor, id=of).version
        analysis = None if "away" in request.POST else id
        reflection.place_round(by=request.actor, now=request.now, round=of, seen=seen, analysis=analysis)
        messages.success(request, _("Saved."))
    return redirect("analysis", id)


def crumbs(found: SituationAnalysis, last: str = "") -> tuple[Crumb, ...]:
    """Return the way back."""
    here = reverse("analysis", args=[found.id]) if last else ""
    way = (Crumb(_("Situation analyses"), reverse("analyses")), Crumb(found.title, here))
    return (*way, Crumb(last)) if last else way
