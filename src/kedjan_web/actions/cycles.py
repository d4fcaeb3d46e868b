"""A cycle of three school years, begun from a template: try, let all use it, and let it last (C24)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan.actions.service import Plan
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.actions.frame import Choices, goal_choices, people_choices, trail
from kedjan_web.components import drafts
from kedjan_web.components.offering import offer
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.forms import lines
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs

YEARS = (
    (
        gettext_lazy("First year: what is done"),
        gettext_lazy("Try it at a few units, and write down what is learned"),
        gettext_lazy("What was learned is written down, and two more units want to go on"),
    ),
    (
        gettext_lazy("Second year: what is done"),
        gettext_lazy("Let all who are meant to use it do so, with support"),
        gettext_lazy("At least 80 percent of those who are meant to use it do"),
    ),
    (
        gettext_lazy("Third year: what is done"),
        gettext_lazy("Let it last without extra support, in a routine and in other hands"),
        gettext_lazy("It is in use all through two terms without extra support, and stands in a routine"),
    ),
)
"""The template: for each year its label, what is done, and what we shall see if it works."""


class CycleForm(forms.Form):
    """A cycle of three school years. `key` makes it count once; what stands from the start may be changed."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=gettext_lazy("What the three years are for"),
        max_length=300,
        widget=lines(2),
        help_text=gettext_lazy("One thing, or a few: more than that is not kept up for three years."),
    )
    first = forms.TypedChoiceField(label=gettext_lazy("The first school year"), coerce=int)
    responsible = forms.ChoiceField(label=gettext_lazy("Who is responsible"))
    goal = forms.ChoiceField(label=gettext_lazy("Goal"), required=False)

    def __init__(self, data: Any = None, *, today: date, people: Choices, goals: Choices) -> None:
        super().__init__(data)
        year = today.year if today.month >= 7 else today.year - 1
        first = [(each, f"{each}/{(each + 1) % 100:02}") for each in (year, year + 1)]
        offer(self, first=first, responsible=people, goal=goals)
        for number, (label, done, sign) in enumerate(YEARS, start=1):
            self.fields[f"done_{number}"] = forms.CharField(label=label, max_length=300, widget=lines(2), initial=done)
            self.fields[f"sign_{number}"] = forms.CharField(
                label=_("What we shall see if it works"), max_length=8_000, widget=lines(2), initial=sign
            )

    def plans(self, responsible: UUID, today: date) -> list[Plan]:
        """Return a plan for each year, reviewed at the end of a term."""
        given = self.cleaned_data
        days = actions.cycle_days(given["first"], today)
        goal = id_in(given["goal"])
        return [
            Plan(given[f"done_{number}"], responsible, by_when, given[f"sign_{number}"], review, goal)
            for number, (by_when, review) in enumerate(days, start=1)
        ]


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def begin(request: PageRequest) -> HttpResponse:
    """Begin a cycle of three school years from the template."""
    by, today, kept = request.actor, people.day_of(request.now), "new-cycle"
    actions.as_decider(by=by)
    whom = people_choices(by, request.now)
    form = CycleForm(request.POST or None, today=today, people=whom, goals=goal_choices(by))
    responsible = id_in(form.cleaned_data["responsible"]) if request.method == "POST" and form.is_valid() else None
    if responsible is not None:
        given = form.cleaned_data
        try:
            made = actions.begin_cycle(
                by=by, now=request.now, key=given["key"], text=given["text"], leader=responsible,
                plans=form.plans(responsible, today),
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("The three years are begun, with an action for each."))
            return redirect(reverse("strategies") + f"#strategi-{made.id.hex}")
    heading, url = _("Three-year cycle"), reverse("strategies")
    way = trail((_("Actions"), reverse("actions")), (_("Strategies"), url), (heading, ""))
    context = {"form": form, "draft_key": kept, "heading": heading, "cancel": url, "breadcrumbs": way}
    return render(request, "kedjan/actions/plain.html", context)
