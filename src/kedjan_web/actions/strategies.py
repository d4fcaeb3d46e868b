"""Strategies over actions; one that is to save time shows what it takes before and after."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, ProviderScope, Refused, Right, decide
from kedjan.actions import service as actions
from kedjan.actions.service import Strategy
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.actions.frame import people_choices, trail
from kedjan_web.actions.strategy_course import course_of
from kedjan_web.actions.strategy_forms import StrategyForm
from kedjan_web.actions.words import PHASES, STRATEGIES
from kedjan_web.components import drafts
from kedjan_web.components.meanwhile import now_says
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


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
    who = [each.leader for each in found if each.leader]
    who += [one.by for each in found for one in each.course]
    names = people.shown_names(by=by, ids=who)
    lines_of: list[dict[str, Any]] = [
        {
            "strategy": each,
            "kind": STRATEGIES[each.kind],
            "leader": names[each.leader] if each.leader else "",
            "course": course_of(each, names),
            "due": each.measure_on is not None and each.measure_on <= people.day_of(request.now),
            "actions": [(there[one], PHASES[there[one].phase]) for one in each.actions if one in there],
        }
        for each in found
    ]
    lines_of.sort(key=lambda line: line["strategy"].ended_on is not None)
    decides = decide(by, Right.DECIDE_PROPOSALS, on=ProviderScope(by.provider)).allowed
    way = trail((_("Actions"), reverse("actions")), (_("Strategies"), ""))
    context = {"lines": lines_of, "decides": decides, "me": by.account, "breadcrumbs": way}
    return render(request, "kedjan/actions/strategies.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def add(request: PageRequest) -> HttpResponse:
    """Add a strategy."""
    actions.as_decider(by=request.actor)
    form, kept = form_of(request, request.POST or None), "new-strategy"
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
            drafts.saved(request, kept, _("Saved."))
            return redirect("strategies")
    return page(request, form, _("New strategy"), kept=kept)


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def change(request: PageRequest, strategy: UUID) -> HttpResponse:
    """Describe a strategy anew, say what it takes now, and which actions belong to it."""
    actions.as_decider(by=request.actor)
    one = actions.strategy(by=request.actor, id=strategy)
    form, other, status = form_of(request, request.POST or None, one), None, 200
    kept = f"strategy-{strategy.hex}"
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
            form, there = form_of(request, again, one), form_of(request, None, one)
            other, status = (changed, one.text, now_says(form, there, besides=("text",))), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect("strategies")
    return page(request, form, _("Change the strategy"), kept=kept, other=other, status=status)


def form_of(request: PageRequest, data: Any, of: Strategy | None = None) -> StrategyForm:
    """Return the form of a strategy with who can lead it and the actions to choose among."""
    whom = people_choices(request.actor, request.now, there=of.leader if of else None)
    return StrategyForm(data, choices=choices(request), people=whom, of=of)


def page(
    request: PageRequest, form: StrategyForm, heading: str, *, kept: str, other: object = None, status: int = 200
) -> HttpResponse:
    """Show the form; where somebody else was before, with `other`: who, and what it says now."""
    url = reverse("strategies")
    way = trail((_("Actions"), reverse("actions")), (_("Strategies"), url), (heading, ""))
    context = {"form": form, "heading": heading, "cancel": url, "breadcrumbs": way, "other": other}
    context["draft_key"] = kept
    return render(request, "kedjan/actions/plain.html", context, status=status)


def choices(request: PageRequest) -> list[tuple[str, str]]:
    """Return the actions to choose among."""
    found = actions.actions_by_id(by=request.actor)
    return [(each.id.hex, f"{each.text} ({PHASES[each.phase].text})") for each in found]
