"""What happens to a strategy: how much time it takes is measured, it ends, and it is taken up again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan.actions.service import Strategy
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.actions.frame import trail
from kedjan_web.actions.strategy_forms import EndStrategyForm, MeasureForm
from kedjan_web.actions.words import PHASES
from kedjan_web.components import drafts
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def end(request: PageRequest, strategy: UUID) -> HttpResponse:
    """End a strategy, with why and which of its actions are closed with it."""
    actions.as_decider(by=request.actor)
    one, kept = actions.strategy(by=request.actor, id=strategy), f"end-strategy-{strategy.hex}"
    found = actions.actions_by_id(by=request.actor, ids=one.actions)
    choices = [(each.id.hex, f"{each.text} ({PHASES[each.phase].text})") for each in found if not each.stopped]
    today = people.day_of(request.now)
    form, other, status = EndStrategyForm(request.POST or None, of=one, today=today, choices=choices), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.end_strategy(
                by=request.actor, now=request.now, id=strategy, seen=given["seen"], on=given["ended_on"],
                motive=given["motive"], close=form.closed,
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            again = request.POST.copy()
            again["seen"] = str(changed.current.version)
            form = EndStrategyForm(again, of=one, today=today, choices=choices)
            other, status = (changed, changed.current.text, said(changed.current)), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("The strategy has ended."))
            return redirect("strategies")
    return page(request, one, form, _("End the strategy"), kept, other=other, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def measure(request: PageRequest, strategy: UUID) -> HttpResponse:
    """Say how much time it takes, of how many of whom, and when that is asked for next."""
    actions.as_leading(by=request.actor, id=strategy)
    one, kept = actions.strategy(by=request.actor, id=strategy), f"measured-{strategy.hex}"
    form = MeasureForm(request.POST or None, of=one, today=people.day_of(request.now))
    if request.method == "POST" and form.is_valid():
        try:
            actions.measure_strategy(by=request.actor, now=request.now, id=strategy, **form.cleaned_data)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect(reverse("strategies") + f"#strategi-{strategy.hex}")
    return page(request, one, form, _("Say how much time it takes"), kept)


@require_POST
@needs(Right.DECIDE_PROPOSALS)
def take_up(request: PageRequest, strategy: UUID) -> HttpResponse:
    """Take up a strategy again that had ended."""
    try:
        actions.take_up_strategy(by=request.actor, now=request.now, id=strategy, seen=seen_in(request))
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("The strategy is taken up again. Actions that were closed with it stay closed."))
    return redirect("strategies")


@require_POST
@needs(Right.SEE_ROUNDS)
def remove(request: PageRequest, strategy: UUID, measured: UUID) -> HttpResponse:
    """Take away a value that was put in by mistake."""
    actions.remove_measured(by=request.actor, now=request.now, id=strategy, measured=measured)
    messages.success(request, _("The value is taken away. It can be put back."))
    return redirect("strategies")


@require_POST
@needs(Right.SEE_ROUNDS)
def put_back(request: PageRequest, strategy: UUID, measured: UUID) -> HttpResponse:
    """Put a value back that was taken away."""
    try:
        actions.put_back_measured(by=request.actor, now=request.now, id=strategy, measured=measured)
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("The value is put back."))
    return redirect("strategies")


def page(
    request: PageRequest,
    one: Strategy,
    form: EndStrategyForm | MeasureForm,
    heading: str,
    kept: str,
    *,
    other: object = None,
    status: int = 200,
) -> HttpResponse:
    """Show a form about a strategy; where somebody else was before, with `other`: who, and what it says now."""
    url = reverse("strategies")
    way = trail((_("Actions"), reverse("actions")), (_("Strategies"), url), (heading, ""))
    context = {"form": form, "heading": heading, "cancel": url, "breadcrumbs": way, "other": other}
    context |= {"overline": one.text, "draft_key": kept}
    return render(request, "kedjan/actions/plain.html", context, status=status)


def said(one: Strategy) -> list[tuple[str, str]]:
    """Return what a strategy says now that one who ends it should see."""
    rows = [(_("What is meant by it"), one.explanation), (_("Why it ends"), one.why_ended)]
    return [(term, words) for term, words in rows if words]
