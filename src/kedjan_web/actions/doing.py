"""Beginning an action, describing it anew, handing it over, stopping it and taking it up again."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan.actions.service import Action, Phase
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.actions.action_forms import ActionForm, HandOverForm, ResumeForm, StopForm
from kedjan_web.actions.following import back_to
from kedjan_web.actions.frame import action_crumbs, goal_choices, people_choices
from kedjan_web.actions.words import PHASES
from kedjan_web.components import drafts
from kedjan_web.components.meanwhile import now_says
from kedjan_web.giving.recipients import id_in
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def begin(request: PageRequest) -> HttpResponse:
    """Begin an action that nobody proposed."""
    actions.as_decider(by=request.actor)
    whom = people_choices(request.actor, request.now)
    today, kept = people.day_of(request.now), "new-action"
    form = ActionForm(request.POST or None, goals=goal_choices(request.actor), people=whom, today=today)
    if request.method == "POST" and form.is_valid() and form.plan is not None:
        try:
            made = actions.begin_action(by=request.actor, now=request.now, key=form.cleaned_data["key"], plan=form.plan)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect("action", made.id)
    heading = _("New action")
    context = {"form": form, "draft_key": kept, "heading": heading, "cancel": reverse("actions")}
    return render(request, "kedjan/actions/plain.html", {**context, "breadcrumbs": action_crumbs((heading, ""))})


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def describe(request: PageRequest, action: UUID) -> HttpResponse:
    """Describe an action anew."""
    one = tended(request, action)
    today = people.day_of(request.now)
    form = ActionForm(request.POST or None, goals=goal_choices(request.actor), of=one, today=today)

    def keep() -> None:
        given = form.cleaned_data
        names = ("text", "sign", "by_when", "follow_up_on")
        words = {name: given[name] for name in names}
        actions.describe_action(
            by=request.actor, now=request.now, id=action, seen=given["seen"] or 0, goal=id_in(given["goal"]), **words
        )

    there = ActionForm(goals=goal_choices(request.actor), of=one, today=today)
    return answered(request, one, form, keep, heading=_("Describe"), kept=f"action-{action.hex}", there=there)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def hand_over(request: PageRequest, action: UUID) -> HttpResponse:
    """Let somebody else be responsible."""
    one = tended(request, action)
    whom = people_choices(request.actor, request.now, there=one.responsible)
    form = HandOverForm(request.POST or None, of=one, people=whom)

    def keep() -> None:
        given, to = form.cleaned_data, id_in(form.cleaned_data["to"])
        if to is not None:
            actions.hand_over(
                by=request.actor, now=request.now, id=action, seen=given["seen"], to=to, text=given["text"]
            )

    return answered(request, one, form, keep, heading=_("Hand over"), kept=f"hand-over-{action.hex}")


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def stop(request: PageRequest, action: UUID) -> HttpResponse:
    """Pause an action or close it, with a reason."""
    one = tended(request, action)
    form = StopForm(request.POST or None, of=one)

    def keep() -> None:
        given = form.cleaned_data
        actions.stop(
            by=request.actor, now=request.now, id=action, seen=given["seen"], phase=Phase(given["phase"]),
            reason=given["reason"],
        )  # fmt: skip

    return answered(request, one, form, keep, heading=_("Pause or close"), kept=f"stop-{action.hex}")


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def resume(request: PageRequest, action: UUID) -> HttpResponse:
    """Take up an action again that has stopped."""
    one = tended(request, action)
    form = ResumeForm(request.POST or None, of=one, today=people.day_of(request.now))

    def keep() -> None:
        given = form.cleaned_data
        actions.resume(
            by=request.actor, now=request.now, id=action, seen=given["seen"], follow_up_on=given["follow_up_on"]
        )

    return answered(request, one, form, keep, heading=_("Take it up again"), kept=f"resume-{action.hex}")


def tended(request: PageRequest, action: UUID) -> Action:
    """Return an action to one who tends it; NotYours to others."""
    found = actions.action(by=request.actor, now=request.now, id=action)
    actions.as_tending(by=request.actor, id=action)
    return found.action


def answered(
    request: PageRequest,
    one: Action,
    form: forms.Form,
    keep: Callable[[], None],
    *,
    heading: str,
    kept: str,
    there: forms.Form | None = None,
) -> HttpResponse:
    """Keep what a form about an action says, or show the form with what stands in the way.

    `kept`: what the browser keeps by that name is forgotten when it is saved. `there` is the form as it opens now, of
    one that holds all that somebody else may have said meanwhile.
    """
    other, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            keep()
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form.data = {**request.POST.dict(), "seen": str(changed.current.version)}
            who = people.shown_name(by=request.actor, id=one.responsible)
            words = " · ".join((one.text, str(PHASES[one.phase].text), who))
            other, status = (changed, words, now_says(form, there) if there else []), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect("action", one.id)
    context = {"overline": one.text, "form": form, "draft_key": kept, "heading": heading, "cancel": back_to(one.id)}
    context |= {"other": other}
    context |= {"breadcrumbs": action_crumbs((one.text, back_to(one.id)), (heading, ""))}
    return render(request, "kedjan/actions/plain.html", context, status=status)
