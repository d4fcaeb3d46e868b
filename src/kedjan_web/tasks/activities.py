"""Activities told by hand: what they ask for, lowered and taken away."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import NotHere, Refused, Right, Role
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Asking, Declaration, Over, OverBudget, Thing
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.start.words import ROLES, role_name
from kedjan_web.tasks.frames import back
from kedjan_web.tasks.instead import InsteadForm, asked_about, things_of
from kedjan_web.tasks.words import hours, over_words, year_in

GONE = "There is no such thing that asks for minutes here."


class ActivityForm(forms.Form):
    """Something that takes time: what it is called, of whom and how long. `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who does it"),
        choices=[(role.value, words) for role, words in ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes in the school year"),
        min_value=1,
        max_value=60 * 200,
        help_text=gettext_lazy("For each person, all times together."),
    )
    in_meetings = forms.BooleanField(label=gettext_lazy("Meeting time is set aside for it"), required=False)


class LowerForm(forms.Form):
    """How many minutes it keeps; 0 takes it away."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes from now on"), min_value=0, help_text=gettext_lazy("0 takes it away.")
    )


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def add(request: PageRequest) -> HttpResponse:
    """Declare what an activity asks for; above a frame, ask what is taken away instead."""
    year = year_in(request)
    found = tasks.overview(by=request.actor, now=request.now, school_year=year)
    declared = asked_about(request.POST, (each for load in found.loads for each in load.declared))
    form, instead = ActivityForm(request.POST or None), InsteadForm(request.POST or None, declared=declared)
    over: tuple[Over, ...] = ()
    if request.method == "POST" and form.is_valid() and instead.is_valid():
        try:
            tasks.declare(by=request.actor, now=request.now, thing=thing(form, year), instead=instead.instead())
        except OverBudget as budget:
            over = budget.over
            instead = InsteadForm(declared=things_of(over))
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The minutes are declared."))
            return redirect(back(year))
    context = {
        "form": form,
        "year": year,
        "over": [over_words(each) for each in over],
        "instead": instead,
        "cancel_url": back(year),
        "breadcrumbs": (Crumb(_("Time frames"), back(year)), Crumb(_("Something that takes time"))),
    }
    return render(request, "kedjan/tasks/activity.html", context, status=409 if over else 200)


def thing(form: ActivityForm, year: str) -> Thing:
    """Return the activity as the room takes it."""
    told = form.cleaned_data
    asked = {Role(role): told["minutes"] for role in told["roles"]}
    return Thing(Asking.ACTIVITY, told["key"].hex, told["title"], year, asked, told["in_meetings"])


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def lower(request: PageRequest, declaration: UUID) -> HttpResponse:
    """Ask for fewer minutes for an activity, or for none."""
    year = year_in(request)
    of = declaration_of(request, declaration, year)
    if of is None and request.method != "POST":
        raise NotHere(GONE)
    form = LowerForm(request.POST or None, initial={"minutes": of.minutes if of else None})
    if request.method == "POST" and form.is_valid():
        try:
            keep(request, declaration, form.cleaned_data["minutes"])
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            said = errors.said(refusal.message, refusal.values)
            if of is None:
                messages.warning(request, said)
                return redirect(back(year))
            form.add_error(None, said)
        else:
            if of is not None or form.cleaned_data["minutes"]:
                messages.success(request, _("The minutes are given back."))
                return redirect(back(year))
    if of is None:
        raise NotHere(GONE)
    context: dict[str, Any] = {
        "of": of,
        "role": role_name(of.role),
        "now": hours(of.minutes),
        "form": form,
        "cancel_url": back(year),
        "breadcrumbs": (Crumb(_("Time frames"), back(year)), Crumb(of.title)),
    }
    return render(request, "kedjan/tasks/lower.html", context)


def keep(request: PageRequest, declaration: UUID, minutes: int) -> None:
    """Lower the declaration, or withdraw it."""
    if minutes:
        tasks.lower_declaration(by=request.actor, now=request.now, id=declaration, minutes=minutes)
    else:
        tasks.withdraw_declaration(by=request.actor, now=request.now, id=declaration)


def declaration_of(request: PageRequest, id: UUID, year: str) -> Declaration | None:
    """Return an activity that asks for minutes in the school year; None for what asks no more."""
    found = tasks.overview(by=request.actor, now=request.now, school_year=year)
    for load in found.loads:
        for each in load.declared:
            if each.id == id and each.asking is Asking.ACTIVITY:
                return each
    return None
