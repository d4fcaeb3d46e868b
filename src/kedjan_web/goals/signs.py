"""Signs chosen beforehand for each goal, and what is explicitly not collected (C30)."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import NotHere, NotYours, ProviderScope, Refused, Right, decide
from kedjan.goals import service as goals
from kedjan_web import errors
from kedjan_web.goals.asking import Asked, asked
from kedjan_web.goals.sign_forms import SignForm, StoppedForm
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb


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

    def keep(form: SignForm) -> None:
        goals.choose_sign(by=request.actor, now=request.now, key=form.made_once, goal=id, **form.said)

    what = Asked(_("New sign"), _("Choose"), of.text, _("The sign is chosen."), "signs")
    return asked(request, what, SignForm, keep)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def change(request: PageRequest, sign: UUID) -> HttpResponse:
    """Say a sign in other words."""
    one = goals.sign(by=request.actor, id=sign)

    def keep(form: SignForm) -> None:
        goals.change_sign(by=request.actor, now=request.now, id=sign, seen=form.version, **form.said)

    what = Asked(_("Change the sign"), _("Save"), one.looked_at, to="signs", whole=True)
    return asked(request, what, partial(SignForm, of=one), keep)


@require_POST
@needs(Right.LEAD_ROUNDS)
def drop(request: PageRequest, sign: UUID) -> HttpResponse:
    """Choose a sign no longer, with the way to put it back."""
    one = goals.drop_sign(by=request.actor, now=request.now, id=sign, seen=seen_in(request))
    said = _("The sign is no longer chosen, so it need not be collected.")
    return gone(request, one.looked_at, said, reverse("put_back_sign", args=[sign]), one.version)


@require_POST
@needs(Right.LEAD_ROUNDS)
def put_back_sign(request: PageRequest, sign: UUID) -> HttpResponse:
    """Choose a sign again that was taken away."""
    return again(request, partial(goals.put_back_sign, id=sign), _("The sign is chosen."))


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def stop(request: PageRequest) -> HttpResponse:
    """Say that something is no longer collected."""

    def keep(form: StoppedForm) -> None:
        goals.stop_collecting(by=request.actor, now=request.now, key=form.made_once, **form.said)

    done = _("It stands among what is no longer collected.")
    return asked(request, Asked(_("Stop collecting"), _("Save"), "", done, "signs"), StoppedForm, keep)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def change_stopped(request: PageRequest, stopped: UUID) -> HttpResponse:
    """Say in other words what is no longer collected."""
    one = goals.stopped_one(by=request.actor, id=stopped)

    def keep(form: StoppedForm) -> None:
        goals.change_stopped(by=request.actor, now=request.now, id=stopped, seen=form.version, **form.said)

    what = Asked(_("Change what is no longer collected"), _("Save"), one.what, to="signs", whole=True)
    return asked(request, what, partial(StoppedForm, of=one), keep)


@require_POST
@needs(Right.LEAD_ROUNDS)
def collect_again(request: PageRequest, stopped: UUID) -> HttpResponse:
    """Say no longer that something is not collected, with the way to put it back."""
    one = goals.collect_again(by=request.actor, now=request.now, id=stopped, seen=seen_in(request))
    said = _("It is no longer said to be stopped.")
    return gone(request, one.what, said, reverse("put_back_stopped", args=[stopped]), one.version)


@require_POST
@needs(Right.LEAD_ROUNDS)
def put_back_stopped(request: PageRequest, stopped: UUID) -> HttpResponse:
    """Say again that something is not collected."""
    done = _("It stands among what is no longer collected.")
    return again(request, partial(goals.put_back_stopped, id=stopped), done)


def gone(request: PageRequest, what: str, said: str, url: str, version: int) -> HttpResponse:
    """Show what was taken away, with the way to put it back."""
    way = (Crumb(_("Goals"), reverse("goals")), Crumb(_("Signs"), reverse("signs")), Crumb(what))
    context = {"what": what, "said": said, "url": url, "seen": version, "breadcrumbs": way}
    return render(request, "kedjan/goals/gone.html", context)


def again(request: PageRequest, put_back: Callable[..., object], done: str) -> HttpResponse:
    """Put something back, or say what stands in the way."""
    try:
        put_back(by=request.actor, now=request.now, seen=seen_in(request))
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, done)
    return redirect("signs")
