"""Signs chosen beforehand for each goal, and what is explicitly not collected (C30)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, ProviderScope, Refused, Right, decide
from kedjan.goals import service as goals
from kedjan_web import errors
from kedjan_web.goals.sign_forms import SignForm, StoppedForm
from kedjan_web.goals.views import page
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb

FORM = "kedjan/goals/form.html"


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest) -> HttpResponse:
    """Show the signs of every goal that has any, and what is no longer collected."""
    chosen = goals.signs(by=request.actor)
    found = goals.frameworks(by=request.actor)
    aims = [
        (framework, [(goal, chosen.get(goal.id, ())) for goal in framework.goals if goal.counts])
        for framework in found
        if any(goal.id in chosen for goal in framework.goals) or framework.kind == "board"
    ]
    gone = goals.stopped(by=request.actor)
    context = {
        "aims": aims,
        "stopped": gone,
        "minutes": sum(each.minutes or 0 for each in gone),
        "leads": decide(request.actor, Right.LEAD_ROUNDS, on=ProviderScope(request.actor.provider)).allowed,
        "breadcrumbs": (Crumb(_("Goals"), reverse("goals")), Crumb(_("Signs"))),
    }
    return render(request, "kedjan/goals/signs.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def choose(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose a sign of a goal."""
    of = goals.goal(by=request.actor, id=id)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"]:
        try:
            goals.choose_sign(by=request.actor, now=request.now, key=form.cleaned_data["key"], goal=id, **form.said)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The sign is chosen."))
            return redirect("signs")
    return render(request, FORM, back_here(page(form, _("New sign"), _("Choose"), of.text)))


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def change(request: PageRequest, sign: UUID) -> HttpResponse:
    """Say a sign in other words."""
    one = goals.sign(by=request.actor, id=sign)
    form, other, status = SignForm(request.POST or None, of=one), None, 200
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            goals.change_sign(by=request.actor, now=request.now, id=sign, seen=seen, **form.said)
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = SignForm({**request.POST.dict(), "seen": str(changed.current.version)}, of=one)
            other, status = (changed, changed.current.looked_at), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("signs")
    context = back_here(page(form, _("Change the sign"), _("Save"), one.looked_at, other))
    return render(request, FORM, context, status=status)


@require_POST
@needs(Right.LEAD_ROUNDS)
def drop(request: PageRequest, sign: UUID) -> HttpResponse:
    """Choose a sign no longer."""
    goals.drop_sign(by=request.actor, now=request.now, id=sign, seen=seen_in(request))
    messages.success(request, _("The sign is no longer chosen, so it need not be collected."))
    return redirect("signs")


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def stop(request: PageRequest) -> HttpResponse:
    """Say that something is no longer collected."""
    form = StoppedForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"]:
        try:
            goals.stop_collecting(by=request.actor, now=request.now, key=form.cleaned_data["key"], **form.said)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("It stands among what is no longer collected."))
            return redirect("signs")
    return render(request, FORM, back_here(page(form, _("Stop collecting"), _("Save"))))


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def change_stopped(request: PageRequest, stopped: UUID) -> HttpResponse:
    """Say in other words what is no longer collected."""
    one = goals.stopped_one(by=request.actor, id=stopped)
    form, other, status = StoppedForm(request.POST or None, of=one), None, 200
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            goals.change_stopped(by=request.actor, now=request.now, id=stopped, seen=seen, **form.said)
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = StoppedForm({**request.POST.dict(), "seen": str(changed.current.version)}, of=one)
            other, status = (changed, changed.current.what), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("signs")
    context = back_here(page(form, _("Change what is no longer collected"), _("Save"), one.what, other))
    return render(request, FORM, context, status=status)


@require_POST
@needs(Right.LEAD_ROUNDS)
def collect_again(request: PageRequest, stopped: UUID) -> HttpResponse:
    """Say no longer that something is not collected."""
    goals.collect_again(by=request.actor, now=request.now, id=stopped, seen=seen_in(request))
    messages.success(request, _("It is no longer said to be stopped."))
    return redirect("signs")


def back_here(context: dict[str, object]) -> dict[str, object]:
    """Return what a form's page shows, with the way back to the signs."""
    crumbs = (Crumb(_("Goals"), reverse("goals")), Crumb(_("Signs"), reverse("signs")), Crumb(str(context["heading"])))
    return {**context, "breadcrumbs": crumbs, "back": reverse("signs")}
