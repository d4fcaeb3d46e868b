"""Strategies over actions; one that is to save time shows what it takes before and after."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, ProviderScope, Refused, Right, decide
from kedjan.actions import service as actions
from kedjan.actions.service import Strategy, StrategyKind, TimeIndicator
from kedjan_web import errors
from kedjan_web.actions.frame import trail
from kedjan_web.actions.words import PHASES, STRATEGIES
from kedjan_web.components.meanwhile import now_says
from kedjan_web.improvement.forms import lines
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


class StrategyForm(forms.Form):
    """A strategy. `key` makes a new one count once; `seen` is the version of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    text = forms.CharField(label=gettext_lazy("The strategy"), max_length=300, widget=lines(2))
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=[(k.value, v) for k, v in STRATEGIES.items()]
    )
    explanation = forms.CharField(
        label=gettext_lazy("What is meant by it"), required=False, max_length=8_000, widget=lines(3)
    )
    what = forms.CharField(
        label=gettext_lazy("Time indicator: what takes time"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Needed for a strategy that is to save time."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example minutes a week, median per principal."),
    )
    before = forms.DecimalField(
        label=gettext_lazy("Before"), required=False, min_value=0, max_digits=8, decimal_places=1
    )
    after = forms.DecimalField(label=gettext_lazy("After"), required=False, min_value=0, max_digits=8, decimal_places=1)
    source = forms.CharField(label=gettext_lazy("Where the figures are from"), required=False, max_length=300)
    actions = forms.MultipleChoiceField(
        label=gettext_lazy("Actions that belong to it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], of: Strategy | None = None) -> None:
        given: dict[str, Any] = {}
        if of is not None:
            given = {"seen": of.version, "text": of.text, "kind": of.kind.value, "explanation": of.explanation}
            given["actions"] = [each.hex for each in of.actions]
            names = ("what", "unit", "before", "after", "source")
            given |= {name: getattr(of.indicator, name) for name in names} if of.indicator else {}
        super().__init__(data, initial=given)
        self.fields["actions"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for the whole indicator where some of it is given, and where it is needed."""
        given = super().clean() or {}
        needed = ("what", "unit", "before", "source")
        some = any(given.get(name) not in (None, "") for name in (*needed, "after"))
        if some or given.get("kind") == StrategyKind.SAVES_TIME:
            for name in needed:
                if given.get(name) in (None, "") and name not in self.errors:
                    self.add_error(
                        name, _("A time indicator says what, in which unit, the value before, and the source.")
                    )
        return given

    @property
    def given(self) -> dict[str, Any]:
        """Return what the door takes."""
        all_of = self.cleaned_data
        names = ("what", "unit", "before", "after", "source")
        indicator = None if all_of["before"] is None else TimeIndicator(**{name: all_of[name] for name in names})
        ids = [UUID(hex=each) for each in all_of["actions"]]
        words = {"kind": StrategyKind(all_of["kind"]), "text": all_of["text"], "explanation": all_of["explanation"]}
        return {**words, "indicator": indicator, "actions": ids}


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest) -> HttpResponse:
    """List strategies with their actions."""
    by = request.actor
    found = actions.strategies(by=by)
    there = {
        each.id: each
        for each in actions.actions_by_id(by=by, ids=[member for each in found for member in each.actions])
    }
    lines_of = [
        {
            "strategy": each,
            "kind": STRATEGIES[each.kind],
            "actions": [(there[one], PHASES[there[one].phase]) for one in each.actions if one in there],
        }
        for each in found
    ]
    decides = decide(by, Right.DECIDE_PROPOSALS, on=ProviderScope(by.provider)).allowed
    way = trail((_("Actions"), reverse("actions")), (_("Strategies"), ""))
    context = {"lines": lines_of, "decides": decides, "breadcrumbs": way}
    return render(request, "kedjan/actions/strategies.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def add(request: PageRequest) -> HttpResponse:
    """Add a strategy."""
    actions.as_decider(by=request.actor)
    form = StrategyForm(request.POST or None, choices=choices(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_strategy(
                by=request.actor, now=request.now, key=form.cleaned_data["key"] or uuid4(), **form.given
            )
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("strategies")
    return page(request, form, _("New strategy"))


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def change(request: PageRequest, strategy: UUID) -> HttpResponse:
    """Describe a strategy anew, say what it takes now, and which actions belong to it."""
    actions.as_decider(by=request.actor)
    one = actions.strategy(by=request.actor, id=strategy)
    form, other, status = StrategyForm(request.POST or None, choices=choices(request), of=one), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_strategy(
                by=request.actor, now=request.now, id=strategy, seen=form.cleaned_data["seen"] or 0, **form.given
            )
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            again = request.POST.copy()
            again["seen"] = str(changed.current.version)
            form = StrategyForm(again, choices=choices(request), of=one)
            there = StrategyForm(choices=choices(request), of=one)
            other, status = (changed, one.text, now_says(form, there, besides=("text",))), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("strategies")
    return page(request, form, _("Change the strategy"), other=other, status=status)


def page(
    request: PageRequest, form: StrategyForm, heading: str, *, other: object = None, status: int = 200
) -> HttpResponse:
    """Show the form; where somebody else was before, with `other`: who, and what it says now."""
    url = reverse("strategies")
    way = trail((_("Actions"), reverse("actions")), (_("Strategies"), url), (heading, ""))
    context = {"form": form, "heading": heading, "cancel": url, "breadcrumbs": way, "other": other}
    return render(request, "kedjan/actions/plain.html", context, status=status)


def choices(request: PageRequest) -> list[tuple[str, str]]:
    """Return the actions to choose among."""
    found = actions.actions_by_id(by=request.actor)
    return [(each.id.hex, f"{each.text} ({PHASES[each.phase].text})") for each in found]
